import type { RunHandle } from "../provider/provider.ts";

/** One run as `run.json` holds it. Times are ISO 8601 in UTC. */
export interface LedgerEntry {
  readonly provider: string;
  /** The reference for `remotest attach`; null while there is none: `start` says why. */
  readonly ref: string | null;
  readonly url: string | null;
  readonly name: string;
  /**
   * `not-started`: certainly nothing was started so far. `on-its-way`: the start request may have arrived, and no answer
   * has told; written before it is sent, so that a killed process leaves a trace of it. `started`: there is a reference.
   */
  readonly start: "not-started" | "on-its-way" | "started";
  /** The same for all runs of one plan, whose verdict they share; null if it is not known. */
  readonly plan: string | null;
  /** The fingerprint of what was asked for, by which `--resume` knows the run again; null where it has none. */
  readonly inputs: string | null;
  /** What the run's name begins with at the service, in brackets; null without `--correlate`. */
  readonly token: string | null;
  /** References of reruns of what did not pass, in order. */
  readonly reruns: readonly string[];
  /** Whether one rerun more may have been started, with no answer that tells its reference. */
  readonly rerunOnItsWay: boolean;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** The verdict's kind; null while the run is waited for. */
  readonly verdict: string | null;
  /** Set once the verdict was reported: the reports are written and the listeners have been told. */
  readonly reported: boolean;
}

/** Is told what becomes of a request that starts something. */
export interface Sending {
  /** Before each time that it is sent. */
  readonly begins: () => Promise<void>;
  /** It has certainly started nothing. */
  readonly failed: () => Promise<void>;
}

/** The references of a run and of its reruns. */
export function refsOf({ ref, reruns }: Pick<LedgerEntry, "ref" | "reruns">): readonly string[] {
  return ref === null ? reruns : [ref, ...reruns];
}

/** The text of `run.json`. */
export function ledgerText(runs: readonly LedgerEntry[]): string {
  return `${JSON.stringify({ version: 1, runs }, null, 2)}\n`;
}

/** The directory in which `run.json` is: a `ReportDir`, of which the ledger needs no more than this. */
interface LedgerDir {
  write(file: string, content: string): Promise<void>;
}

/**
 * `run.json`: what a person, a later job or `--resume` needs to find the runs again. Written whole and atomically at
 * each change, so that nothing that happens to this process loses a run: before a start is sent, and as soon as there
 * is an answer.
 */
export class Ledger {
  readonly #entries: LedgerEntry[];
  readonly #others: LedgerEntry[];
  readonly #before: readonly LedgerEntry[];
  readonly #dir: LedgerDir;
  /** Ends when nothing is written any more. */
  #writing: Promise<void> = Promise.resolve();
  /** The write that has yet to begin, if there is one. */
  #waiting: Promise<void> | undefined;

  /**
   * @param entries one for each run of the plan, as the file holds them now
   * @param others what the file holds after them: runs of an earlier plan that are to be found again
   * @param before what the file held when it was opened
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

  /** What is known of run number `run` of the plan. */
  entry(run: number): LedgerEntry {
    const entry = this.#entries[run];
    if (!entry) throw new RangeError(`The plan has no run ${run}`);
    return entry;
  }

  /**
   * Whether a reference is known as that of another run than what run number `run` now starts: of this plan, or of before
   * with the same inputs, so from the same service. Another service may well count from one as well.
   */
  knows(ref: string, run: number): boolean {
    const { inputs, ref: own } = this.entry(run);
    const isSame = (entry: LedgerEntry): boolean =>
      (inputs !== null && entry.inputs === inputs) || (own !== null && entry.ref === own);
    return [...this.#entries, ...this.#before.filter(isSame)].some((entry) => refsOf(entry).includes(ref));
  }

  /** For the request that starts run number `run`. */
  sendingStart(run: number): Sending {
    return {
      begins: () => this.#note(run, { start: "on-its-way", startedAt: new Date().toISOString() }),
      failed: () => this.#noteIfPossible(run, { start: "not-started" }),
    };
  }

  /** For the request that reruns what did not pass in run number `run`. */
  sendingRerun(run: number): Sending {
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

  /** Notes how run number `run` ended for us; it has not been reported yet. */
  async ended(run: number, verdict: string): Promise<void> {
    await this.#note(run, { endedAt: new Date().toISOString(), verdict });
  }

  /** Notes what runs of an earlier plan come to, judged as this command is asked to. */
  async judged(verdicts: ReadonlyMap<string, string>): Promise<void> {
    if (verdicts.size === 0) return;
    const judged = this.#others.map((entry) => ({ ...entry, verdict: verdicts.get(entry.ref ?? "") ?? entry.verdict }));
    this.#others.splice(0, Infinity, ...judged);
    await this.#write();
  }

  /** Notes that all verdicts of the plan were told. */
  async reported(): Promise<void> {
    this.#entries.splice(0, Infinity, ...this.#entries.map((entry) => ({ ...entry, reported: true })));
    await this.#write();
  }

  /** What is noted says less than is known, never more. */
  async #noteIfPossible(run: number, change: Partial<LedgerEntry>): Promise<void> {
    await this.#note(run, change).catch(() => undefined);
  }

  async #note(run: number, change: Partial<LedgerEntry>): Promise<void> {
    this.#entries[run] = { ...this.entry(run), ...change };
    await this.#write();
  }

  /**
   * One write after the other, so that an older state never replaces a newer one. Notes that come while one goes on
   * share the next: a plan of a thousand runs starts them together, and each text holds all of them.
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
