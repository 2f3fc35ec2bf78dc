import { resolve } from "node:path";
import { commonInputs, type Report, type RunEvent, type RunHandle } from "@remotest/core";
import { main } from "../main.ts";
import { annotation, annotationsOf } from "./annotations.ts";
import type { CiSystem } from "./ci-system.ts";
import { commandFromInputs, secretsOf } from "./command-from-inputs.ts";
import { earlierAttempt, jobKey, noteAttempt, type OfJob } from "./earlier-attempt.ts";
import { goesOnLines } from "./goes-on.ts";
import { interruption, type SignalSource } from "./interruption.ts";
import { type Outputs, outputsOfReport, outputsOfStart } from "./outputs.ts";
import { type Refusal, refusalOf } from "./refusal.ts";

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
  for (const secret of secretsOf(ci.read, process.env)) ci.mask(secret);
  const { args, env, provider, warnings } = commandFromInputs(ci.read, process.env);
  for (const warning of warnings) ci.annotate(annotation("warning", "Remotest: inputs", warning));
  const reportDir = resolve(env["REMOTEST_REPORT_DIR"] || (commonInputs.reportDir.default ?? "."));
  const job = jobKey(ci.job, provider, env);
  const runs = new StartedRuns(ci, reportDir, { job, provider });
  let report: Report | undefined;
  let document = "";
  const exitCode = await main(resumed(ci, args, reportDir, { job, provider }), {
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
    ci.say(`Resuming ${earlier.refs.join(" ")}, started by an earlier attempt at this job.\n`);
    return ["attach", ...earlier.refs, "--json"];
  }
  ci.say(`Nothing to resume: ${earlier.why}. Starting.\n`);
  return args;
}

function conclude(ci: CiSystem, report: Report): void {
  hand(ci, outputsOfReport(report));
  ci.remember("outcome", report.verdict.kind);
  for (const each of annotationsOf(report)) ci.annotate(each);
}

function refuse(ci: CiSystem, { verdict, problems }: Refusal): void {
  hand(ci, { outcome: verdict });
  ci.remember("outcome", verdict);
  for (const problem of problems) ci.annotate(annotation("error", `Remotest: ${verdict}`, problem));
}

function hand(ci: CiSystem, outputs: Outputs): void {
  for (const [name, value] of Object.entries(outputs)) ci.output(name as keyof Outputs, value);
}

/** The runs of this attempt, kept where the next attempt and the end of the job find them. */
class StartedRuns {
  readonly #ci: CiSystem;
  readonly #reportDir: string;
  readonly #mine: OfJob;
  readonly #handles: (RunHandle | null)[] = [];
  #outcome: string | null = null;

  constructor(ci: CiSystem, reportDir: string, mine: OfJob) {
    this.#ci = ci;
    this.#reportDir = reportDir;
    this.#mine = mine;
  }

  follow(event: RunEvent): void {
    if (event.type === "starting") {
      // A rerun begins with it too; the run it belongs to keeps its reference.
      this.#handles[event.run] ??= null;
      this.#note();
    } else if (event.type === "started" || event.type === "attached") {
      this.#handles[event.run] ??= event.handle;
      this.#note();
      const outputs = outputsOfStart(this.#known());
      hand(this.#ci, outputs);
      this.#ci.remember("run-ref", outputs["run-ref"] ?? "");
    } else if (event.type === "state") {
      const { total, passed = 0, failed = 0, errors = 0, skipped = 0 } = event.state.progress;
      if (total !== undefined && this.#handles.length === 1)
        this.#ci.progress(passed + failed + errors + skipped, total);
    }
  }

  /** The job is cancelled: says at once what must not be lost. */
  leave(): void {
    const lines = goesOnLines(
      this.#known().map(({ ref }) => ref),
      "",
    );
    for (const line of lines.length > 0 ? lines : ["Cancelled."]) this.#ci.say(`${line}\n`);
  }

  ended(outcome: string): void {
    this.#outcome = outcome;
    this.#note();
  }

  #known(): readonly RunHandle[] {
    return this.#handles.filter((handle) => handle !== null);
  }

  #note(): void {
    const refs = this.#handles.map((handle) => handle?.ref ?? null);
    noteAttempt(this.#reportDir, { ...this.#mine, refs, outcome: this.#outcome });
  }
}
