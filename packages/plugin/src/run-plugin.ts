import { resolve } from "node:path";
import { type RemotestError, UsageError, type Verdict } from "@remotest/core";
import { commonInputs, type Report, verdictOf, withFailure } from "@remotest/core/flow";
import { moveEarlierReportsAside } from "remotest";
import { main } from "remotest";
import { annotate, annotationsOf, annotationsOfProblems } from "./annotations.ts";
import { type CiSystem, setOutputs } from "./ci-system.ts";
import { commandFromInputs, isOff, secretsOf } from "./command-from-inputs.ts";
import { interruption, pluginVariable, type SignalSource } from "remotest";
import { outputsOfReport } from "remotest";
import { StartedRuns } from "./started-runs.ts";

/** The part of the process that a plugin needs. */
export interface PluginProcess extends SignalSource {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The end of a plugin. */
export interface PluginEnd {
  /** The exit code of the command: see docs/glossary.md. */
  readonly exitCode: number;
  /** Undefined if nothing was sent, or if the command ended without a report. */
  readonly report: Report | undefined;
  /** True if the step was only to start its runs, and did. */
  readonly isStarted: boolean;
}

/**
 * Runs a plugin: hides the secrets, makes a command of the inputs, runs it in this process, and passes the results on to
 * the CI system. `run-ref` is set as soon as a run is started.
 *
 * @example process.exitCode = (await runPlugin(github, process, version)).exitCode;
 */
export async function runPlugin(ci: CiSystem, process: PluginProcess, version: string): Promise<PluginEnd> {
  try {
    return await runInputs(ci, process, version);
  } catch (error) {
    // A fault of our own must not look like a failed test.
    const what = error instanceof Error ? error.message : String(error);
    refuse(ci, { verdict: "provider-error", problems: [`Something unexpected went wrong: ${what}`] });
    return { exitCode: 3, report: undefined, isStarted: false };
  }
}

async function runInputs(ci: CiSystem, process: PluginProcess, version: string): Promise<PluginEnd> {
  for (const secret of secretsOf(ci.read, process.env)) ci.mask(secret);
  const { args, env, warnings, problems } = commandFromInputs(ci.read, process.env, ci);
  annotateInputs(ci, warnings);
  const reportDir = resolve(env["REMOTEST_REPORT_DIR"] || (commonInputs.reportDir.default ?? "."));
  if (problems.length > 0) {
    refuse(ci, { verdict: "usage", problems: [...problems, ...(await moveStaleReports(reportDir, version))] });
    return { exitCode: 2, report: undefined, isStarted: false };
  }
  const { exitCode, report: told, error, isStarted } = await runCommand(ci, process, version, { args, env });
  const report = told && told.exitCode !== exitCode ? toldAgain(ci, told, error) : told;
  if (isStarted && exitCode === 0 && !report) {
    // There is no verdict yet, and nothing to warn of at the end of the job: the runs are left on purpose.
    ci.remember("outcome", "started");
    return { exitCode, report, isStarted };
  }
  if (report) {
    for (const each of annotationsOf(report)) ci.annotate(each);
  } else refuse(ci, refusalOf(error, exitCode));
  // With a word such as --help in an input, the command ends with 0 but without a run: that is not a pass.
  return { exitCode: report ? report.exitCode : exitCode || 2, report, isStarted: false };
}

/** If the command failed after it had told its verdict, a pass is no longer one, as the exit code says. */
function toldAgain(ci: CiSystem, told: Report, error: RemotestError | undefined): Report {
  const report = withFailure(
    told,
    error ?? new Error("The command failed after it had told its verdict; see the log."),
  );
  tellVerdict(ci, report);
  return report;
}

function tellVerdict(ci: CiSystem, report: Report): void {
  setOutputs(ci, outputsOfReport(report));
  ci.remember("outcome", report.verdict.kind);
}

/** The end of the command, and what it told its observer. */
interface CommandEnd extends PluginEnd {
  /** The reason why it was refused, if it was. */
  readonly error: RemotestError | undefined;
}

/** Runs the command, and passes what it says on to the CI system meanwhile. */
async function runCommand(
  ci: CiSystem,
  process: PluginProcess,
  version: string,
  { args, env }: Pick<ReturnType<typeof commandFromInputs>, "args" | "env">,
): Promise<CommandEnd> {
  let report: Report | undefined;
  let error: RemotestError | undefined;
  let isStarted = false;
  const runs = new StartedRuns(ci, args[0] === "attach" ? args.length - 1 : 0);
  const exitCode = await main(args, {
    version,
    job: ci.job,
    env: { ...env, ...resumeVariable(ci, args), [pluginVariable]: ci.name },
    // Stdout is for scripts; the outputs have the same data.
    stdout: { write: () => undefined },
    stderr: { write: (text) => ci.say(text) },
    ...interruption(process, () => runs.leave()),
    observer: {
      event: (event) => runs.follow(event),
      finished: (finished) => {
        report = finished;
        tellVerdict(ci, finished);
      },
      refused: (refused) => {
        error = refused;
      },
      started: (errors, warningsOfStart) => {
        [error] = errors;
        isStarted = errors.length === 0;
        annotateInputs(ci, warningsOfStart);
      },
    },
  });
  return { exitCode, report, error, isStarted };
}

function annotateInputs(ci: CiSystem, warnings: readonly string[]): void {
  if (warnings.length > 0) ci.annotate(annotate("warning", "Remotest: inputs", warnings.join(" ")));
}

/** An earlier report must not be taken for that of this step. Returns the problem if it cannot be moved. */
function moveStaleReports(reportDir: string, version: string): Promise<readonly string[]> {
  return moveEarlierReportsAside(reportDir, version).then(
    () => [],
    (error: unknown) => [error instanceof Error ? error.message : String(error)],
  );
}

/** An unticked box does not replace a variable. The command itself says what is wrong with any other word. */
function resumeVariable(ci: CiSystem, args: readonly string[]): Readonly<Record<string, string>> {
  const given = ci.read("resume");
  return args[0] !== "attach" && given !== "" && !isOff(given) ? { REMOTEST_RESUME: given } : {};
}

/** The reason why there is no report. */
interface CommandRefusal {
  readonly verdict: Verdict["kind"];
  /** One or two sentences for each problem. */
  readonly problems: readonly string[];
}

/** Makes a refusal of the error of a command. Without an error, a word such as `--help` ended the command with 0. */
export function refusalOf(error: RemotestError | undefined, exitCode: number): CommandRefusal {
  if (!error) {
    const verdict = exitCode === 0 || exitCode === 2 ? "usage" : "provider-error";
    return { verdict, problems: [`The command ended with exit code ${exitCode} and without a run; see the log.`] };
  }
  const problems = error instanceof UsageError ? error.problems : [];
  const found = problems.map(({ message, suggestion }) =>
    suggestion === undefined ? message : `${message} ${suggestion}`,
  );
  return { verdict: verdictOf(error).kind, problems: found.length > 0 ? found : [`${error.message} ${error.next}`] };
}

function refuse(ci: CiSystem, { verdict, problems }: CommandRefusal): void {
  setOutputs(ci, { outcome: verdict });
  ci.remember("outcome", verdict);
  for (const each of annotationsOfProblems(`Remotest: ${verdict}`, problems)) ci.annotate(each);
}
