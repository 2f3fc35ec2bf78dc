import { resolve } from "node:path";
import { type RemotestError, UsageError, type Verdict } from "@remotest/core";
import { commonInputs, type Report, verdictOf } from "@remotest/core/flow";
import { putEarlierAside } from "remotest";
import { main } from "remotest";
import { annotation, annotationsOf, annotationsOfProblems } from "./annotations.ts";
import { type CiSystem, handOutputs } from "./ci-system.ts";
import { commandFromInputs, secretsOf } from "./command-from-inputs.ts";
import { interruption, type SignalSource } from "remotest";
import { outputsOfReport } from "remotest";
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
  const { args, env, warnings, problems } = commandFromInputs(ci.read, process.env, ci.isBlank);
  if (warnings.length > 0) ci.annotate(annotation("warning", "Remotest: inputs", warnings.join(" ")));
  const reportDir = resolve(env["REMOTEST_REPORT_DIR"] || (commonInputs.reportDir.default ?? "."));
  if (problems.length > 0) {
    const stale = await putEarlierAside(reportDir, version).then(
      () => [],
      (error: unknown) => [error instanceof Error ? error.message : String(error)],
    );
    refuse(ci, { verdict: "usage", problems: [...problems, ...stale] });
    return { exitCode: 2, report: undefined };
  }
  let report: Report | undefined;
  let error: RemotestError | undefined;
  const resume = args[0] === "run" && /^true$/i.test(ci.read("resume")) ? { REMOTEST_RESUME: "true" } : {};
  const runs = new StartedRuns(ci, args[0] === "attach" ? args.length - 1 : 0);
  const exitCode = await main(args, {
    version,
    job: ci.job,
    env: { ...env, ...resume },
    // What would be there is for scripts; the outputs have it.
    stdout: { write: () => undefined },
    stderr: { write: (text) => ci.say(text) },
    ...interruption(process, () => runs.leave()),
    observer: {
      event: (event) => runs.follow(event),
      finished: (finished) => {
        report = finished;
        handOutputs(ci, outputsOfReport(finished));
        ci.remember("outcome", finished.verdict.kind);
      },
      refused: (refused) => {
        error = refused;
      },
    },
  });
  if (report) {
    for (const each of annotationsOf(report)) ci.annotate(each);
  } else refuse(ci, refusalOf(error, exitCode));
  // Words such as --help in an input end well without a run: that is no pass.
  return { exitCode: report ? exitCode : exitCode || 2, report };
}

/** Why there is no report. */
interface Refusal {
  readonly verdict: Verdict["kind"];
  /** One or two sentences for each thing that is wrong. */
  readonly problems: readonly string[];
}

/** The refusal for the error of a command; without one, for words such as `--help`, which end well and send nothing. */
export function refusalOf(error: RemotestError | undefined, exitCode: number): Refusal {
  if (!error) {
    const verdict = exitCode === 0 || exitCode === 2 ? "usage" : "provider-error";
    return { verdict, problems: [`The command ended with ${exitCode}, and without a run; the log says why.`] };
  }
  const problems = error instanceof UsageError ? error.problems : [];
  const found = problems.map(({ message, suggestion }) =>
    suggestion === undefined ? message : `${message} ${suggestion}`,
  );
  return { verdict: verdictOf(error).kind, problems: found.length > 0 ? found : [`${error.message} ${error.next}`] };
}

function refuse(ci: CiSystem, { verdict, problems }: Refusal): void {
  handOutputs(ci, { outcome: verdict });
  ci.remember("outcome", verdict);
  for (const each of annotationsOfProblems(`Remotest: ${verdict}`, problems)) ci.annotate(each);
}
