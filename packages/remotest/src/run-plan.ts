import { InterruptedError } from "@remotest/core";
import { type CommonOptions, run, type RunSettings } from "@remotest/core/flow";
import { listenForRuns } from "./callback/called-runs.ts";
import type { CodeHostOptions } from "./code-host/check-name.ts";
import { announcePlan } from "./plan/announce-plan.ts";
import { commitUnderTest } from "./plan/commit.ts";
import { originOf } from "./plan/origin.ts";
import { keepInHistory, type LoadedHistory, loadHistory } from "./files/history-option.ts";
import { outputsFile } from "./output/outputs-file.ts";
import type { Plan } from "./plan/plan.ts";
import { plannedLabels } from "./plan/planned-labels.ts";
import type { Platform } from "./platform.ts";
import { printWarnings } from "./output/print-error.ts";
import { policyOf } from "./plan/policy.ts";
import { preloadedReporters, reportFiles } from "./output/report-files.ts";
import { printShard } from "./output/shard-line.ts";
import { openTerminal } from "./output/terminal.ts";
import { tellReport } from "./output/tell-report.ts";
import { openTransport } from "./network/transport.ts";

/** The options for waiting. Some of the common options exist only for commands that start a run. */
type WaitOptions = Omit<CommonOptions, "resume" | "correlate" | "callbackListen"> &
  Partial<Pick<CommonOptions, "resume" | "callbackListen">> &
  CodeHostOptions & {
    /** Only `attach` has it. */
    readonly noWait?: boolean;
  };

/** Brings a plan to its verdict, shows the progress and reports the verdict. Returns the exit code. */
export async function runPlan(plan: Plan<WaitOptions>, platform: Platform): Promise<number> {
  const common = plan.options;
  printWarnings(plan.warnings, platform);
  printShard(plan, platform);
  platform.onInterrupt((signal) => new InterruptedError(signal));
  const terminal = openTerminal(common, platform, { labels: plannedLabels(plan.runs) });
  const outputs = outputsFile(common.reportDir);
  const preload = preloadedReporters();
  const attached = plan.runs.flatMap(({ beginning }) => (beginning.kind === "attach" ? [beginning.handle.ref] : []));
  const history = await loadHistory(common, platform, { runs: attached });
  const transport = await openTransport(common, platform.env, platform.names);
  const announcement = await announcePlan(plan, { transport, comesBack: common.noWait === true }, platform);
  const called = await listenForRuns(plan.runs, common.callbackListen, {
    sayIgnored: (run, message) => common.verbose && terminal.listen({ type: "note", run, message }),
    names: platform.names,
  });
  try {
    const report = await run(called.runs, settingsOf(plan, history, platform), {
      transport,
      reporters: reportFiles(platform.version, plan.ownReporters.reporters),
      listen: (event) => {
        preload(event);
        terminal.listen(event);
        outputs.event(event);
        announcement?.event(event);
        platform.observer?.event(event);
      },
      tell: (report) => tellReport(report, { terminal, outputs, json: common.json }, platform),
      interrupted: platform.interrupted,
      names: platform.names,
    });
    printWarnings([...new Set(plan.ownReporters.failures)], platform);
    printWarnings(await keepInHistory(common, report), platform);
    printWarnings((await announcement?.finished(report)) ?? [], platform);
    return report.exitCode;
  } finally {
    await called.close();
  }
}

/** Returns what the core needs to know of a plan, besides its runs. */
function settingsOf(plan: Plan<WaitOptions>, history: LoadedHistory, platform: Platform): RunSettings {
  const common = plan.options;
  return {
    timeoutMs: common.timeout,
    pollIntervalMs: common.pollInterval,
    noWait: common.noWait,
    rerunFailed: common.rerunFailed,
    onInterrupt: common.onInterrupt,
    policy: policyOf(common),
    said: plan.said,
    reportDir: common.reportDir,
    resume: common.resume ?? false,
    concurrency: plan.concurrency,
    plan: plan.file,
    history: history.reports,
    quarantine: plan.quarantine,
    warnings: history.warnings,
    commit: common.commit ?? commitUnderTest(platform.env),
    origin: originOf(platform),
  };
}
