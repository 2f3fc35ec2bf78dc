import { type Begun, begin, beginRerun, contextOf } from "./begin.ts";
import { ProviderError, RemotestError, UnexpectedError } from "../errors.ts";
import { exitCode, verdictOf, worst } from "../gate/verdict.ts";
import { gate } from "../gate/gate.ts";
import { KeptFiles } from "../report/kept-files.ts";
import { judgedAnew } from "../report/judged-anew.ts";
import { knownRuns } from "../report/known-runs.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { Listener } from "./listener.ts";
import type { PlannedRun, RunPorts, RunSettings } from "./plan.ts";
import { Deadline } from "./deadline.ts";
import type { RunHandle } from "../provider/provider.ts";
import { publish, unlessItFails } from "../report/publish.ts";
import { applyQuarantine, dayOf, quarantineWarnings } from "../gate/quarantine.ts";
import type { ReportDir } from "../report-dir/report-dir.ts";
import type { Attachment, Report, RunEnd, RunReport } from "../report/report.ts";
import { needsRerun, type Reruns, rerunUntilPassed } from "./rerun.ts";
import type { Resumption } from "../ledger/resumption.ts";
import { takeUp } from "./open-plan.ts";
import type { TestRun } from "../results/test-run.ts";
import { collect, waitUntilFinished } from "./wait.ts";

/** What all runs of one plan share. */
interface Surroundings {
  readonly settings: RunSettings;
  readonly ports: RunPorts;
  readonly ledger: Ledger;
  readonly resumed: readonly (Resumption | undefined)[];
  /** The day by which entries of the quarantine expire. */
  readonly today: string;
  readonly files: KeptFiles;
}

/**
 * The whole flow: each run of the plan is started or attached to, noted in the ledger, waited for, its results
 * brought home and judged; then the reports are written. Runs of one plan go on at the same time.
 *
 * @throws {UsageError} when the report directory cannot be written; nothing was sent then.
 * @example const { exitCode } = await run(plan, settings, ports);
 */
export async function run(plan: readonly PlannedRun[], settings: RunSettings, ports: RunPorts): Promise<Report> {
  const { ledger, resumed, others, ...taken } = await takeUp(plan, settings, ports.reporters);
  await using dir = taken.dir;
  const listener = new Listener(ports.listen);
  const files = new KeptFiles(dir, plan.length);
  const today = dayOf(new Date());
  const surroundings = { settings, ports: { ...ports, listen: listener.listen }, ledger, resumed, files, today };
  const runs = await Promise.all(plan.map((planned, index) => supervise(planned, index, surroundings)));
  const known = await knownRuns(others, dir, (each) => judgedAnew(each, { ...settings, today }));
  await ledger.judged(verdictsOf(known)).catch(() => undefined);
  const judged = reportOf([...runs, ...known], dir, settings, today);
  const kept = await unlessItFails(judged, async () => {
    files.throwIfFailed();
    listener.throwIfFailed();
    return judged;
  });
  const told = await publish(kept, { dir, reporters: ports.reporters, tell: ports.tell });
  // The very last: a process that is killed before has told nobody, and the next one tells it all.
  if (told === judged) await ledger.reported().catch(() => undefined);
  return told;
}

function verdictsOf(runs: readonly RunReport[]): ReadonlyMap<string, string> {
  const withResults = runs.filter(({ end }) => end.kind === "results");
  return new Map(withResults.flatMap(({ handle, verdict }) => (handle ? [[handle.ref, verdict.kind]] : [])));
}

function reportOf(
  runs: readonly RunReport[],
  { path }: ReportDir,
  { reportDir, history, quarantine, warnings, commit }: RunSettings,
  today: string,
): Report {
  const verdict = worst(runs.map((each) => each.verdict));
  const testRuns = runs.map(({ end }) => (end.kind === "results" ? end.testRun : undefined));
  return {
    runs,
    verdict,
    exitCode: exitCode(verdict),
    reportDir: path,
    givenReportDir: reportDir,
    warnings: [...warnings, ...quarantineWarnings(testRuns, quarantine, today)],
    history,
    ...(commit === undefined ? {} : { commit }),
  };
}

