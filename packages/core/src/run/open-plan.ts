import { join } from "node:path";
import { UsageError } from "../errors.ts";
import type { GatePolicy } from "../gate/gate.ts";
import { lastingGate } from "../gate/lasting-gate.ts";
import type { Wording } from "../inputs/wording.ts";
import { type EarlierLedger, readLedger } from "../ledger/read-ledger.ts";
import { Ledger, type LedgerEntry, ledgerText, refsOf, withoutRef } from "../ledger/ledger.ts";
import { ReportDir } from "../report-dir/report-dir.ts";
import type { OptionalReporter } from "../report/reporter.ts";
import { leftPlans, type Resumption, resumptionsOf } from "../ledger/resumption.ts";
import { unreadableBefore } from "./unknown-start.ts";
import { handleOf } from "../provider/reference.ts";
import { partOf } from "./part-of-plan.ts";
import type { PlannedRun, RunSettings } from "./plan.ts";

/** A plan whose report directory is open, with what is already known of its runs. */
export interface OpenPlan extends AsyncDisposable {
  readonly dir: ReportDir;
  readonly ledger: Ledger;
  /** One for each run of the plan; undefined if resuming was not asked for. */
  readonly resumptions: readonly (Resumption | undefined)[];
  /** If only some runs of an earlier plan are attached to: the entries of its other runs. */
  readonly others: readonly LedgerEntry[];
}

/** The settings that matter before anything is sent; a command that only starts has no policy. */
type OpenSettings = Pick<RunSettings, "reportDir" | "resume" | "plan" | "commit"> & {
  readonly policy?: GatePolicy | undefined;
};

/**
 * Opens the report directory and finds the runs that an earlier process started. Its `run.json` is replaced by the
 * new one in one step, so that a process that is killed meanwhile loses nothing.
 *
 * @throws {UsageError} if the directory cannot be written, or if known runs are asked for and the ledger, which may know
 *   more of them, cannot be read; nothing was sent.
 * @throws {UnknownStartError} if the ledger to resume from cannot be read; it is left as it is.
 */
export async function openPlan(
  plan: readonly PlannedRun[],
  settings: OpenSettings,
  reporters: readonly OptionalReporter[],
): Promise<OpenPlan> {
  const dir = await ReportDir.enter(
    settings.reportDir,
    reporters.map(({ file }) => file),
  );
  try {
    return await readPlan(plan, settings, dir);
  } catch (error) {
    await dir[Symbol.asyncDispose]();
    throw error;
  }
}

async function readPlan(plan: readonly PlannedRun[], settings: OpenSettings, dir: ReportDir): Promise<OpenPlan> {
  const { reportDir, resume } = settings;
  const earlier = await readLedger(reportDir);
  const isStarted = plan.some(({ beginning }) => beginning.kind === "start");
  if (earlier === "unreadable" && !isStarted && !resume) throw unreadableBeside(dir.path);
  const before = typeof earlier === "string" ? [] : earlier;
  const known = knownBefore(plan, before);
  const anew = resume ? resumptionsOf(plan, readable(earlier, reportDir)) : plan.map(() => undefined);
  const resumptions = plan.map((_, index) => known[index] ?? anew[index]);
  const taken = resumptions.map((each) => (each && "entry" in each ? each.entry : undefined));
  // Runs that are started together are one plan; runs that are attached to stay in the plan that they belong to.
  const { randomUUID } = process.getBuiltinModule("node:crypto");
  const id = isStarted ? randomUUID() : (taken.find(Boolean)?.plan ?? randomUUID());
  const entries = plan.map((planned, index): LedgerEntry => {
    const fresh = freshEntry(planned, settings);
    const entry = taken[index]
      ? { ...taken[index], ...(isStarted && { plan: id, gate: fresh.gate, part: fresh.part }) }
      : { ...fresh, plan: id };
    // Without --resume, each `remotest rerun` sends a new rerun, whatever happened to the one before.
    return planned.beginning.kind === "rerun" && !resume ? { ...entry, rerunOnItsWay: false } : entry;
  });
  const { kept, judged } = leftBeside(isStarted, new Set(taken.filter((entry) => entry !== undefined)), before);
  await dir.write("run.json", ledgerText([...entries, ...kept])).catch((cause: unknown) => {
    throw ReportDir.unwritable(dir.path, cause);
  });
  return {
    dir,
    ledger: new Ledger(dir, entries, kept, before),
    resumptions,
    others: judged,
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  };
}

