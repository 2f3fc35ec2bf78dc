import type { RunEvent, RunHandle } from "@remotest/core";
import { serviceLine } from "@remotest/reporters";
import { type CiSystem, handOutputs } from "./ci-system.ts";
import { noteAttempt } from "./earlier-attempt.ts";
import { goesOnLines } from "./goes-on.ts";
import { outputsOfStart } from "./outputs.ts";

/** The runs of this attempt, kept where the next attempt and the end of the job find them. */
export class StartedRuns {
  readonly #ci: CiSystem;
  readonly #reportDir: string;
  readonly #job: string;
  readonly #handles: (RunHandle | null)[];

  /**
   * @param job from `jobKey`
   * @param attachedTo how many runs there are, where that is known before
   */
  constructor(ci: CiSystem, reportDir: string, job: string, attachedTo: number) {
    this.#ci = ci;
    this.#reportDir = reportDir;
    this.#job = job;
    this.#handles = Array.from({ length: attachedTo }, () => null);
  }

  follow(event: RunEvent): void {
    if (event.type === "starting") {
      // A rerun begins with it too; the run it belongs to keeps its reference.
      this.#handles[event.run] ??= null;
      this.#note();
    } else if (event.type === "started" || event.type === "attached") {
      this.#handles[event.run] ??= event.handle;
      this.#note();
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

  ended(): void {
    this.#note();
  }

  #known(): readonly RunHandle[] {
    return this.#handles.filter((handle) => handle !== null);
  }

  #note(): void {
    try {
      noteAttempt(this.#reportDir, this.#job);
    } catch (error) {
      // What a later attempt may need is not worth a run that goes on.
      const why = error instanceof Error ? error.message : String(error);
      this.#ci.say(`The attempt cannot be noted for a later one: ${serviceLine(why)}\n`);
    }
  }
}
