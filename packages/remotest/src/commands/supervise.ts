import { type CommonOptions, InterruptedError, type Report, run, UnexpectedError, withFailure } from "@remotest/core";
import { consoleReporter, serviceLine } from "@remotest/reporters";
import { calledRuns } from "../called-runs.ts";
import { commitUnderTest } from "../commit.ts";
import type { History } from "../history.ts";
import { outputsFile } from "../outputs-file.ts";
import type { Plan } from "../plan.ts";
import type { Platform, RunObserver } from "../platform.ts";
import { printError, printWarnings } from "../print-error.ts";
import { printJson } from "../print-json.ts";
import { reportFiles } from "../report-files.ts";
import { resultDocument } from "../result-document.ts";
import { openTransport } from "../transport.ts";

/** Brings a plan to its verdict, shows how it goes, and says how it ended. Returns the exit code. */
export async function supervise(plan: Plan, platform: Platform): Promise<number> {
  const { common } = plan;
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
        resume: common.resume,
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
        tell: (report) => {
          const told = tellReport(report, { terminal, outputs, json: common.json }, platform);
          // Whoever reads outputs.env was not told.
          if (told !== report) throw new Error("outputs.env is not written");
        },
        interrupted: platform.interrupted,
      },
    );
    return exitCode;
  } finally {
    await called.close();
  }
}

/**
 * Tells people, jobs and scripts how it ended.
 * @returns the report as it was told: with outputs that cannot be written a pass is none
 */
export function tellReport(
  report: Report,
  { terminal, outputs, json }: Telling,
  platform: Pick<Platform, "stdout" | "stderr" | "observer">,
): Report {
  terminal.finish(report);
  const told = withOutputs(report, outputs, platform);
  platform.observer?.finished(told);
  if (json) printJson(resultDocument(told), platform);
  return told;
}

/** Who is told. */
interface Telling {
  readonly terminal: ReturnType<typeof consoleReporter>;
  readonly outputs: RunObserver;
  readonly json: boolean;
}

function withOutputs(report: Report, outputs: RunObserver, platform: Pick<Platform, "stderr">): Report {
  try {
    outputs.finished(report);
    return report;
  } catch (cause) {
    printError(new UnexpectedError(cause), platform);
    return withFailure(report, cause);
  }
}

/** The earlier reports. That there are none is no more than worth a word: the first run has none. */
export async function historyOf(
  { history, quiet, reportDir }: Pick<CommonOptions, "history" | "quiet" | "reportDir">,
  { stderr }: Platform,
  without: readonly string[] = [],
): Promise<History> {
  if (history === undefined) return { reports: [], warnings: [], files: 0 };
  // As little as possible is loaded where nothing is asked for.
  const { readHistory } = await import("../history.ts");
  const found = await readHistory(history, without);
  // The report of the last run in the same directory has been moved aside by now.
  const aside = asideOf(history, reportDir);
  if (found.files === 0 && aside !== undefined) {
    const moved = await readHistory(aside, without);
    if (moved.files > 0) return moved;
  }
  if (found.files === 0 && !quiet)
    stderr.write(`${serviceLine(`No earlier report yet: --history ${history} names no file.`)}\n`);
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
