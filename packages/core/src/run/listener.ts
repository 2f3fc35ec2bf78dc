import type { RunEvent } from "./run-event.ts";

/** Passes events on. A listener that fails ends no run and loses no reference; its failure is thrown at the end. */
export class Listener {
  readonly listen: (event: RunEvent) => void;
  #failure: { readonly error: unknown } | undefined;

  constructor(listen: (event: RunEvent) => void) {
    this.listen = (event) => {
      try {
        listen(event);
      } catch (error) {
        this.#failure ??= { error };
      }
    };
  }

  throwIfFailed(): void {
    if (this.#failure) throw this.#failure.error;
  }
}
