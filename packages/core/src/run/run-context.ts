import { commandNames, type InputNames } from "../inputs/wording.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Resumption } from "../ledger/resumption.ts";
import type { Deadline } from "./deadline.ts";
import type { OpenPlan } from "./open-plan.ts";
import type { PlannedRun, RunPorts, RunSettings } from "./plan.ts";
import type { CallContext, ProviderConnection } from "../provider/provider.ts";
import { Observations } from "./observations.ts";
import type { RunEvent } from "./run-event.ts";

/** Shared by the steps of one run. */
export interface RunContext {
  /** The run's number in the plan, from 0. */
  readonly run: number;
  readonly planned: PlannedRun;
  readonly connection: ProviderConnection;
  readonly deadline: Deadline;
  readonly pollIntervalMs: number | undefined;
  /** True if the status is checked once, instead of waiting until the run is finished. */
  readonly noWait: boolean;
  /** How long the run took in earlier reports, oldest first; empty if it is not known. */
  readonly pastDurationsMs: readonly number[];
  readonly listen: (event: RunEvent) => void;
  readonly ledger: Ledger;
  /** The run that an earlier process left, if there is one; undefined if resuming was not requested. */
  readonly resumption: Resumption | undefined;
  /** As it was given, for messages. */
  readonly reportDir: string;
  /** The names by which the user knows the inputs. */
  readonly names: InputNames;
  /** The start and the end that this process itself has seen. */
  readonly observations: Observations;
}

type ContextSettings = Pick<RunSettings, "pollIntervalMs" | "noWait" | "reportDir"> &
  Partial<Pick<RunContext, "pastDurationsMs">>;

/** Connects a run of the plan to its service. */
export function contextOf(
  planned: PlannedRun,
  run: number,
  { ledger, resumptions }: Pick<OpenPlan, "ledger" | "resumptions">,
  { pollIntervalMs, noWait = false, reportDir, pastDurationsMs = [] }: ContextSettings,
  { transport, listen, names = commandNames }: Pick<RunPorts, "transport" | "listen" | "names">,
  deadline: Deadline,
): RunContext {
  const connection = planned.provider.connect(planned.connect, transport);
  const resumption = resumptions[run];
  return {
    run,
    planned,
    connection,
    deadline,
    pollIntervalMs,
    noWait,
    pastDurationsMs,
    listen,
    ledger,
    resumption,
    reportDir,
    names,
    observations: new Observations(),
  };
}

/** Returns the context of a single call to the provider. */
export function callContext({ run, listen }: Pick<RunContext, "run" | "listen">, signal: AbortSignal): CallContext {
  return {
    signal,
    onUpload: (sentBytes, totalBytes) => listen({ type: "upload", run, sentBytes, totalBytes }),
  };
}
