import type { MtaClient, PartRun, ValueInAnswer } from "@remotest/mta-client";
import type { SuiteResults } from "./map-results.ts";

/** Requests under way at once for one run: MTA needs one for each suite run. */
const atOnce = 4;

/** MTA's answers about the suites and the cases of one run. */
export interface FetchedResults {
  readonly results: readonly SuiteResults[];
  /** The answers as one JSON document. */
  readonly document: string;
}

/**
 * Fetches the suite runs of a run, and the case runs of each.
 * @param known the case runs that an earlier try has fetched, by suite run; what is fetched is added, so that a fault in
 * the middle of many requests does not begin them all again
 */
export async function fetchResults(
  client: Pick<MtaClient, "listCaseRuns" | "listSuiteRuns">,
  executionId: string,
  known: Map<string, ValueInAnswer<readonly PartRun[]>>,
  signal: AbortSignal,
): Promise<FetchedResults> {
  const suites = await client.listSuiteRuns(executionId, { signal });
  const open = suites.value.filter(({ key }) => !known.has(key));
  const failures: unknown[] = [];
  const work = async (): Promise<void> => {
    for (let suite = open.shift(); suite && failures.length === 0; suite = open.shift())
      try {
        known.set(suite.key, await client.listCaseRuns(suite.key, { signal }));
      } catch (error) {
        failures.push(error);
      }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  if (failures.length > 0) throw failures[0];
  const results = suites.value.map((suite) => ({ suite, cases: known.get(suite.key)?.value ?? [] }));
  const cases = suites.value.map(({ key }) => `${JSON.stringify(key)}: ${known.get(key)?.text ?? "[]"}`);
  return { results, document: `"testsuiteruns": ${suites.text},\n"testcaseruns": {\n${cases.join(",\n")}\n}` };
}
