import { RemotestError, UnexpectedError } from "./errors.ts";
import { exitCode, verdictOf } from "./exit-code.ts";
import { type GatePolicy, gate, type Verdict, worst } from "./gate.ts";
import type { OptionValues } from "./inputs.ts";
import { Ledger } from "./ledger.ts";
import { Deadline } from "./poll.ts";
import type { Provider, ProviderFile, RunHandle, Transport } from "./provider.ts";
import { applyQuarantine, dayOf, type QuarantineEntry, quarantineWarnings } from "./quarantine.ts";
import { ReportDir } from "./report-dir.ts";
import type { Attachment, PastReport, Report, Reporter, RunEnd, RunEvent, RunReport } from "./reporter.ts";
import { rerunOnce, rerunUntilPassed } from "./rerun.ts";
import type { RunContext } from "./run-context.ts";
import { startOnce } from "./start.ts";
import type { TestRun } from "./test-run.ts";
import { collect, waitUntilFinished } from "./wait.ts";

/** How a run of the plan comes to be: started, or known already. */
export type Beginning =
  | { readonly kind: "start"; readonly options: OptionValues }
  | { readonly kind: "attach"; readonly handle: RunHandle }
  | { readonly kind: "rerun"; readonly handle: RunHandle };

/** One run that is to be brought from its beginning to a verdict. */
export interface PlannedRun {
  readonly provider: Provider;
  readonly connect: OptionValues;
  readonly name: string;
  readonly beginning: Beginning;
}

/** What applies to every run of the plan. */
export interface RunSettings {
  readonly timeoutMs: number;
  /** A fixed time between two looks; without it the interval adapts. */
  readonly pollIntervalMs: number | undefined;
  readonly rerunFailed: number;
  readonly policy: GatePolicy;
  /** Test cases whose failures are shown and forgiven. */
  readonly quarantine: readonly QuarantineEntry[];
  readonly reportDir: string;
  /** Earlier reports, for the trends in the new ones. */
  readonly history: readonly PastReport[];
  /** What was found out about the settings that a person should know: it stands in the reports. */
  readonly warnings: readonly string[];
}

/** What the flow reaches the world through. */
export interface RunPorts {
  readonly transport: Transport;
  readonly reporters: readonly Reporter[];
  readonly listen: (event: RunEvent) => void;
  /** Aborts with an `InterruptedError` when the process is asked to stop. */
  readonly interrupted: AbortSignal;
}

/** What all runs of one plan share. */
interface Surroundings {
  readonly settings: RunSettings;
  readonly ports: RunPorts;
  readonly ledger: Ledger;
  /** The day by which entries of the quarantine expire. */
  readonly today: string;
  readonly keepFiles: (run: number, files: readonly ProviderFile[], attempt: number) => Promise<readonly Attachment[]>;
}

/**
 * The whole flow: each run of the plan is started or attached to, noted in the ledger, waited for, its results
 * brought home and judged; then the reports are written. Runs of one plan go on at the same time.
 *
 * @throws {UsageError} when the report directory cannot be written; nothing was sent then.
 * @example const { exitCode } = await run(plan, settings, ports);
 */
export async function run(plan: readonly PlannedRun[], settings: RunSettings, ports: RunPorts): Promise<Report> {
  const dir = await ReportDir.open(
    settings.reportDir,
    ports.reporters.map(({ file }) => file),
  );
  const listener = new Listener(ports.listen);
  const surroundings = {
    settings,
    ports: { ...ports, listen: listener.listen },
    ledger: new Ledger(dir),
    keepFiles: keeper(dir, plan.length),
    today: dayOf(new Date()),
  };
  const runs = await Promise.all(plan.map((planned, index) => supervise(planned, index, surroundings)));
  const reportWith = (verdict: Verdict): Report => reportOf(verdict, runs, dir, settings, surroundings.today);
  const report = reportWith(worst(runs.map((each) => each.verdict)));
  try {
    for (const reporter of ports.reporters) await dir.write(reporter.file, reporter.render(report));
    listener.throwIfFailed();
    return report;
  } catch (cause) {
    // What came out is known and is told, but a pass that left no reports is none.
    return reportWith(worst([report.verdict, verdictOf(new UnexpectedError(cause))]));
  }
}

/** Tells what happens. A listener that fails ends no run and loses no reference; it is told of in the end. */
class Listener {
  readonly listen: RunPorts["listen"];
  #failure: { readonly error: unknown } | undefined;

  constructor(listen: RunPorts["listen"]) {
    this.listen = (event) => {
      try {
        listen(event);
      } catch (error) {
        this.#failure ??= { error };
      }
    };
  }