/**
 * Returns what the ledger knows of the runs that are given by reference. The reference of a rerun means the run that it
 * reruns as well, because the result follows from both.
 */
function knownBefore(plan: readonly PlannedRun[], before: readonly LedgerEntry[]): readonly (Resumption | undefined)[] {
  const left = new Set(before);
  return plan.map(({ provider, beginning }) => {
    if (beginning.kind === "start") return undefined;
    const entry = [...left].find((each) => refsOf(each).includes(beginning.handle.ref));
    const handle = entry?.ref ? handleOf(provider, entry.ref) : undefined;
    if (!entry || !handle) return undefined;
    left.delete(entry);
    return {
      kind: "attach",
      handle: { ...handle, name: entry.name, ...(entry.url === null ? {} : { url: entry.url }) },
      entry,
    };
  });
}

function readable(earlier: EarlierLedger, reportDir: string): Exclude<EarlierLedger, "unreadable"> {
  if (earlier === "unreadable") throw unreadableBefore(reportDir);
  return earlier;
}

/** A run without its gate is judged more mildly, and without the other runs of its plan their failures are forgotten. */
function unreadableBeside(path: string): UsageError {
  const message: Wording = ({ optionOrVariable }) =>
    `${optionOrVariable("remotest", "reportDir")}: ${join(path, "run.json")} cannot be read. It may contain the gate of a run, and other runs of its plan.`;
  const suggestion: Wording = ({ option }) =>
    `Set a different ${option("reportDir")}, or remove the file: then only the options of this command decide.`;
  return new UsageError([{ message, suggestion }]);
}

/** Entries of `run.json` that are not part of the new plan. */
interface OtherEntries {
  /** Stays in `run.json`: `--resume` would start it again, and it is known nowhere else. */
  readonly kept: readonly LedgerEntry[];
  /** Runs of the same plan, which are part of its verdict. */
  readonly judged: readonly LedgerEntry[];
}

/** No more unfinished runs are kept: a directory that is never cleared collects one with each job that is killed. */
const mostKept = 1_000;

/**
 * Finds the entries to keep: unfinished runs, with the other runs of their plans. Attaching to one run of an earlier
 * plan, or rerunning it, keeps all its other runs, each time, because the verdict is on the whole plan.
 */
function leftBeside(isStarted: boolean, taken: ReadonlySet<LedgerEntry>, before: readonly LedgerEntry[]): OtherEntries {
  const plans = new Set(isStarted ? [] : [...taken].map(({ plan }) => plan));
  const isOf = ({ plan }: LedgerEntry): boolean => plans.has(plan);
  const others = before.filter((entry) => !taken.has(entry));
  const beside = others.filter(isOf);
  const left = leftPlans(others.filter((entry) => !isOf(entry))).slice(0, mostKept);
  return { kept: [...beside, ...left], judged: beside };
}

/** Returns the entry of a run that has not been started. */
export function freshEntry(
  { provider, name, distinction, label, inputs, token, own, gate, position, blocking, beginning }: PlannedRun,
  { policy, plan, commit }: Pick<OpenSettings, "policy" | "plan" | "commit"> = {},
): LedgerEntry {
  const judgedBy = own?.policy ?? policy;
  return {
    provider: provider.name,
    name,
    distinction: distinction ?? null,
    label: label ?? null,
    ...withoutRef("not-started"),
    plan: null,
    inputs: inputs ?? null,
    token: token ?? null,
    reruns: [],
    rerunOnItsWay: false,
    gate: (judgedBy ? lastingGate(judgedBy, gate) : gate) ?? null,
    commit: (beginning.kind === "start" ? commit : undefined) ?? null,
    part: partOf({ position, blocking }, plan),
    startedAt: new Date().toISOString(),
    endedAt: null,
    verdict: null,
    reported: false,
  };
}
