import { InterruptedError } from "@remotest/core";
import { type CommonOptions, run } from "@remotest/core/flow";
import { consoleReporter, serviceLine } from "@remotest/reporters";
import { calledRuns } from "../callback/called-runs.ts";
import { commitUnderTest } from "../plan/commit.ts";
import type { History } from "../files/history.ts";
import { outputsFile } from "../output/outputs-file.ts";
import type { Plan } from "../plan/plan.ts";
import type { Platform } from "../platform.ts";
import { printWarnings } from "../output/print-error.ts";
import { reportFiles } from "../output/report-files.ts";
import { tellReport } from "../output/tell-report.ts";
import { openTransport } from "../network/transport.ts";

/** What can be set for runs that are waited for: some of it makes sense only for those that are started. */
type SupervisedOptions = Omit<CommonOptions, "resume" | "correlate" | "callbackListen"> &
  Partial<Pick<CommonOptions, "resume" | "callbackListen">>;

/** Brings a plan to its verdict, shows how it goes, and says how it ended. Returns the exit code. */
export async function supervise(plan: Plan<SupervisedOptions>, platform: Platform): Promise<number> {
  const common = plan.options;
  printWarnings(plan.warnings, platform);
  platform.onInterrupt((signal) => new InterruptedError(signal));
  const terminal = openTerminal(common, platform, { runs: plan.runs.length });
  const outputs = outputsFile(common.reportDir);
  const history = await historyOf(common, platform);
  const transport = await openTransport(common, platform.env);
  const called = await calledRuns(plan.runs, common.callbackListen);
  try {
    const { exitCode } = await run(
      called.runs,
      {
        timeoutMs: common.timeout,
        pollIntervalMs: common.pollInterval,
        rerunFailed: common.rerunFailed,
        policy: { failOn: common.failOn, maxFailures: common.maxFailures },
        reportDir: common.reportDir,
        resume: common.resume ?? false,
        history: history.reports,
        quarantine: plan.quarantine,
        warnings: history.warnings,
        commit: commitUnderTest(platform.env),
      },
      {
        transport,
        reporters: reportFiles(platform.version),
        listen: (event) => {
          terminal.listen(event);
          outputs.event(event);
          platform.observer?.event(event);
        },
        tell: (report) => tellReport(report, { terminal, outputs, json: common.json }, platform),
        interrupted: platform.interrupted,
      },
    );
    return exitCode;
  } finally {
    await called.close();
  }
}

/** The earlier reports. That there are none is no more than worth a word: the first run has none. */
export async function historyOf(
  { history, quiet, reportDir }: Pick<CommonOptions, "history" | "quiet" | "reportDir">,
  { stderr, own = (text) => text }: Platform,
  without: readonly string[] = [],
): Promise<History> {
  if (history === undefined) return { reports: [], warnings: [], files: 0 };
  // As little as possible is loaded where nothing is asked for.
  const { readHistory } = await import("../files/history.ts");
  const found = await readHistory(history, without);
  // The report of the last run in the same directory has been moved aside by now.
  const aside = asideOf(history, reportDir);
  if (found.files === 0 && aside !== undefined) {
    const moved = await readHistory(aside, without);
    if (moved.files > 0) return moved;
  }
  if (found.files === 0 && !quiet)
    stderr.write(`${serviceLine(own(`No earlier report yet: --history ${history} names no file.`))}\n`);
  return found;
}

function asideOf(pattern: string, reportDir: string): string | undefined {
  const dir = reportDir.replace(/\/+$/, "");
  return pattern.startsWith(`${dir}/`) ? `${dir}/previous/${pattern.slice(dir.length + 1)}` : undefined;
}

/** The view for people: on stderr always; redrawn in place where that is a terminal that nobody asked to keep plain. */
export function openTerminal(
  common: Pick<CommonOptions, "noColor" | "verbose" | "quiet">,
  { stderr, env }: Platform,
  { runs, mayRedraw = true }: { readonly runs: number; readonly mayRedraw?: boolean },
): ReturnType<typeof consoleReporter> {
  const plain = common.noColor || Boolean(env["NO_COLOR"]);
  const terminal = stderr.isTTY === true && env["TERM"] !== "dumb";
  return consoleReporter({
    write: (text) => void stderr.write(text),
    columns: () => stderr.columns,
    interactive: mayRedraw && terminal && !plain && !env["CI"],
    color: !plain && (terminal || Boolean(env["FORCE_COLOR"])),
    verbose: common.verbose,
    quiet: common.quiet,
    now: () => performance.now(),
    runs,
  });
}
