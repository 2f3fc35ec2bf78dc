import type { OwnReporters } from "../files/own-reporters.ts";
import type { GatePolicy, Wording } from "@remotest/core";
import type { PlannedRun, QuarantineEntry, ReportedPlan } from "@remotest/core/flow";

/** The runs that a command line asks for, completely checked. Nothing has been sent yet. */
export interface Plan<Options> {
  readonly runs: readonly PlannedRun[];
  /** The plan file that the runs are from, and which part of it they are. */
  readonly file?: ReportedPlan | undefined;
  /** The path of the plan file as it was given, even for a plan of one run. */
  readonly path?: string | undefined;
  /** How many starts may be under way at the same time. Default: all. */
  readonly concurrency?: number | undefined;
  /** The options of the command itself. */
  readonly options: Options;
  /** The part of the gate's policy that the user set: see `policyAgain`. Default: none. */
  readonly said?: Partial<GatePolicy> | undefined;
  /** The entries of `--quarantine`. */
  readonly quarantine: readonly QuarantineEntry[];
  /** Those of `--reporter`. */
  readonly ownReporters: OwnReporters;
  /** To be printed once; they stop nothing. */
  readonly warnings: readonly Wording[];
}
