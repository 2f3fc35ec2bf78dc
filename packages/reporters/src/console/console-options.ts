import type { Folding } from "./folds.ts";
import type { TerminalText } from "./paint.ts";

/** The settings of the terminal output. */
export interface ConsoleOptions {
  readonly write: (text: TerminalText) => void;
  /** Returns the terminal's present width; undefined if there is no terminal. */
  readonly columns: () => number | undefined;
  /** True for a terminal that can be redrawn; otherwise plain lines for a log are written. */
  readonly interactive: boolean;
  readonly color: boolean;
  /** True to show every status check, and all details of errors. */
  readonly verbose: boolean;
  /** True to show only warnings, errors and the verdict. */
  readonly quiet: boolean;
  /** Returns milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** The labels of the plan's runs: with several, each line says which it is about. Default: one run. */
  readonly labels?: readonly string[];
  /** The CI system whose log folds what needs no attention. */
  readonly folding?: Folding | undefined;
  /** The longest time without a plain line while a run is running, in milliseconds. Default 25,000. */
  readonly heartbeatMs?: number;
}
