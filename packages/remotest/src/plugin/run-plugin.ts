import { resolve } from "node:path";
import { commonInputs, type Report } from "@remotest/core";
import { serviceLine } from "@remotest/reporters";
import { main } from "../main.ts";
import { annotation, annotationsOf, annotationsOfProblems } from "./annotations.ts";
import { type CiSystem, handOutputs } from "./ci-system.ts";
import { commandFromInputs, secretsOf } from "./command-from-inputs.ts";
import { earlierAttempt, jobKey, type OfJob } from "./earlier-attempt.ts";
import { interruption, type SignalSource } from "./interruption.ts";
import { outputsOfReport } from "./outputs.ts";
import { type Refusal, refusalOf } from "./refusal.ts";
import { StartedRuns } from "./started-runs.ts";

/** What a plugin's process is to the flow. */
export interface PluginProcess extends SignalSource {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How a plugin's run ended. */
export interface PluginEnd {
  /** As the command's: see the contract, "Exit codes". */
  readonly exitCode: number;
  /** Absent where nothing was sent, or the command came to no report. */
  readonly report: Report | undefined;
}

/**
 * All that a plugin does, in the words of its CI system: hides the secrets, makes a command of the inputs, runs it in
 * this process, and hands on what comes of it. `run-ref` is set the moment a run is started.
 *
 * @example process.exitCode = (await runPlugin(github, process, version)).exitCode;
 */
export async function runPlugin(ci: CiSystem, process: PluginProcess, version: string): Promise<PluginEnd> {
  try {
    return await runInputs(ci, process, version);
  } catch (error) {
    // A fault in here is no failed test, and must not look like one.
    const what = error instanceof Error ? error.message : String(error);
    refuse(ci, { verdict: "provider-error", problems: [`Something unforeseen went wrong: ${what}`] });
    return { exitCode: 3, report: undefined };
  }
}

async function runInputs(ci: CiSystem, process: PluginProcess, version: string): Promise<PluginEnd> {
  for (const secret of secretsOf(ci.read, process.env)) ci.mask(secret);
  const { args, env, provider, warnings } = commandFromInputs(ci.read, process.env);
  if (warnings.length > 0) ci.annotate(annotation("warning", "Remotest: inputs", warnings.join(" ")));
  const reportDir = resolve(env["REMOTEST_REPORT_DIR"] || (commonInputs.reportDir.default ?? "."));
  const job = jobKey(ci.job, provider, env);
  let report: Report | undefined;
  let document = "";
  const words = resumed(ci, args, reportDir, { job, provider });
  const runs = new StartedRuns(ci, reportDir, { job, provider }, words[0] === "attach" ? words.length - 2 : 0);
  const exitCode = await main(words, {
    version,
    env,
    stdout: { write: (text) => (document += text) },
    stderr: { write: (text) => ci.say(text) },
    ...interruption(process, () => runs.leave()),
    observer: {
      event: (event) => runs.follow(event),
      finished: (finished) => (report = finished),
    },
  });
  if (report) conclude(ci, report);
  else refuse(ci, refusalOf(document, exitCode));
  if (report) runs.ended(report.verdict.kind);
  // Words such as --help in an input end well without a run: that is no pass.
  return { exitCode: report ? exitCode : exitCode || 2, report };
}

/** The command's words, or those that wait for what an earlier attempt started. */
function resumed(ci: CiSystem, args: readonly string[], reportDir: string, mine: OfJob): readonly string[] {
  if (args[0] !== "run" || !/^true$/i.test(ci.read("resume"))) return args;
  const earlier = earlierAttempt(reportDir, mine);
  if (earlier.kind === "runs") {
    ci.say(`Resuming ${serviceLine(earlier.refs.join(" "))}, started by an earlier attempt at this job.\n`);
    return ["attach", ...earlier.refs, "--json"];
  }
  ci.say(`Nothing to resume: ${serviceLine(earlier.why)}. Starting.\n`);
  return args;
}

function conclude(ci: CiSystem, report: Report): void {
  handOutputs(ci, outputsOfReport(report));
  ci.remember("outcome", report.verdict.kind);
  for (const each of annotationsOf(report)) ci.annotate(each);
}

function refuse(ci: CiSystem, { verdict, problems }: Refusal): void {
  handOutputs(ci, { outcome: verdict });
  ci.remember("outcome", verdict);
  for (const each of annotationsOfProblems(`Remotest: ${verdict}`, problems)) ci.annotate(each);
}
