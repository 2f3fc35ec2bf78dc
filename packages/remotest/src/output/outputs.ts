import { count, type RunHandle } from "@remotest/core";
import type { Report } from "@remotest/core/flow";
import { safeHref } from "@remotest/reporters";

/** What every CI system hands to later steps, in the order of the contract, "CI outputs". */
export const outputNames = [
  "run-ref",
  "outcome",
  "total",
  "passed",
  "failed",
  "errors",
  "skipped",
  "report-dir",
  "url",
] as const;

/** One of the nine names. */
export type OutputName = (typeof outputNames)[number];

/** Values by name; what is not known is not there. */
export type Outputs = Readonly<Partial<Record<OutputName, string>>>;

/**
 * The outputs that are known as soon as runs are started. Of several runs, `run-ref` names all, with spaces between,
 * as `remotest attach` takes them; `url` is the first that a service gave, if it is one that a page may link to: CI
 * systems make links of it.
 *
 * @example outputsOfStart([{ ref: "apptest:251929" }]) // { "run-ref": "apptest:251929" }
 */
export function outputsOfStart(handles: readonly RunHandle[]): Outputs {
  const url = handles.map((handle) => safeHref(handle.url ?? "")).find((href) => href !== undefined);
  return {
    ...(handles.length > 0 ? { "run-ref": handles.map(({ ref }) => ref).join(" ") } : {}),
    ...(url === undefined ? {} : { url }),
  };
}

/**
 * All outputs, once it is over. Counts are those of the runs that brought results; `outcome` is the verdict's kind,
 * `passed` also where the gate forgave failures; `report-dir` is an absolute path.
 *
 * @example outputsOfReport(report).outcome // "failed"
 */
export function outputsOfReport({ runs, verdict, reportDir }: Report): Outputs {
  const counts = count(runs.flatMap(({ end }) => (end.kind === "results" ? [end.testRun] : [])));
  return {
    ...outputsOfStart(runs.flatMap(({ handle }) => handle ?? [])),
    outcome: verdict.kind,
    total: `${counts.total}`,
    passed: `${counts.passed}`,
    failed: `${counts.failed}`,
    errors: `${counts.errors}`,
    skipped: `${counts.skipped}`,
    "report-dir": reportDir,
  };
}
