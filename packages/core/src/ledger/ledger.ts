import type { LastingGate } from "../gate/lasting-gate.ts";
import type { RunHandle } from "../provider/provider.ts";

/** The start of a run, as far as it is known. A reference proves that the run was started. */
export type RunStart = KnownRef | UnknownRef;

interface KnownRef {
  readonly start: "started";
  /** The reference for `remotest attach`. */
  readonly ref: string;
  readonly url: string | null;
}

interface UnknownRef {
  /**
   * `not-started`: certainly nothing has been started so far. `on-its-way`: the start request may have arrived, but no
   * answer has come; written before it is sent, so a killed process leaves a trace.
   */
  readonly start: "not-started" | "on-its-way";
  readonly ref: null;
  readonly url: null;
}

/** One run in `run.json`. Times are ISO 8601 in UTC. */
export type LedgerEntry = StartedEntry | UnstartedEntry;

/** A run at the service. */
export type StartedEntry = RunRecord & KnownRef;

/** A run whose reference is not known: it was not started, or the answer to its start has not come. */
type UnstartedEntry = RunRecord & UnknownRef;

/** The part of an entry that is the same whether the run was started or not. */
interface RunRecord {
  readonly provider: string;
  readonly name: string;
  /** Distinguishes the run from the others of its plan: see `PlannedRun`. Null if nothing does, or if it is not known. */
  readonly distinction: string | null;
  /** The user's name for the run in the output, which later commands use too. Null if it was not given. */
  readonly label: string | null;
  /** The same for all runs of one plan, whose verdict they share; null if it is not known. */
  readonly plan: string | null;
  /** The fingerprint of the run's inputs, by which `--resume` recognises it; null if it has none. */
  readonly inputs: string | null;
  /** The run's name at the service begins with this in brackets; null if no token was sent. */
  readonly token: string | null;
  /** The references of its reruns, in order. */
  readonly reruns: readonly string[];
  /** True if one more rerun may have been started, whose reference is not known. */
  readonly rerunOnItsWay: boolean;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** The policy that later commands judge the run by, see `lastingGate`; null if they judge it by their own options alone. */
  readonly gate: LastingGate | null;
  /** The commit under test for which it was started, so that its verdict is not told of another. Null if it is not known. */
  readonly commit: string | null;
  /** The plan file that it is from: the report of a later command still belongs to it. Null without one. */
  readonly part: PlanPart | null;
  /** The verdict's kind; null until there is one. */
  readonly verdict: string | null;
  /** Set once the verdict was reported: the reports are written and the listeners have been told. */
  readonly reported: boolean;
}

/** The place of a run in a plan file, and what `merge` must know of the shard in which it was started. */
export interface PlanPart {
  /** As in the report: see `ReportedPlan`. */
  readonly hash: string;
  readonly runs: number;
  readonly shard: { readonly number: number; readonly of: number } | null;
  readonly build: string | null;
  /** From 0. */
  readonly position: number;
  /** False if the run is reported and never stops the pipeline. */
  readonly blocking: boolean;
}

/** Returns the start of a run whose reference is not known. */
export function withoutRef(start: UnknownRef["start"]): UnknownRef {
  return { start, ref: null, url: null };
}

/** Notes what happens to a request that starts something. */
export interface RequestRecord {
  /** Called each time before the request is sent. */
  readonly begins: () => Promise<void>;
  /** Called when it is certain that the request started nothing. */
  readonly failed: () => Promise<void>;
}

/** The references of a run and of its reruns. */
export function refsOf({ ref, reruns }: Pick<LedgerEntry, "ref" | "reruns">): readonly string[] {
  return ref === null ? reruns : [ref, ...reruns];
}

/** The text of `run.json`. */
export function ledgerText(runs: readonly LedgerEntry[]): string {
  const list = runs.length === 0 ? "[]" : `[\n${runs.map(entryText).join(",\n")}\n  ]`;
  return `{\n  "version": 1,\n  "runs": ${list}\n}\n`;
}

/** The texts of entries, which never change: a write in a plan of a thousand runs changes a few of them. */
const texts = new WeakMap<LedgerEntry, string>();

function entryText(entry: LedgerEntry): string {
  const known = texts.get(entry);
  if (known !== undefined) return known;
  const text = `    ${JSON.stringify(entry, null, 2).replaceAll("\n", "\n    ")}`;
  texts.set(entry, text);
  return text;
}

/** A change of an entry: another start, or more of its record. */
type Change = Partial<RunRecord> & (RunStart | { readonly [Part in keyof RunStart]?: never });

/** The directory of `run.json`: the part of a `ReportDir` that the ledger needs. */
interface LedgerDir {
  write(file: string, content: string): Promise<void>;
}

