import type { Bell } from "./bell.ts";
import { type Begun, begin, beginRerun, contextOf } from "./begin.ts";
import { RemotestError, UnexpectedError } from "./errors.ts";
import { exitCode, verdictOf } from "./exit-code.ts";
import { type GatePolicy, gate, type Verdict, worst } from "./gate.ts";
import type { OptionValues } from "./inputs.ts";
import type { Ledger } from "./ledger.ts";
import { Listener } from "./listener.ts";
import { Deadline } from "./poll.ts";
import type { Provider, ProviderFile, RunHandle, Transport } from "./provider.ts";
import { applyQuarantine, dayOf, type QuarantineEntry, quarantineWarnings } from "./quarantine.ts";
import type { ReportDir } from "./report-dir.ts";
import type { Attachment, PastReport, Report, Reporter, RunEnd, RunEvent, RunReport } from "./reporter.ts";
import { rerunUntilPassed } from "./rerun.ts";
import type { Resumption } from "./resumption.ts";
import { takeUp } from "./take-up.ts";
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
  /** The fingerprint of what is asked for, by which a later process knows the run again; without one it never does. */
  readonly inputs?: string | undefined;
  /** Stands before the name at the service, in brackets, and nowhere else but in the ledger. */
  readonly token?: string | undefined;
  /** Rung when the service calls, at the address that is among the start's options, that the run may be over. */
  readonly bell?: Bell | undefined;
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
  /** Wait for what an earlier process started with the same inputs, by the ledger in the report directory. */
  readonly resume: boolean;
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
  /** Is handed the report once everything is written; from then on the runs are over, and never resumed. */
  readonly tell?: (report: Report) => void;
  /** Aborts with an `InterruptedError` when the process is asked to stop. */
  readonly interrupted: AbortSignal;
}

/** What all runs of one plan share. */
interface Surroundings {
  readonly settings: RunSettings;
  readonly ports: RunPorts;
  readonly ledger: Ledger;
  readonly resumed: readonly (Resumption | undefined)[];
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
  const { dir, ledger, resumed } = await takeUp(plan, settings, ports.reporters);
  const listener = new Listener(ports.listen);
  const surroundings = {
    settings,
    ports: { ...ports, listen: listener.listen },
    ledger,
    resumed,
    keepFiles: keeper(dir, plan.length),
    today: dayOf(new Date()),
  };
  const runs = await Promise.all(plan.map((planned, index) => supervise(planned, index, surroundings)));
  const reportWith = (verdict: Verdict): Report => reportOf(verdict, runs, dir, settings, surroundings.today);
  let report = reportWith(worst(runs.map((each) => each.verdict)));
  let written = false;
  try {
    for (const reporter of ports.reporters) await dir.write(reporter.file, reporter.render(report));
    listener.throwIfFailed();
    written = true;
  } catch (cause) {
    // What came out is known and is told, but a pass that left no reports is none.
    report = reportWith(worst([report.verdict, verdictOf(new UnexpectedError(cause))]));
  }
  ports.tell?.(report);
  // The very last: a process that is killed before has told nobody, and the next one tells it all.
  if (written) await ledger.reported().catch(() => undefined);
  return report;
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
    const begun = { planned, context, ledger, resumed: surroundings.resumed[index], reportDir: settings.reportDir };
    const cannot = noRerun(begun, settings);
    if (cannot !== undefined) ports.listen({ type: "warning", run: index, message: cannot });
    handle = await begin(begun);
    const results = await bringHome(begun, handle, surroundings, attachments);
    const testRun = applyQuarantine(results, settings.quarantine, surroundings.today);
    ports.listen({ type: "results", run: index, testRun });
    end = { kind: "results", testRun };
  } catch (error) {
    end = { kind: "no-results", error: error instanceof RemotestError ? error : new UnexpectedError(error) };
  }
  const verdict = end.kind === "results" ? gate(end.testRun, settings.policy) : verdictOf(end.error);
  // The reports tell the end too; a disk that is full must not hide the verdict.
  await ledger.ended(index, verdict.kind).catch(() => undefined);
  ports.listen({ type: "ended", run: index, verdict });
  // A clock that is set meanwhile makes no run take a day.
  const endedAt = new Date(startedAt.getTime() + deadline.waitedMs);
  return { provider: provider.name, name, handle, startedAt, endedAt, end, verdict, attachments };
}

/** That reruns are asked for where the service has none, for people; undefined where nothing is wrong. */
function noRerun(
  { planned: { provider }, context: { connection } }: Begun,
  { rerunFailed }: RunSettings,
): string | undefined {
  if (rerunFailed === 0 || connection.rerun !== "unsupported") return undefined;
  return `${provider.title} cannot rerun what did not pass, so --rerun-failed does nothing here.`;
}

/** Waits for a run and brings its results home; reruns what did not pass as often as the settings allow. */
async function bringHome(
  begun: Begun,
  handle: RunHandle,
  surroundings: Surroundings,
  attachments: Attachment[],
): Promise<TestRun> {
  const { settings, keepFiles } = surroundings;
  const { context, planned, resumed } = begun;
  // What an earlier process started calls the address of that one.
  const bell = resumed?.kind === "attach" ? undefined : planned.bell;
  const resultsOf = async (run: RunHandle, attempt: number): Promise<TestRun> => {
    const finished = await waitUntilFinished(context, run, attempt === 0 ? bell : undefined);
    const { testRun, files } = await collect(context, run, finished);
    attachments.push(...(await keepFiles(context.run, files, attempt)));
    return testRun;
  };
  const first = await resultsOf(handle, 0);
  const cannot = noRerun(begun, settings);
  if (cannot !== undefined) return { ...first, warnings: [...first.warnings, cannot] };
  return rerunUntilPassed(context, first, settings.rerunFailed, async (attempt) =>
    resultsOf(await beginRerun(begun, handle, attempt), attempt),
  );
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
