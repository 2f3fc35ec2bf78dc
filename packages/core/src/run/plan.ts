import type { Bell } from "./bell.ts";
import type { GatePolicy } from "../gate/gate.ts";
import type { LastingGate } from "../gate/lasting-gate.ts";
import type { OptionValues } from "../inputs/input.ts";
import type { InputNames } from "../inputs/wording.ts";
import type { Provider, RunHandle, Transport } from "../provider/provider.ts";
import type { QuarantineEntry } from "../gate/quarantine.ts";
import type { Origin, PastReport, Report, ReportedPlan } from "../report/report.ts";
import type { OptionalReporter } from "../report/reporter.ts";
import type { RunEvent } from "./run-event.ts";

/** The beginning of a run of the plan: started, or known already. */
export type Beginning =
  | { readonly kind: "start"; readonly options: OptionValues }
  | { readonly kind: "attach"; readonly handle: RunHandle }
  | { readonly kind: "rerun"; readonly handle: RunHandle };

/** A run that has already been started. */
export type StartedRun = PlannedRun & { readonly beginning: Exclude<Beginning, { readonly kind: "start" }> };

/** One run to be brought from its beginning to a verdict. */
export interface PlannedRun {
  readonly provider: Provider;
  readonly connect: OptionValues;
  readonly name: string;
  /** Distinguishes the run from the others of its plan, and is the same in every plan: the ID of its template. */
  readonly distinction?: string | undefined;
  /** The user's name for the run in the output: see `runLabels`. */
  readonly label?: string | undefined;
  readonly beginning: Beginning;
  /** The fingerprint of the run's inputs, by which a later process recognises it; without one it cannot be resumed. */
  readonly inputs?: string | undefined;
  /** Written before the name at the service, in brackets; otherwise only in the ledger. */
  readonly token?: string | undefined;
  /** Settings of this run alone, which replace those of the plan. */
  readonly own?: OwnSettings | undefined;
  /** The gate of this run in the plan file: later commands judge by it too, see `lastingGate`. */
  readonly gate?: LastingGate | undefined;
  /** False if the run is reported but never stops the pipeline. Default: true. */
  readonly blocking?: boolean | undefined;
  /** Its place in the plan file: see `RunReport`. */
  readonly position?: number | undefined;
  /** Rung when the service calls, because the run may be over. */
  readonly bell?: Bell | undefined;
}

/** The settings that may differ from run to run. */
export type OwnSettings = Pick<RunSettings, "timeoutMs" | "pollIntervalMs" | "rerunFailed" | "policy">;

/** Returns the settings of one run of a plan. */
export function settingsOf({ own }: Pick<PlannedRun, "own">, settings: RunSettings): RunSettings {
  return { ...settings, ...own };
}

/** Settings for all runs of the plan. */
export interface RunSettings {
  readonly timeoutMs: number;
  /** A fixed time between two polls; if undefined, the interval adapts. */
  readonly pollIntervalMs: number | undefined;
  /** Check the status of each run once, instead of waiting: a run that is not finished has timed out. Default: false. */
  readonly noWait?: boolean | undefined;
  readonly rerunFailed: number;
  /** Decides what happens to the runs at the services if the process is asked to stop. Default: `detach`: they continue. */
  readonly onInterrupt?: "detach" | "cancel" | undefined;
  readonly policy: GatePolicy;
  /** The part of the policy that the user set: see `policyAgain`. Default: none. */
  readonly said?: Partial<GatePolicy> | undefined;
  /** Test cases whose failures are shown but forgiven. */
  readonly quarantine: readonly QuarantineEntry[];
  readonly reportDir: string;
  /** Wait for the runs that an earlier process started with the same inputs, if the ledger has them. */
  readonly resume: boolean;
  /** How many starts may be under way at the same time. Default: all. */
  readonly concurrency?: number | undefined;
  /** Earlier reports, for the trends in the new ones. */
  readonly history: readonly PastReport[];
  /** Warnings about the settings, for the reports. */
  readonly warnings: readonly string[];
  /** The commit under test, for merging reports; undefined if it is not known. */
  readonly commit?: string | undefined;
  /** The build that this command is part of; undefined outside of a CI system. */
  readonly origin?: Origin | undefined;
  /** The plan file that the runs are from. */
  readonly plan?: ReportedPlan | undefined;
  /** See `Report`; found in the ledger. */
  readonly lacksShards?: boolean | undefined;
}

/** Connects the flow to the outside world. */
export interface RunPorts {
  readonly transport: Transport;
  readonly reporters: readonly OptionalReporter[];
  readonly listen: (event: RunEvent) => void;
  /**
   * Receives the report once all is written, and returns it as it was told: if a listener could not be told, it is
   * not a pass. If it returns the same report, the runs count as reported and are never resumed.
   */
  readonly tell?: (report: Report) => Promise<Report>;
  /** The names by which the user knows the inputs. Default: those on the command line. */
  readonly names?: InputNames | undefined;
  /** Aborts with an `InterruptedError` when the process is asked to stop. */
  readonly interrupted: AbortSignal;
}
