import type { RunHandle } from "../provider/provider.ts";
import type { Origin, RunReport } from "./report.ts";

/** A run that a shard is known to have started, although it left no results. */
export interface KnownRun {
  readonly provider: string;
  readonly name: string;
  /** Undefined if its reference is not known. */
  readonly handle: RunHandle | undefined;
}

/** What one job of several left behind. */
export type Shard =
  | {
      readonly kind: "report";
      readonly name: string;
      readonly runs: readonly RunReport[];
      readonly warnings: readonly string[];
      /** The commit under test; undefined where the shard does not know. */
      readonly commit?: string | undefined;
      /** The build that it comes from. */
      readonly origin?: Origin | undefined;
    }
  | {
      readonly kind: "missing";
      /** The directory as it was given, or what else tells a person which shard it is. */
      readonly name: string;
      /** Reads on from the name: "has no results.json". */
      readonly why: string;
      readonly runs: readonly KnownRun[];
    };