  throwIfFailed(): void {
    if (this.#failure) throw this.#failure.error;
  }
}

function reportOf(
  verdict: Verdict,
  runs: readonly RunReport[],
  { path }: ReportDir,
  { reportDir, history, quarantine, warnings }: RunSettings,
  today: string,
): Report {
  const testRuns = runs.map(({ end }) => (end.kind === "results" ? end.testRun : undefined));
  return {
    runs,
    verdict,
    exitCode: exitCode(verdict),
    reportDir: path,
    givenReportDir: reportDir,
    warnings: [...warnings, ...quarantineWarnings(testRuns, quarantine, today)],
    history,
  };
}

/** A run that was started, or why it was not. */
export type Started =
  | { readonly provider: string; readonly name: string; readonly handle: RunHandle }
  | { readonly provider: string; readonly name: string; readonly error: RemotestError };

/**
 * Only starts the runs of the plan and notes them in the ledger; nobody waits.
 *
 * @throws {UsageError} when the report directory cannot be written; nothing was sent then.
 */
export async function start(
  plan: readonly PlannedRun[],
  settings: Pick<RunSettings, "timeoutMs" | "pollIntervalMs" | "reportDir">,
  ports: RunPorts,
): Promise<readonly Started[]> {
  const dir = await ReportDir.open(
    settings.reportDir,
    ports.reporters.map(({ file }) => file),
  );
  const ledger = new Ledger(dir);
  const { listen } = new Listener(ports.listen);
  return Promise.all(
    plan.map(async (planned, index): Promise<Started> => {
      using deadline = new Deadline(settings.timeoutMs, ports.interrupted);
      const { provider, name } = planned;
      const startedAt = new Date();
      try {
        const handle = await begin(planned, contextOf(planned, index, settings, { ...ports, listen }, deadline));
        await noteStart(index, planned, handle, ledger, listen);
        return { provider: provider.name, name, handle };
      } catch (cause) {
        const error = cause instanceof RemotestError ? cause : new UnexpectedError(cause);
        await ledger.ended(index, provider.name, name, startedAt, verdictOf(error).kind).catch(() => undefined);
        return { provider: provider.name, name, error };
      }
    }),
  );
}

async function supervise(planned: PlannedRun, index: number, surroundings: Surroundings): Promise<RunReport> {
  const { settings, ports, ledger } = surroundings;
  using deadline = new Deadline(settings.timeoutMs, ports.interrupted);
  const { provider, name } = planned;
  const startedAt = new Date();
  const attachments: Attachment[] = [];
  let handle: RunHandle | undefined;
  let end: RunEnd;
  try {
    const context = contextOf(planned, index, settings, ports, deadline);
    handle = await begin(planned, context);
    await noteStart(index, planned, handle, ledger, ports.listen);
    const results = await bringHome(context, handle, surroundings, attachments);
    const testRun = applyQuarantine(results, settings.quarantine, surroundings.today);
    ports.listen({ type: "results", run: index, testRun });
    end = { kind: "results", testRun };
  } catch (error) {
    end = { kind: "no-results", error: error instanceof RemotestError ? error : new UnexpectedError(error) };
  }
  const verdict = end.kind === "results" ? gate(end.testRun, settings.policy) : verdictOf(end.error);
  // The reports tell the end too; a disk that is full must not hide the verdict.
  await ledger.ended(index, provider.name, name, startedAt, verdict.kind).catch(() => undefined);
  ports.listen({ type: "ended", run: index, verdict });
  return { provider: provider.name, name, handle, startedAt, endedAt: new Date(), end, verdict, attachments };
}

function contextOf(
  { provider, connect }: PlannedRun,
  run: number,
  { pollIntervalMs }: Pick<RunSettings, "pollIntervalMs">,
  { transport, listen }: RunPorts,
  deadline: Deadline,
): RunContext {
  return { run, connection: provider.connect(connect, transport), deadline, pollIntervalMs, listen };
}

/** Said before it is written, and no failure to write ends the waiting: a full disk must not cost the run. */
async function noteStart(
  run: number,
  { provider, name, beginning }: PlannedRun,
  handle: RunHandle,
  ledger: Ledger,
  listen: RunPorts["listen"],
): Promise<void> {
  listen({ type: beginning.kind === "attach" ? "attached" : "started", run, handle });
  await ledger.started(run, provider.name, name, handle).catch((error: unknown) => {
    listen({ type: "warning", run, message: `run.json cannot be written: ${String(error)}` });
  });
}

async function begin({ beginning, name }: PlannedRun, context: RunContext): Promise<RunHandle> {
  const { connection, listen, run: index } = context;
  if (beginning.kind === "attach") return beginning.handle;
  listen({ type: "starting", run: index, name });
  if (beginning.kind === "start")
    return startOnce(context, "start", (call) => connection.start(beginning.options, name, call));
  return rerunOnce(context, beginning.handle);
}

/** Waits for a run and brings its results home; reruns what did not pass as often as the settings allow. */
async function bringHome(
  context: RunContext,
  handle: RunHandle,
  surroundings: Surroundings,
  attachments: Attachment[],
): Promise<TestRun> {
  const { settings, ledger, keepFiles } = surroundings;
  const resultsOf = async (run: RunHandle, attempt: number): Promise<TestRun> => {
    const { testRun, files } = await collect(context, run, await waitUntilFinished(context, run));
    attachments.push(...(await keepFiles(context.run, files, attempt)));
    return testRun;
  };
  const first = await resultsOf(handle, 0);
  return rerunUntilPassed(context, first, settings.rerunFailed, async (attempt) => {
    const again = await rerunOnce(context, handle);
    context.listen({ type: "started", run: context.run, handle: again });
    await ledger.rerun(context.run, again);
    return resultsOf(again, attempt);
  });
}

/** Keeps what the service returned, as it came, under names that tell runs and reruns apart. */
function keeper(dir: ReportDir, runs: number): Surroundings["keepFiles"] {
  return async (run, files, attempt) => {
    const prefix = `${runs > 1 ? `${run + 1}-` : ""}${attempt > 0 ? `rerun-${attempt}-` : ""}`;
    const kept: Attachment[] = [];
    for (const { name, title, content } of files) {
      const file = `provider/${prefix}${name}`;
      await dir.write(file, content);
      kept.push({ title: attempt > 0 ? `${title}, rerun ${attempt}` : title, file });
    }
    return kept;
  };
}
