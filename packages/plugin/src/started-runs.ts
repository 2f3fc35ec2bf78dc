import { type AttachableRun, attachCommand, clean } from "@remotest/reporters";
import type { RunEvent } from "@remotest/core/flow";
import { type CiSystem, setOutputs } from "./ci-system.ts";
import { type LeftRuns, stillRunningLines } from "./left-running.ts";
import { outputsOfStart } from "remotest";

/** The runs of this attempt. Their references, and how to wait for them, are saved for the end of the job. */
export class StartedRuns {
  readonly #ci: CiSystem;
  readonly #runs: (AttachableRun | null)[];

  /** @param attachedTo the number of runs to attach to; 0 for a start */
  constructor(ci: CiSystem, attachedTo: number) {
    this.#ci = ci;
    this.#runs = Array.from({ length: attachedTo }, () => null);
  }

  follow(event: RunEvent): void {
    if (event.type === "starting") {
      // A rerun also causes this event; its run keeps the first reference.
      this.#runs[event.run] ??= null;
    } else if (event.type === "started" || event.type === "attached") {
      this.#runs[event.run] ??= { handle: event.handle, gate: event.policy };
      setOutputs(this.#ci, outputsOfStart(this.#known().map(({ handle }) => handle)));
      const { refs, command } = this.#left();
      this.#ci.remember("run-ref", refs.join(" "));
      this.#ci.remember("attach-command", command);
    } else if (event.type === "state") {
      const { total, passed = 0, failed = 0, errors = 0, skipped = 0 } = event.state.progress;
      if (total !== undefined && this.#runs.length === 1) this.#ci.progress(passed + failed + errors + skipped, total);
    }
  }

  /** Called when the job is cancelled: immediately prints how to wait for the runs. */
  leave(): void {
    const lines = stillRunningLines(this.#left(), "");
    for (const line of lines.length > 0 ? lines : [clean`Cancelled.`]) this.#ci.say(clean`${line}\n`);
  }

  /** One command for all: the verdict of a part of the plan would not include failures of the rest. */
  #left(): LeftRuns {
    const known = this.#known();
    return { refs: known.map(({ handle }) => handle.ref), command: attachCommand(known, clean`npx remotest`) };
  }

  #known(): readonly AttachableRun[] {
    return this.#runs.filter((run) => run !== null);
  }
}
