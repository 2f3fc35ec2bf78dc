import type { LastingGate } from "../gate/lasting-gate.ts";
import type { RunHandle } from "../provider/provider.ts";
import type { Origin, ReportedPlan, RunReport } from "./report.ts";

/** A run that a shard is known to have started but has no results of. */
export interface KnownRun {
  readonly provider: string;
  readonly name: string;
  /** The input that it was started with: see `RunReport`. */
  readonly distinction?: string | undefined;
  /** The user's name for the run in the output. */
  readonly label?: string | undefined;
  /** The gate by which later commands judge the run: see `lastingGate`. */
  readonly gate?: LastingGate | undefined;
  /** Undefined if its reference is not known. */
  readonly handle: RunHandle | undefined;
}

/** The report of one job of several, or what is known of a missing one. */
export type Shard =
  | {
      readonly kind: "report";
      readonly name: string;
      readonly runs: readonly RunReport[];
      readonly warnings: readonly string[];
      /** The commit under test; undefined if the shard does not know it. */
      readonly commit?: string | undefined;
      /** The build that it comes from. */
      readonly origin?: Origin | undefined;
      /** The plan file that its runs are from. */
      readonly plan?: ReportedPlan | undefined;
      /** True if it has runs of a shard without its plan: see `Report`. */
      readonly lacksShards?: boolean | undefined;
    }
  | {
      readonly kind: "missing";
      /** The directory as it was given, or another name by which a person recognises the shard. */
      readonly name: string;
      /** Completes a sentence that begins with the name: "has no results.json". */
      readonly why: string;
      readonly runs: readonly KnownRun[];
    };
