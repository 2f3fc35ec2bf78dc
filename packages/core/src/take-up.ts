import { type EarlierLedger, readLedger } from "./earlier-ledger.ts";
import { Ledger, type LedgerEntry, ledgerText } from "./ledger.ts";
import { ReportDir } from "./report-dir.ts";
import type { Reporter } from "./reporter.ts";
import { isLeft, type Resumption, resumptions, unreadableBefore } from "./resumption.ts";
import type { PlannedRun, RunSettings } from "./planned-run.ts";

/** The plan as it is gone about: where everything is kept, and what is known of its runs already. */
export interface TakenUp {
  readonly dir: ReportDir;
  readonly ledger: Ledger;
  /** One for each run of the plan; undefined where nobody asked to resume. */
  readonly resumed: readonly (Resumption | undefined)[];
  /** Entries of an earlier plan that is attached to in part: the runs that are not attached to. */
  readonly others: readonly LedgerEntry[];
}

/**
 * Opens the report directory, and finds in it what an earlier process started. Its `run.json` is replaced by the new
 * one at once and as a whole, so that a process that is killed in between loses nothing.
 *
 * @throws {UsageError} when the directory cannot be written; nothing was sent then.
 * @throws {UnknownStartError} when it is to resume from a ledger that cannot be read, which is left as it is.
 */
export async function takeUp(
  plan: readonly PlannedRun[],
  { reportDir, resume }: Pick<RunSettings, "reportDir" | "resume">,
  reporters: readonly Reporter[],
): Promise<TakenUp> {
  const dir = await ReportDir.enter(
    reportDir,
    reporters.map(({ file }) => file),
  );
  try {
    return await taken(plan, { reportDir, resume }, dir);
  } catch (error) {
    await dir[Symbol.asyncDispose]();
    throw error;
  }
}

async function taken(
  plan: readonly PlannedRun[],
  { reportDir, resume }: Pick<RunSettings, "reportDir" | "resume">,
  dir: ReportDir,
): Promise<TakenUp> {
  const earlier = await readLedger(reportDir);
  const resumed = resume ? resumptions(plan, readable(earlier, reportDir)) : plan.map(() => undefined);
  const entries = plan.map((planned, index): LedgerEntry => {
    const resumption = resumed[index];
    const known = resumption && "entry" in resumption ? resumption.entry : attachedBefore(planned, earlier);
    return known ?? freshEntry(planned);
  });
  const { kept, judged } = leftBeside(plan, entries, earlier);
  await dir.write("run.json", ledgerText([...entries, ...kept])).catch((cause: unknown) => {
    throw ReportDir.unwritable(dir.path, cause);
  });
  return { dir, ledger: new Ledger(dir, entries, kept), resumed, others: judged };
}

function readable(earlier: EarlierLedger, reportDir: string): Exclude<EarlierLedger, "unreadable"> {
  if (earlier === "unreadable") throw unreadableBefore(reportDir);
  return earlier;
}

/** What `run.json` holds besides the plan that is gone about. */
interface Beside {
  /** Stays in `run.json`: `--resume` would start it again. */
  readonly kept: readonly LedgerEntry[];
  /** Runs of the same plan, which are part of its verdict. */
  readonly judged: readonly LedgerEntry[];
}

/**
 * Attaching to one run of an earlier plan, or rerunning it, does not forget the others: where one of them is left or has
 * failed, it is the plan's verdict that is asked for, however often. In the place of a run of elsewhere only what is left
 * here is kept. A run and its reruns are one: what is asked for of them stands for the others.
 */
function leftBeside(plan: readonly PlannedRun[], entries: readonly LedgerEntry[], earlier: EarlierLedger): Beside {
  const asked = plan.flatMap(({ beginning }) => (beginning.kind === "start" ? [] : [beginning.handle.ref]));
  if (typeof earlier === "string" || asked.length < plan.length) return { kept: [], judged: [] };
  const family = familyOf(asked, earlier);
  const others = earlier.filter((entry) => !entries.includes(entry));
  if (!earlier.some((entry) => isOf(family, entry))) return { kept: others.filter(isLeft), judged: [] };
  const isRerun = ({ ref }: LedgerEntry): boolean => ref !== null && earlier.some(({ rerunOf }) => rerunOf === ref);
  const judged = others.filter((entry) => !isOf(family, entry) && !isRerun(entry));
  const isDecided = !earlier.some(isLeft) && judged.every(({ verdict }) => verdict === "passed");
  return isDecided ? { kept: [], judged: [] } : { kept: others, judged };
}

/** The references of runs, of what they rerun, and of what reruns them. */
function familyOf(refs: readonly string[], earlier: readonly LedgerEntry[]): ReadonlySet<string> {
  const family = new Set(refs);
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const entry of earlier) if (isOf(family, entry)) for (const ref of refsOf(entry)) family.add(ref);
  }
  return family;
}

function isOf(family: ReadonlySet<string>, entry: LedgerEntry): boolean {
  return refsOf(entry).some((ref) => family.has(ref));
}

function refsOf({ ref, rerunOf, reruns }: LedgerEntry): readonly string[] {
  return [ref, rerunOf, ...reruns].filter((each) => each !== null);
}

/** Who attaches by reference where the run was started keeps what `--resume` needs to know it by. */
function attachedBefore({ beginning }: PlannedRun, earlier: EarlierLedger): LedgerEntry | undefined {
  if (beginning.kind !== "attach" || typeof earlier === "string") return undefined;
  return earlier.find(({ ref }) => ref === beginning.handle.ref);
}

function freshEntry({ provider, name, inputs, token, beginning }: PlannedRun): LedgerEntry {
  return {
    provider: provider.name,
    ref: null,
    url: null,
    name,
    start: "not-started",
    inputs: inputs ?? null,
    token: token ?? null,
    reruns: [],
    rerunOf: beginning.kind === "rerun" ? beginning.handle.ref : null,
    rerunOnItsWay: false,
    startedAt: new Date().toISOString(),
    endedAt: null,
    verdict: null,
    reported: false,
  };
}
