import type { LedgerEntry } from "../ledger/ledger.ts";
import type { Resumption } from "../ledger/resumption.ts";
import type { Deadline } from "./deadline.ts";
import type { Observations } from "./observations.ts";

/** The parts of a run's context that say when it began, and how much time has passed. */
export interface TimedRun {
  readonly observations: Pick<Observations, "neverSeen" | "wasUnfinished">;
  readonly deadline: Pick<Deadline, "waitedMs">;
  readonly resumption:
    | { readonly kind: "attach"; readonly entry: Pick<LedgerEntry, "startedAt"> }
    | { readonly kind: Exclude<Resumption["kind"], "attach"> }
    | undefined;
}

/**
 * The clocks of two machines may be this far apart, in milliseconds. A run that began later than that in the future proves
 * that one of them is wrong, so the age of the run is not known.
 */
const apartMs = 60_000;

/** Measures how long a run takes at the service, from its start to the last status check. */
export class Duration {
  readonly #context: TimedRun;
  readonly #startedMs: number | undefined;
  readonly #isOwn: boolean;
  #endedMs = 0;

  /** Made as soon as the run has begun. The start of a run that was attached to is known only from `run.json`. */
  constructor(context: TimedRun) {
    const { observations, deadline, resumption } = context;
    this.#context = context;
    this.#isOwn = !observations.neverSeen;
    const noted = resumption?.kind === "attach" ? Date.parse(resumption.entry.startedAt) : Number.NaN;
    const ageMs = Date.now() - noted;
    const before = ageMs >= -apartMs ? deadline.waitedMs - Math.max(0, ageMs) : undefined;
    this.#startedMs = this.#isOwn ? deadline.waitedMs : before;
  }

  /** The run, or a rerun of it, is finished. */
  ended(): void {
    this.#endedMs = this.#context.deadline.waitedMs;
  }

  /** Undefined if the run may have been over long before this process checked its status. */
  get ms(): number | undefined {
    const sawTheEnd = this.#isOwn || this.#context.observations.wasUnfinished;
    if (this.#startedMs === undefined || !sawTheEnd) return undefined;
    return Math.round(this.#endedMs - this.#startedMs);
  }
}
