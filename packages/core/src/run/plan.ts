import type { Bell } from "./bell.ts";
import type { GatePolicy } from "../gate/gate.ts";
import type { OptionValues } from "../inputs/input.ts";
import type { Provider, RunHandle, Transport } from "../provider/provider.ts";
import type { QuarantineEntry } from "../gate/quarantine.ts";
import type { Origin, PastReport, Report } from "../report/report.ts";
import type { Reporter } from "../report/reporter.ts";
import type { RunEvent } from "./run-event.ts";

/** How a run of the plan comes to be: started, or known already. */
export type Beginning =
  | { readonly kind: "start"; readonly options: OptionValues }
  | { readonly kind: "attach"; readonly handle: RunHandle }
  | { readonly kind: "rerun"; readonly handle: RunHandle };

/** One run that is to be brought from its beginning to a verdict. */
export interface PlannedRun {
  readonly provider: Provider;
  readonly connect: OptionValues;
  readonly name: string;
  /** What tells the run from the others of its plan, and is the same in every plan: the ID of its template, say. */
  readonly distinction?: string | undefined;
  readonly beginning: Beginning;
  /** The fingerprint of what is asked for, by which a later process knows the run again; without one it never does. */
  readonly inputs?: string | undefined;
  /** Stands before the name at the service, in brackets, and nowhere else but in the ledger. */
  readonly token?: string | undefined;
  /** Rung when the service calls, at the address that is among the start's options, that the run may be over. */
  readonly bell?: Bell | undefined;
}

/** What applies to every run of the plan. */
export interface RunSettings {
  readonly timeoutMs: number;
  /** A fixed time between two looks; without it the interval adapts. */
  readonly pollIntervalMs: number | undefined;
  readonly rerunFailed: number;
  readonly policy: GatePolicy;
  /** Test cases whose failures are shown and forgiven. */
  readonly quarantine: readonly QuarantineEntry[];
  readonly reportDir: string;
  /** Wait for what an earlier process started with the same inputs, by the ledger in the report directory. */
  readonly resume: boolean;
  /** Earlier reports, for the trends in the new ones. */
  readonly history: readonly PastReport[];
  /** What was found out about the settings that a person should know: it stands in the reports. */
  readonly warnings: readonly string[];
  /** The commit under test, for merging reports; undefined if it is not known. */
  readonly commit?: string | undefined;
  /** The build that this command is part of; undefined outside of a CI system. */
  readonly origin?: Origin | undefined;
}

/** What the flow reaches the world through. */
export interface RunPorts {
  readonly transport: Transport;
  readonly reporters: readonly Reporter[];
  readonly listen: (event: RunEvent) => void;
  /**
   * Is handed the report once everything is written, and gives it back as it was told: where someone who relies on it
   * could not be told, a pass is none. From then on the runs are over, and never resumed, unless that is so.
   */
  readonly tell?: (report: Report) => Promise<Report>;
  /** Aborts with an `InterruptedError` when the process is asked to stop. */
  readonly interrupted: AbortSignal;
}
