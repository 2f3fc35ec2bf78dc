import type { RunHandle } from "./provider.ts";
import type { ReportDir } from "./report-dir.ts";

/** One run as `run.json` holds it. Times are ISO 8601 in UTC. */
export interface LedgerEntry {
  readonly provider: string;
  /** The reference for `remotest attach`; null while the start is on its way, or when its fate is unknown. */
  readonly ref: string | null;
  readonly url: string | null;
  readonly name: string;
  /** References of reruns of what did not pass, in order. */
  readonly reruns: readonly string[];
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** The verdict's kind; null while the run is waited for. */
  readonly verdict: string | null;
}

/**
 * `run.json`: what a person or a later job needs to find the runs again. Written whole and atomically at each change,
 * first of all the moment a run is started, so that nothing that happens to this process loses a run.
 */
export class Ledger {
  readonly #entries: LedgerEntry[] = [];
  readonly #dir: ReportDir;
  #writing: Promise<void> = Promise.resolve();

  constructor(dir: ReportDir) {
    this.#dir = dir;
  }

  /** Notes that run number `run` of the plan has been started or attached to. */
  async started(run: number, provider: string, name: string, handle: RunHandle): Promise<void> {
    await this.#record(run, {
      provider,
      ref: handle.ref,
      url: handle.url ?? null,
      name,
      reruns: [],
      startedAt: new Date().toISOString(),
      endedAt: null,
      verdict: null,
    });
  }

  /** Notes a rerun of run number `run`. */
  async rerun(run: number, handle: RunHandle): Promise<void> {
    const known = this.#entries[run];
    if (known) await this.#record(run, { ...known, reruns: [...known.reruns, handle.ref] });
  }

  /** Notes how run number `run` ended for us; a run whose start is uncertain has no reference. */
  async ended(run: number, provider: string, name: string, startedAt: Date, verdict: string): Promise<void> {
    const known = this.#entries[run];
    const unstarted = { provider, ref: null, url: null, name, reruns: [], startedAt: startedAt.toISOString() };
    await this.#record(run, { ...(known ?? unstarted), endedAt: new Date().toISOString(), verdict });
  }

  async #record(run: number, entry: LedgerEntry): Promise<void> {
    this.#entries[run] = entry;
    const text = `${JSON.stringify({ version: 1, runs: this.#entries.filter(Boolean) }, null, 2)}\n`;
    // One write after the other, so that an older state never replaces a newer one.
    const written = this.#writing.then(() => this.#dir.write("run.json", text));
    this.#writing = written.catch(() => undefined);
    await written;
  }
}
