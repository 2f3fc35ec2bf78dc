import { inWords, RemotestError, UnexpectedError } from "../errors.ts";
import { gate, type GatePolicy } from "../gate/gate.ts";
import { lastingGate, policyAgain } from "../gate/lasting-gate.ts";
import { applyQuarantine } from "../gate/quarantine.ts";
import { verdictOf } from "../gate/verdict.ts";
import type { LedgerEntry } from "../ledger/ledger.ts";
import type { RunHandle } from "../provider/provider.ts";
import type { Judgement } from "../report/judge-again.ts";
import type { KeptFiles } from "../report/kept-files.ts";
import type { Attachment, RunEnd, RunReport } from "../report/report.ts";
import type { TestRun } from "../results/test-run.ts";
import { begin } from "./begin.ts";
import type { Bell } from "./bell.ts";
import { cancelledOnInterrupt, RunUnderWay, warningOfNoCancel } from "./cancel-on-interrupt.ts";
import { Deadline } from "./deadline.ts";
import { keepEvidence, namingEvidence } from "./evidence.ts";
import { Duration } from "./duration.ts";
import type { OpenPlan } from "./open-plan.ts";
import type { PastDurations } from "./past-durations.ts";
import { type PlannedRun, type RunPorts, type RunSettings, settingsOf } from "./plan.ts";
import { withPolicy } from "./policy-events.ts";
import type { StartTurns } from "./start-turns.ts";
import { beginRerun, rerunsOf, rerunUntilPassed, warningOfNoRerun } from "./rerun.ts";
import { contextOf, type RunContext } from "./run-context.ts";
import { collect, waitUntilFinished } from "./wait.ts";

/** Shared by all runs of one plan on their way to a verdict. */
interface Flow {
  readonly opened: OpenPlan;
  readonly settings: RunSettings;
  readonly judgement: Judgement;
  readonly ports: RunPorts;
  readonly files: KeptFiles;
  readonly turns: StartTurns;
  readonly past: PastDurations;
}

/** Brings one run of the plan from its beginning to its verdict. An error of one run does not end the others. */
export async function runToVerdict(planned: PlannedRun, index: number, flow: Flow): Promise<RunReport> {
  const { opened, judgement, turns } = flow;
  const settings = settingsOf(planned, flow.settings);
  const noted = opened.ledger.entry(index);
  const policy = policyFor(planned, settings, noted);
  const ports = { ...flow.ports, listen: withPolicy(policy, flow.ports.listen) };
  // The time of a run does not begin while it waits for its turn.
  using turn = await turns.next();
  using deadline = new Deadline(settings.timeoutMs, ports.interrupted);
  const startedAt = new Date();
  const attachments: Attachment[] = [];
  let handle: RunHandle | undefined;
  let end: RunEnd;
  try {
    const pastDurationsMs = flow.past(planned);
    const context = contextOf(planned, index, opened, { ...settings, pastDurationsMs }, ports, deadline);
    sayLimits(context, settings);
    handle = await begin(context);
    turn.end();
    const results = await collectWithReruns(context, handle, { ...flow, ports, settings }, attachments);
    const testRun = applyQuarantine(results, judgement.quarantine, judgement.today, ports.names);
    ports.listen({ type: "results", run: index, testRun });
    end = { kind: "results", testRun };
  } catch (error) {
    end = await endWithoutResults(error, index, flow, attachments);
  }
  const verdict = end.kind === "results" ? gate(end.testRun, policy, ports.names) : verdictOf(end.error);
  // The reports contain the end too; a full disk must not hide the verdict.
  await opened.ledger.ended(index, verdict.kind).catch(() => undefined);
  ports.listen({ type: "ended", run: index, verdict });
  // Measured on the monotonic clock: setting the wall clock meanwhile must not make a run take a day.
  const endedAt = new Date(startedAt.getTime() + deadline.waitedMs);
  return {
    ...identityOf(planned, noted, settings),
    policy,
    gate: lastingGate(policy, planned.gate ?? noted.gate ?? {}),
    handle,
    startedAt,
    endedAt,
    end,
    verdict,
    attachments,
  };
}

/** Says what was asked for and the provider cannot do, before anything is started. */
function sayLimits(context: RunContext, settings: RunSettings): void {
  for (const warning of [warningOfNoRerun(context, settings), warningOfNoCancel(context, settings)])
    if (warning !== undefined) context.listen({ type: "warning", run: context.run, message: warning });
}

