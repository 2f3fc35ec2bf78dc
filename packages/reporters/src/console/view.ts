import type { RunEvent } from "@remotest/core/flow";
import type { Paint, TerminalText } from "./paint.ts";

/** Shows what happens while runs are on their way. */
export interface View {
  listen(event: RunEvent): void;
  /** Leaves what stays on the screen, and stops every timer. */
  close(): void;
}

/** What every view is made of. */
export interface ViewOptions {
  readonly write: (text: TerminalText) => void;
  readonly columns: () => number | undefined;
  readonly now: () => number;
  readonly paint: Paint;
  readonly verbose: boolean;
  readonly heartbeatMs: number;
  readonly labels: readonly string[];
}
