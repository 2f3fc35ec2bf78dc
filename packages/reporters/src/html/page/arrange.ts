import type { Row } from "./test-part.ts";

/** By what the table of every test is grouped, and in which order its tests are; "" is as the service has them. */
export interface Arrangement {
  readonly group: string;
  readonly sort: string;
}

/** Tests under one heading. */
export interface Group {
  readonly title: string;
  readonly rows: readonly Row[];
}

const byName = new Intl.Collator("en", { numeric: true });
/** The worst first: what people sort for. */
const outcomes = ["failed", "error", "flaky", "skipped", "passed"];

const keys: Readonly<Record<string, (row: Row) => string>> = {
  run: ({ runName }) => runName,
  name: ({ name }) => name,
  all: () => "",
};
const orders: Readonly<Record<string, (a: Row, b: Row) => number>> = {
  name: (a, b) => byName.compare(a.name, b.name),
  outcome: (a, b) => rank(a) - rank(b),
  time: (a, b) => b.ms - a.ms,
};

/**
 * Arranges tests anew. Groups come in the order of their first test, before sorting; tests that are equal stay in the
 * service's order.
 */
export function arranged(rows: readonly Row[], { group, sort }: Arrangement): readonly Group[] {
  const keyOf =
    (Object.hasOwn(keys, group) ? keys[group] : undefined) ??
    (({ entry, runName }: Row): string => JSON.stringify([entry.suite, runName]));
  const groups = new Map<string, { title: string; rows: Row[] }>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = groups.get(key);
    if (known) known.rows.push(row);
    else groups.set(key, { title: titleOf(row, group), rows: [row] });
  }
  const order = Object.hasOwn(orders, sort) ? orders[sort] : undefined;
  const all = [...groups.values()];
  return order ? all.map(({ title, rows }) => ({ title, rows: rows.toSorted(order) })) : all;
}

function titleOf(row: Row, group: string): string {
  if (group === "all") return "All tests";
  if (group === "run") return row.runName;
  return group === "name" ? row.name : [row.runName, row.entry.suite].filter(Boolean).join(" · ");
}

/** The place of the outcome among all. */
function rank({ entry }: Row): number {
  const found = outcomes.findIndex((outcome) => entry.outcomes.includes(outcome));
  return found === -1 ? outcomes.length : found;
}
