/** The turn of one run to start. */
export interface Turn extends Disposable {
  /** The start is over, so the next run may begin. */
  readonly end: () => void;
}

/** Lets only so many runs start at once, in the order in which they ask. Waiting for a run that has started is free. */
export class StartTurns {
  #free: number;
  readonly #queue: (() => void)[] = [];

  /** @param atOnce how many starts may be under way at once */
  constructor(atOnce: number = Number.POSITIVE_INFINITY) {
    this.#free = atOnce;
  }

  async next(): Promise<Turn> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#queue.push(resolve));
    let ended = false;
    const end = (): void => {
      if (ended) return;
      ended = true;
      const next = this.#queue.shift();
      if (next) next();
      else this.#free++;
    };
    return { end, [Symbol.dispose]: end };
  }
}
