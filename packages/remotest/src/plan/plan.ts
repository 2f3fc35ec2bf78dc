import type { OwnReporters } from "../files/own-reporters.ts";
import type { Wording } from "@remotest/core";
import type { PlannedRun, QuarantineEntry } from "@remotest/core/flow";

/** The runs that a command line asks for, completely checked. Nothing has been sent yet. */
export interface Plan<Options> {
  readonly runs: readonly PlannedRun[];
  /** The options of the command itself. */
  readonly options: Options;
  /** The entries of `--quarantine`. */
  readonly quarantine: readonly QuarantineEntry[];
  /** Those of `--reporter`. */
  readonly ownReporters: OwnReporters;
  /** To be printed once; they stop nothing. */
  readonly warnings: readonly Wording[];
}
