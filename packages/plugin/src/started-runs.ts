import type { RunHandle } from "@remotest/core";
import type { RunEvent } from "@remotest/core/flow";
import { type CiSystem, handOutputs } from "./ci-system.ts";
import { goesOnLines } from "./left-running.ts";
import { outputsOfStart } from "remotest";

/** The runs of this attempt, kept where the end of the job finds them. */
export class StartedRuns {
  readonly #ci: CiSystem;
  readonly #handles: (RunHandle | null)[];

  /** @param attachedTo how many runs there are, where that is known before */
  constructor(ci: CiSystem, attachedTo: number) {
    this.#ci = ci;
    this.#handles = Array.from({ length: attachedTo }, () => null);
  }

  follow(event: RunEvent): void {
    if (event.type === "starting") {
      // A rerun begins with it too; the run it belongs to keeps its reference.
      this.#handles[event.run] ??= null;
    } else if (event.type === "started" || event.type === "attached") {
      this.#handles[event.run] ??= event.handle;
      const outputs = outputsOfStart(this.#known());
      handOutputs(this.#ci, outputs);
      this.#ci.remember("run-ref", outputs["run-ref"] ?? "");
    } else if (event.type === "state") {
      const { total, passed = 0, failed = 0, errors = 0, skipped = 0 } = event.state.progress;
      if (total !== undefined && this.#handles.length === 1)
        this.#ci.progress(passed + failed + errors + skipped, total);
    }
  }

  /** The job is cancelled: says at once what must not be lost. */
  leave(): void {
    const lines = goesOnLines(
      this.#known().map(({ ref }) => ref),
      "",
    );
    for (const line of lines.length > 0 ? lines : ["Cancelled."]) this.#ci.say(`${line}\n`);
  }

  #known(): readonly RunHandle[] {
    return this.#handles.filter((handle) => handle !== null);
  }
}
