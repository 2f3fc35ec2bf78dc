import type { PlannedRun, QuarantineEntry } from "@remotest/core/flow";

/** What a command line asks for, checked: nothing is wrong with it, and nothing has been sent. */
export interface Plan<Options> {
  readonly runs: readonly PlannedRun[];
  /** The options of the command itself. */
  readonly options: Options;
  /** What `--quarantine` forgives. */
  readonly quarantine: readonly QuarantineEntry[];
  /** What stops nothing and is to be said once. */
  readonly warnings: readonly string[];
}
