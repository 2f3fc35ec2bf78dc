import type { RunHandle, RunState } from "@remotest/core";
import type { RunEvent } from "@remotest/core/flow";
import { labelLine } from "../cases/run-names.ts";
import { type CleanText, clean } from "../words/service-text.ts";
import { UploadRate } from "./upload-rate.ts";

/** What a reader is told of one run of the plan while it is on its way. */
export interface RunView {
  /** Its number in the plan, from 0. */
  readonly run: number;
  name: string;
  phase: "starting" | "uploading" | "waiting" | "over";
  handle: RunHandle | undefined;
  readonly upload: UploadRate;
  state: RunState | undefined;
  /** How long the flow has waited for the run, as of `seenAt`. */
  waitedMs: number;
  /** When the last look at it was; by the reader's clock. */
  seenAt: number;
}

/** The runs of the plan, kept up to date from what happens. */
export class RunViews {
  readonly #views = new Map<number, RunView>();
  readonly #labels: readonly string[];

  /** @param labels what tells the runs of the plan apart, as far as that is known beforehand */
  constructor(labels: readonly string[]) {
    this.#labels = labels;
  }

  /** The run that the event is about, as it was before. */
  of(run: number, now: number): RunView {
    const known = this.#views.get(run);
    if (known) return known;
    const view: RunView = {
      run,
      name: "",
      phase: "starting",
      handle: undefined,
      upload: new UploadRate(),
      state: undefined,
      waitedMs: 0,
      seenAt: now,
    };
    this.#views.set(run, view);
    return view;
  }

  note(event: RunEvent, now: number): void {
    const view = this.of(event.run, now);
    switch (event.type) {
      case "starting":
        view.name = event.name;
        break;
      case "upload":
        view.phase = "uploading";
        view.upload.note(event.sentBytes, event.totalBytes, now);
        break;
      case "started":
      case "attached":
        Object.assign(view, { phase: "waiting", handle: event.handle, state: undefined, waitedMs: 0, seenAt: now });
        break;
      case "state":
        Object.assign(view, { phase: "waiting", state: event.state, waitedMs: event.waitedMs, seenAt: now });
        break;
      case "ended":
        view.phase = "over";
        break;
      case "rerunning":
      case "results":
      case "retry":
      case "warning":
      case "note":
        break;
    }
  }

  /** The runs that are on their way. */
  active(): readonly RunView[] {
    return [...this.#views.values()].filter(({ phase }) => phase !== "over");
  }

  /** What tells the lines about this run from those about others; nothing when there is only one. */
  label({ run, handle, name }: RunView): CleanText {
    if (this.#labels.length < 2 && this.#views.size < 2) return clean``;
    return labelLine(this.#labels[run] ?? (name || (handle?.ref ?? "")));
  }
}
