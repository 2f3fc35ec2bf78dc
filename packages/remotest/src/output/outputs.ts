import { count, type RunHandle } from "@remotest/core";
import type { Report } from "@remotest/core/flow";
import { safeHref } from "@remotest/reporters";
import type { OutputName } from "../command-line/output-names.ts";

/** Values by name; unknown values are left out. */
export type Outputs = Readonly<Partial<Record<OutputName, string>>>;

/**
 * Returns the outputs that are known as soon as runs are started. `run-ref` has the references of all runs, separated by
 * spaces, as `remotest attach` takes them. `url` is the first address from a service that is safe to link to, because
 * CI systems make a link of it.
 *
 * @example outputsOfStart([{ ref: "apptest:251929" }]) // { "run-ref": "apptest:251929" }
 */
export function outputsOfStart(handles: readonly RunHandle[]): Outputs {
  const url = firstSafeUrl(handles);
  return {
    ...(handles.length > 0 ? { "run-ref": handles.map(({ ref }) => ref).join(" ") } : {}),
    ...(url === undefined ? {} : { url }),
  };
}

/** Stops at the first one, because this is called for each start of a plan. */
function firstSafeUrl(handles: readonly RunHandle[]): string | undefined {
  for (const { url } of handles) {
    const href = url === undefined ? undefined : safeHref(url);
    if (href !== undefined) return href;
  }
  return undefined;
}

/**
 * Returns all outputs of a finished command. The counts are those of the runs that have results; `outcome` is the kind
 * of the verdict, `passed` even if the gate forgave failures; `report-dir` is an absolute path, with forward slashes.
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