async function supervise(planned: PlannedRun, index: number, surroundings: Surroundings): Promise<RunReport> {
  const { settings, ports, ledger } = surroundings;
  using deadline = new Deadline(settings.timeoutMs, ports.interrupted);
  const { provider, name, distinction } = planned;
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
    const known = error instanceof RemotestError ? error : new UnexpectedError(error);
    const evidence = await keptEvidence(known, index, surroundings, 0);
    attachments.push(...evidence);
    end = { kind: "no-results", error: namingEvidence(known, evidence) };
  }
  const verdict = end.kind === "results" ? gate(end.testRun, settings.policy) : verdictOf(end.error);
  // The reports tell the end too; a disk that is full must not hide the verdict.
  await ledger.ended(index, verdict.kind).catch(() => undefined);
  ports.listen({ type: "ended", run: index, verdict });
  // A clock that is set meanwhile makes no run take a day.
  const endedAt = new Date(startedAt.getTime() + deadline.waitedMs);
  return { provider: provider.name, name, distinction, handle, startedAt, endedAt, end, verdict, attachments };
}

/** As many as are asked for, and those that an earlier process has started already. */
function rerunsOf({ planned, context, ledger }: Begun, first: TestRun, { rerunFailed, resume }: RunSettings): Reruns {
  const { run, listen } = context;
  const known = ledger.entry(run).reruns.length;
  if (planned.beginning.kind !== "rerun") return { times: Math.max(rerunFailed, known), must: 0 };
  if (!needsRerun(first))
    listen({ type: "note", run, message: "Nothing is rerun: no test is left that a rerun could make pass." });
  // With --resume the one that is known is the one that is asked for.
  const must = resume ? Math.max(1, known) : known + 1;
  return { times: Math.max(must, rerunFailed), must };
}

/** What a service answered that could not be used is kept: without it there is only our word for it. */
async function keptEvidence(
  error: unknown,
  run: number,
  { files }: Surroundings,
  attempt: number,
): Promise<readonly Attachment[]> {
  if (!(error instanceof ProviderError) || error.evidence === undefined) return [];
  return files.keep(run, error.evidence, attempt);
}

/** The same error, whose next step says where the service's answer is. */
function namingEvidence(error: RemotestError, evidence: readonly Attachment[]): RemotestError {
  if (!(error instanceof ProviderError) || evidence.length === 0) return error;
  const { code, message, serviceCode, reason, retry, cause } = error;
  const next = `${error.next} What the service answered is kept in the report directory: ${evidence.map(({ file }) => file).join(", ")}.`;
  const said = { ...(serviceCode === undefined ? {} : { serviceCode }), ...(reason === undefined ? {} : { reason }) };
  return new ProviderError({ code, message, next, retry, cause, ...said });
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
  const { settings } = surroundings;
  const { context, planned, resumed } = begun;
  // What an earlier process started calls the address of that one.
  const bell = resumed?.kind === "attach" ? undefined : planned.bell;
  const resultsOf = async (run: RunHandle, attempt: number): Promise<TestRun> => {
    const finished = await waitUntilFinished(context, run, attempt === 0 ? bell : undefined);
    const { testRun, files } = await collect(context, run, finished);
    attachments.push(...(await surroundings.files.keep(context.run, files, attempt)));
    return testRun;
  };
  const first = await resultsOf(handle, 0);
  const cannot = noRerun(begun, settings);
  if (cannot !== undefined) return { ...first, warnings: [...first.warnings, cannot] };
  return rerunUntilPassed(context, first, rerunsOf(begun, first, settings), async (attempt) => {
    try {
      return await resultsOf(await beginRerun(begun, handle, attempt), attempt);
    } catch (error) {
      // A rerun that goes wrong ends in a warning: nobody further up keeps what the service answered.
      attachments.push(...(await keptEvidence(error, context.run, surroundings, attempt)));
      throw error;
    }
  });
}