/** Says in words why a run has no results, and keeps the service's answer as an attachment. */
async function endWithoutResults(
  error: unknown,
  run: number,
  { files, ports }: Pick<Flow, "files" | "ports">,
  attachments: Attachment[],
): Promise<RunEnd> {
  const known = inWords(error instanceof RemotestError ? error : new UnexpectedError(error), ports.names);
  const evidence = await keepEvidence(known, files, run, 0);
  attachments.push(...evidence);
  return { kind: "no-results", error: namingEvidence(known, evidence) };
}

/** The part of a report by which a run is known from others. */
type Identity = Pick<RunReport, "provider" | "name" | "distinction" | "label" | "blocking" | "position" | "commit">;

/** A run that is attached to keeps what it was started with, so that its tests are the same tests. */
function identityOf(planned: PlannedRun, noted: LedgerEntry, { plan }: RunSettings): Identity {
  const { provider, beginning } = planned;
  const position = planned.position ?? noted.part?.position;
  const commit = noted.commit ?? undefined;
  const blocking = beginning.kind === "start" ? planned.blocking : plan && noted.part?.blocking;
  return {
    provider: provider.name,
    name: beginning.kind !== "start" && plan ? noted.name : planned.name,
    distinction: planned.distinction ?? noted.distinction ?? undefined,
    label: planned.label ?? noted.label ?? undefined,
    ...(blocking === false && { blocking }),
    ...(plan && position !== undefined && { position }),
    ...(commit !== undefined && { commit }),
  };
}

/** Returns the policy that decides about a run: the plan file or an earlier command may have noted a part of it. */
function policyFor({ own }: PlannedRun, { policy, said }: RunSettings, { gate: noted }: LedgerEntry): GatePolicy {
  return own ? policy : policyAgain(policy, said, noted ?? {});
}

/** Waits for a run and collects its results; reruns what did not pass as often as the settings allow. */
async function collectWithReruns(
  context: RunContext,
  handle: RunHandle,
  { settings, files }: Flow,
  attachments: Attachment[],
): Promise<TestRun> {
  const underWay = new RunUnderWay();
  return cancelledOnInterrupt(context, settings, underWay, () =>
    resultsWithReruns(context, handle, { settings, files }, { attachments, underWay }),
  );
}

async function resultsWithReruns(
  context: RunContext,
  handle: RunHandle,
  { settings, files }: Pick<Flow, "settings" | "files">,
  { attachments, underWay }: { readonly attachments: Attachment[]; readonly underWay: RunUnderWay },
): Promise<TestRun> {
  const { run } = context;
  const duration = new Duration(context);
  const resultsOf = async (of: RunHandle, attempt: number): Promise<TestRun> => {
    underWay.handle = of;
    const finished = await waitUntilFinished(context, of, bellFor(context, attempt));
    underWay.handle = undefined;
    duration.ended();
    const results = await collect(context, of, finished);
    attachments.push(...(await files.keep(run, results.files, attempt)));
    return results.testRun;
  };
  const first = await resultsOf(handle, 0);
  const warning = warningOfNoRerun(context, settings);
  if (warning !== undefined) return timed({ ...first, warnings: [...first.warnings, warning] }, duration);
  const all = await rerunUntilPassed(context, first, rerunsOf(context, first, settings), async (attempt) => {
    try {
      return await resultsOf(await beginRerun(context, handle, attempt), attempt);
    } catch (error) {
      // A failed rerun ends in a warning, so no caller keeps the service's answer.
      attachments.push(...(await keepEvidence(error, files, run, attempt)));
      throw error;
    }
  });
  return timed(all, duration);
}

/**
 * Returns the bell that the service rings for a run. An address in a start is that of the process that sent it: a run that an
 * earlier process started does not call here, and a rerun has no address.
 */
function bellFor({ planned: { bell }, resumption }: RunContext, attempt: number): Bell | undefined {
  const isCalled = bell?.rungFor === "part" || (attempt === 0 && resumption?.kind !== "attach");
  return isCalled ? bell : undefined;
}

function timed(testRun: TestRun, { ms }: Duration): TestRun {
  return ms === undefined ? testRun : { durationMs: ms, ...testRun };
}
