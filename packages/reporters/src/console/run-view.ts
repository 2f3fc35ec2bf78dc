import type { RunHandle, RunState } from "@remotest/core";
import type { RunEvent } from "@remotest/core/flow";
import { labelLine } from "../cases/run-names.ts";
import { type CleanText, clean } from "../words/service-text.ts";
import { UploadRate } from "./upload-rate.ts";

/** One run of the plan as the terminal shows it while it is running. */
export interface RunView {
  /** Its number in the plan, from 0. */
  readonly run: number;
  name: string;
  phase: "starting" | "uploading" | "waiting" | "over";
  handle: RunHandle | undefined;
  readonly upload: UploadRate;
  state: RunState | undefined;
  /** The time that the flow had waited for the run at `seenAt`, in milliseconds. */
  waitedMs: number;
  /** The time of the last status check, on the reporter's clock. */
  seenAt: number;
}

/** The runs of the plan, kept up to date by the events. */
export class RunViews {
  readonly #views = new Map<number, RunView>();
  readonly #labels: readonly string[];

  /** @param labels what tells the runs of the plan apart, as far as that is known beforehand */
  constructor(labels: readonly string[]) {
    this.#labels = labels;
  }

  /** Returns the run that an event is about, as it was before. */
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

  /** Returns the runs that are running. */
  active(): readonly RunView[] {
    return [...this.#views.values()].filter(({ phase }) => phase !== "over");
  }

  /** Returns the label of the lines about a run; "" if there is only one run. */
  label({ run, handle, name }: RunView): CleanText {
    if (this.#labels.length < 2 && this.#views.size < 2) return clean``;
    return labelLine(this.#labels[run] ?? (name || (handle?.ref ?? "")));
  }
}
