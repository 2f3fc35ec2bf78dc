/** The filters of the page. */
export interface Query {
  readonly text: string;
  /** Any of these outcomes; none means all. */
  readonly outcomes: readonly string[];
  /** A suite's name, or "" for all. */
  readonly suite: string;
  /** The number of a run, or "" for all. */
  readonly run: string;
  /** By what the table is grouped, or "" for the service's suites. */
  readonly group: string;
  /** The order of the tests in the table, or "" for the service's. */
  readonly sort: string;
}

/** The query that every test matches, in the service's order. */
export const everything: Query = { text: "", outcomes: [], suite: "", run: "", group: "", sort: "" };

/** True if a query may leave out tests. */
export function narrows({ text, outcomes, suite, run }: Pick<Query, "text" | "outcomes" | "suite" | "run">): boolean {
  return text.trim() !== "" || outcomes.length > 0 || suite !== "" || run !== "";
}

/**
 * The query as the end of an address, so that it can be shared.
 * @example hashOf({ ...everything, text: "cart" }) // "#text=cart"
 */
export function hashOf({ text, outcomes, suite, run, group, sort }: Query): string {
  const fields = new URLSearchParams();
  if (text.trim() !== "") fields.set("text", text.trim());
  if (outcomes.length > 0) fields.set("outcome", outcomes.join("."));
  if (suite !== "") fields.set("suite", suite);
  if (run !== "") fields.set("run", run);
  if (group !== "") fields.set("group", group);
  if (sort !== "") fields.set("sort", sort);
  return fields.size > 0 ? `#${fields.toString()}` : "";
}

/** The query at the end of an address; undefined if the address ends with a link to an element. */
export function queryOf(hash: string): Query | undefined {
  if (hash.length > 1 && !hash.includes("=")) return undefined;
  const fields = new URLSearchParams(hash.slice(1));
  return {
    text: fields.get("text") ?? "",
    outcomes: (fields.get("outcome") ?? "").split(".").filter((outcome) => outcome !== ""),
    suite: fields.get("suite") ?? "",
    run: fields.get("run") ?? "",
    group: fields.get("group") ?? "",
    sort: fields.get("sort") ?? "",
  };
}