/**
 * `run.json`: all that a person, a later job or `--resume` needs to find the runs again. It is written as a whole
 * and atomically at each change, before a start is sent and as soon as the answer is there, so that no run is lost
 * whatever happens to this process.
 */
export class Ledger {
  readonly #entries: LedgerEntry[];
  readonly #others: LedgerEntry[];
  readonly #before: readonly LedgerEntry[];
  readonly #dir: LedgerDir;
  /** Settles when all writes so far are done. */
  #writing: Promise<void> = Promise.resolve();
  /** The next write, if it has not begun yet. */
  #waiting: Promise<void> | undefined;

  /**
   * @param entries one for each run of the plan, as they are in the file now
   * @param others the entries after them in the file: runs of an earlier plan that must not be forgotten
   * @param before the entries in the file when it was opened
   */
  constructor(
    dir: LedgerDir,
    entries: readonly LedgerEntry[],
    others: readonly LedgerEntry[] = [],
    before: readonly LedgerEntry[] = [],
  ) {
    this.#dir = dir;
    this.#entries = [...entries];
    this.#others = [...others];
    this.#before = before;
  }

  /** Returns the entry of run number `run` of the plan. */
  entry(run: number): LedgerEntry {
    const entry = this.#entries[run];
    if (!entry) throw new RangeError(`The plan has no run ${run}`);
    return entry;
  }

  /**
   * True if the reference that a service gave run number `run` already belongs to another run: one of this plan, or an
   * earlier one with the same inputs, so from the same service. Two services may well count from one.
   */
  knows(ref: string, run: number): boolean {
    const { inputs, ref: own } = this.entry(run);
    const isSame = (entry: LedgerEntry): boolean =>
      (inputs !== null && entry.inputs === inputs) || (own !== null && entry.ref === own);
    const has = (entry: LedgerEntry): boolean => entry.ref === ref || entry.reruns.includes(ref);
    return this.#entries.some(has) || this.#before.some((entry) => has(entry) && isSame(entry));
  }

  /** Returns the notes for the request that starts run number `run`. @param token sent with it, if there is one */
  sendingStart(run: number, token?: string): RequestRecord {
    const sent = { ...withoutRef("on-its-way"), ...(token !== undefined && { token }) };
    return {
      begins: () => this.#note(run, { ...sent, startedAt: new Date().toISOString() }),
      failed: () => this.#noteIfPossible(run, withoutRef("not-started")),
    };
  }

  /** Returns the notes for a request that reruns what did not pass in run number `run`. */
  sendingRerun(run: number): RequestRecord {
    return {
      begins: () => this.#note(run, { rerunOnItsWay: true }),
      failed: () => this.#noteIfPossible(run, { rerunOnItsWay: false }),
    };
  }

  /** Notes that run number `run` has been started or attached to. */
  async started(run: number, { ref, url }: RunHandle): Promise<void> {
    await this.#note(run, { start: "started", ref, url: url ?? null, endedAt: null, verdict: null, reported: false });
  }

  /** Notes a rerun of run number `run`. */
  async rerun(run: number, { ref }: RunHandle): Promise<void> {
    await this.#note(run, { reruns: [...this.entry(run).reruns, ref], rerunOnItsWay: false });
  }

  /** Notes the verdict on run number `run`, which has not been reported yet. */
  async ended(run: number, verdict: string): Promise<void> {
    await this.#note(run, { endedAt: new Date().toISOString(), verdict });
  }

  /** Notes the verdicts on runs of an earlier plan under this command's policy. */
  async judged(verdicts: ReadonlyMap<string, string>): Promise<void> {
    if (verdicts.size === 0) return;
    const judged = this.#others.map((entry) => ({ ...entry, verdict: verdicts.get(entry.ref ?? "") ?? entry.verdict }));
    this.#others.splice(0, Infinity, ...judged);
    await this.#write();
  }

  /** Notes that all verdicts of the plan have been reported. */
  async reported(): Promise<void> {
    this.#entries.splice(0, Infinity, ...this.#entries.map((entry) => ({ ...entry, reported: true })));
    await this.#write();
  }

  /** If this cannot be written, the file says less than is known, never more. */
  async #noteIfPossible(run: number, change: Change): Promise<void> {
    await this.#note(run, change).catch(() => undefined);
  }

  async #note(run: number, change: Change): Promise<void> {
    this.#entries[run] = { ...this.entry(run), ...change };
    await this.#write();
  }

  /**
   * Writes one state after the other, so that an older one never replaces a newer one. Notes that come during a write
   * share the next one: a plan of a thousand runs starts them together, and each text contains all of them.
   */
  #write(): Promise<void> {
    this.#waiting ??= this.#writing.then(() => {
      this.#waiting = undefined;
      return this.#dir.write("run.json", ledgerText([...this.#entries, ...this.#others]));
    });
    this.#writing = this.#waiting.catch(() => undefined);
    return this.#waiting;
  }
}
