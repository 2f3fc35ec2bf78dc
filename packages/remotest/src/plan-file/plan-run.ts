import type { Problem, Provider } from "@remotest/core";
import type { Combination } from "./matrix.ts";

/** The value of an input in a plan file. */
export interface PlacedValue {
  /** Several only for an input whose values are runs of their own. */
  readonly texts: readonly string[];
  /** Where it stands, for people: `remotest.yaml:7:30`. */
  readonly place: string;
}

/** One run of a plan file, with its matrix, its defaults and its expressions resolved. */
export interface PlanRun {
  /** Undefined only if the plan has no other run: it then gets the name that it would get on the command line. */
  readonly name: string | undefined;
  readonly provider: Provider;
  /** Empty without a matrix. */
  readonly matrix: Combination;
  /** False if the run never stops the pipeline. */
  readonly blocking: boolean;
  /** Where the run stands, for people. */
  readonly place: string;
  /** Returns the value of an input, by the scope of its table. */
  readonly valueOf: (scope: string, name: string) => PlacedValue | undefined;
}

/** A plan file as it was read. */
export interface PlanFile {
  /** As it was given, for messages. */
  readonly path: string;
  /** Complete only if there are no problems. */
  readonly runs: readonly PlanRun[];
  readonly concurrency: number;
  /** The report directory in the file, if there is one. */
  readonly reportDir: string | undefined;
  readonly problems: readonly Problem[];
}
