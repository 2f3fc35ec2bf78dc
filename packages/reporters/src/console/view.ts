import type { RunEvent } from "@remotest/core/flow";
import type { Paint, TerminalText } from "./paint.ts";

/** Shows what happens while runs are running. */
export interface View {
  listen(event: RunEvent): void;
  /** Stops every timer. What has been written stays on the screen. */
  close(): void;
}

/** The settings of every view. */
export interface ViewOptions {
  readonly write: (text: TerminalText) => void;
  readonly columns: () => number | undefined;
  readonly now: () => number;
  readonly paint: Paint;
  readonly verbose: boolean;
  readonly heartbeatMs: number;
  readonly labels: readonly string[];
}
