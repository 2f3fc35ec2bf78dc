import { portablePath } from "../files/portable-path.ts";
import { quarantineWarnings } from "../gate/quarantine.ts";
import { exitCode } from "../gate/verdict.ts";
import type { Judgement } from "../report/judge-again.ts";
import { nonBlockingWarnings, verdictOfRuns } from "../report/plan-verdict.ts";
import type { Report, RunReport } from "../report/report.ts";
import type { RunSettings } from "./plan.ts";

/** The settings that are part of a report. */
type ReportSettings = Pick<
  RunSettings,
  "reportDir" | "history" | "quarantine" | "warnings" | "commit" | "origin" | "plan" | "lacksShards"
>;

/**
 * Makes the report of a plan from the reports of its runs, with the verdict on all of them. Pure.
 * @param dir the absolute path of the report directory
 */
export function planReport(
  runs: readonly RunReport[],
  dir: string,
  { reportDir, history, quarantine, warnings, commit, origin, plan, lacksShards }: ReportSettings,
  { today, names }: Pick<Judgement, "today" | "names">,
): Report {
  const verdict = verdictOfRuns(runs, plan);
  const testRuns = runs.map(({ end }) => (end.kind === "results" ? end.testRun : undefined));
  return {
    runs,
    verdict,
    exitCode: exitCode(verdict),
    reportDir: portablePath(dir),
    givenReportDir: portablePath(reportDir),
    warnings: [...warnings, ...nonBlockingWarnings(runs)],
    quarantineWarnings: quarantineWarnings(testRuns, quarantine, today, names),
    history,
    ...(commit === undefined ? {} : { commit }),
    ...(origin && { origin }),
    ...(plan && { plan }),
    ...(lacksShards === true && { lacksShards }),
  };
}
