import type { RunHandle } from "@remotest/core";
import type { RunEvent } from "@remotest/core/flow";
import { type CiSystem, setOutputs } from "./ci-system.ts";
import { stillRunningLines } from "./left-running.ts";
import { outputsOfStart } from "remotest";

/** The runs of this attempt. Their references are saved for the end of the job. */
export class StartedRuns {
  readonly #ci: CiSystem;
  readonly #handles: (RunHandle | null)[];

  /** @param attachedTo the number of runs to attach to; 0 for a start */
  constructor(ci: CiSystem, attachedTo: number) {
    this.#ci = ci;
    this.#handles = Array.from({ length: attachedTo }, () => null);
  }

  follow(event: RunEvent): void {
    if (event.type === "starting") {
      // A rerun also causes this event; its run keeps the first reference.
      this.#handles[event.run] ??= null;
    } else if (event.type === "started" || event.type === "attached") {
      this.#handles[event.run] ??= event.handle;
      const outputs = outputsOfStart(this.#known());
      setOutputs(this.#ci, outputs);
      this.#ci.remember("run-ref", outputs["run-ref"] ?? "");
    } else if (event.type === "state") {
      const { total, passed = 0, failed = 0, errors = 0, skipped = 0 } = event.state.progress;
      if (total !== undefined && this.#handles.length === 1)
        this.#ci.progress(passed + failed + errors + skipped, total);
    }
  }

  /** Called when the job is cancelled: immediately prints how to wait for the runs. */
  leave(): void {
    const lines = stillRunningLines(
      this.#known().map(({ ref }) => ref),
      "",
    );
    for (const line of lines.length > 0 ? lines : ["Cancelled."]) this.#ci.say(`${line}\n`);
  }

  #known(): readonly RunHandle[] {
    return this.#handles.filter((handle) => handle !== null);
  }
}
