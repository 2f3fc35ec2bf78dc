import type { PartRun, TestRun } from "@remotest/mta-client";
import type { SuiteResults } from "./map-results.ts";

let keys = 0;

/** Makes a suite run or a case run. */
export const part = (name: string, result?: string, more: Partial<PartRun> = {}): PartRun => ({
  key: String(++keys),
  sequence: undefined,
  name,
  result,
  message: undefined,
  url: undefined,
  ...more,
});

/** Makes a run with this result. */
export const runWith = (result?: string): TestRun => ({
  result,
  startDate: undefined,
  configurationName: undefined,
  url: undefined,
});

/** Makes a suite run with its case runs. */
export const suite = (name: string, result: string | undefined, ...cases: readonly PartRun[]): SuiteResults => ({
  suite: part(name, result),
  cases,
});
