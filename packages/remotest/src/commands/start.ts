import { InterruptedError, type OptionsOf } from "@remotest/core";
import {
  commonInputs,
  exitCodeOfError,
  start,
  type StartReport,
  UnexpectedError,
  verdictOf,
  worst,
} from "@remotest/core/flow";
import { clean, serviceLine } from "@remotest/reporters";
import type { Announcement } from "../code-host/announcement.ts";
import { codeHostInputs } from "../code-host/code-host-inputs.ts";
import { dryRun, dryRunInput } from "../dry-run.ts";
import { outputsFile } from "../output/outputs-file.ts";
import { planInputs } from "../plan-file/plan-inputs.ts";
import { announcePlan } from "../plan/announce-plan.ts";
import { commitUnderTest } from "../plan/commit.ts";
import { gateOfStart } from "../plan/gate-of-start.ts";
import { planStart } from "../plan/plan-start.ts";
import { printError, printWarnings } from "../output/print-error.ts";
import { printJson } from "../output/print-json.ts";
import { reportFiles } from "../output/report-files.ts";
import { startedDocument } from "../output/result-document.ts";
import { openTransport } from "../network/transport.ts";
import { saveMemory } from "../plan/save-memory.ts";
import type { Plan } from "../plan/plan.ts";
import type { Platform } from "../platform.ts";
import type { Command, Invocation } from "../command-line/command.ts";
import { openTerminal } from "../output/terminal.ts";
import { plannedLabels } from "../plan/planned-labels.ts";

// This command does not wait, so it takes no options for waiting and for the gate.
const {
  pollInterval: _interval,
  rerunFailed: _rerun,
  onInterrupt: _onInterrupt,
  failOn: _failOn,
  maxFailures: _max,
  minTests: _minTests,
  maxDuration: _maxDuration,
  quarantine: _quarantine,
  history: _history,
  historyDir: _historyDir,
  reporter: _reporter,
  callbackListen: _listen,
  ...starting
} = commonInputs;
// There is nothing to comment on yet.
const { comment: _comment, ...ofHost } = codeHostInputs;
const options = { ...starting, ...ofHost, ...planInputs, dryRun: dryRunInput };

export const startCommand: Command = {
  name: "start",
  words: "[<provider>]",
  takesPlan: "instead-of-a-provider",
  summary: "Only start a run, or those of a plan file, print the references and exit.",
  examples: (start) => [
    { line: `start ${start}`, does: "Prints the reference of the run as soon as it has started." },
    { line: `start ${start} --json`, does: "Prints the reference and the link as one JSON document." },
    { line: "start", does: "Starts the runs that remotest.yaml describes; `remotest attach` waits for all of them." },
  ],
  options,
  reads: ["connect", "start"],
  async run(invocation, platform) {
    const plan = await planOf(invocation, platform);
    const { options: common, warnings } = plan;
    if (common.dryRun) return dryRun(plan, platform);
    const told = printWarnings([...warnings, ...gateOfStart(platform.env)], platform);
    platform.onInterrupt((signal) => new InterruptedError(signal));
    const { started, outputsError, announcement } = await startRuns(plan, platform);
    if (common.json) printJson(startedDocument(started), platform);
    for (const each of started)
      if ("error" in each) printError(each.error, platform);
      else if (!common.json) platform.stdout.write(clean`${serviceLine(each.handle.ref)}\n`);
    const errors = started.flatMap((each) => ("error" in each ? [each.error] : []));
    // The reference is printed in any case, but a script that reads outputs.env must not continue without it.
    if (outputsError) printError(outputsError, platform);
    const all = [...errors, ...(outputsError ? [outputsError] : [])];
    const verdict = all.length > 0 ? worst(all.map(verdictOf)) : undefined;
    const untold = printWarnings((await announcement?.started(verdict)) ?? [], platform);
    platform.observer?.started(all, [...told, ...untold]);
    return Math.max(0, ...all.map(exitCodeOfError));
  },
};

/** The runs that were started or not, and those who hear about them. */
interface StartOutcome {
  readonly started: readonly StartReport[];
  /** Set if the outputs could not be written. */
  readonly outputsError: UnexpectedError | undefined;
  readonly announcement: Announcement | undefined;
}

async function startRuns(plan: Plan<OptionsOf<typeof options>>, platform: Platform): Promise<StartOutcome> {
  const { runs, options: common, concurrency, file } = plan;
  const terminal = openTerminal(common, platform, { labels: plannedLabels(runs), mayRedraw: false });
  const outputs = outputsFile(common.reportDir);
  let outputsError: UnexpectedError | undefined;
  const noting = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      outputsError = new UnexpectedError(error);
    }
  };
  const transport = await openTransport(common, platform.env, platform.names);
  const announcement = await announcePlan(plan, { transport, comesBack: true }, platform);
  const { timeout: timeoutMs, reportDir, resume } = common;
  const commit = common.commit ?? commitUnderTest(platform.env);
  const settings = { timeoutMs, pollIntervalMs: undefined, reportDir, resume, concurrency, plan: file, commit };
  const started = await start(runs, settings, {
    transport,
    reporters: reportFiles(platform.version),
    listen: (event) => {
      terminal.listen(event);
      announcement?.event(event);
      noting(() => {
        platform.observer?.event(event);
        outputs.event(event);
      });
    },
    ended: () => noting(() => outputs.ended()),
    interrupted: platform.interrupted,
    names: platform.names,
  });
  return { started, outputsError, announcement };
}

async function planOf(invocation: Invocation, platform: Platform): Promise<Plan<OptionsOf<typeof options>>> {
  const { planFile, line } = invocation;
  if (planFile === undefined) return planStart(invocation, platform, options);
  saveMemory(planFile.runs.length);
  // Loaded only if it is needed.
  const { startFromFile } = await import("../plan/start-from-file.ts");
  return startFromFile(planFile, line, platform, options);
}
