import { expect } from "vitest";
import { ProviderError } from "../errors.ts";
import { Deadline } from "./deadline.ts";
import { Ledger } from "../ledger/ledger.ts";
import { inTurn, type Step, stagedProvider } from "../provider/provider.fixture.ts";
import type { Connection, ProviderConnection, RunHandle, RunState, Transport } from "../provider/provider.ts";
import type { RunEvent } from "./run-event.ts";
import { freshEntry } from "./open-plan.ts";
import type { PlannedRun } from "./plan.ts";
import { contextOf, type RunContext } from "./run-context.ts";

/** A run's context with a partial connection, and the events of the run. */
export interface StagedRun extends Disposable {
  readonly context: RunContext;
  readonly events: RunEvent[];
}

export function staged(
  connection: Partial<ProviderConnection>,
  {
    timeoutMs = 5_000,
    pollIntervalMs = 1,
    interrupted = new AbortController().signal,
    token,
    noWait,
    pastDurationsMs,
  }: StagedOptions = {},
): StagedRun {
  const planned: PlannedRun = {
    provider: stagedProvider(connection),
    connect: {},
    name: "Nightly",
    beginning: { kind: "start", options: {} },
    token,
  };
  const deadline = new Deadline(timeoutMs, interrupted);
  const events: RunEvent[] = [];
  const ledger = new Ledger(
    { write: async () => undefined },
    Array.from({ length: 4 }, () => freshEntry(planned)),
  );
  const interval = pollIntervalMs === "adapts" ? undefined : pollIntervalMs;
  const settings = {
    pollIntervalMs: interval,
    noWait,
    reportDir: "report",
    ...(pastDurationsMs && { pastDurationsMs }),
  };
  const ports = { transport: noTransport, listen: (event: RunEvent) => void events.push(event) };
  return {
    context: contextOf(planned, 3, { ledger, resumptions: [] }, settings, ports, deadline),
    events,
    [Symbol.dispose]: () => deadline[Symbol.dispose](),
  };
}

const noTransport: Transport = {
  fetch: async () => Promise.reject(new TypeError("nothing is sent here")),
  agentFor: () => undefined,
  maxResponseBytes: 0,
};

export interface StagedOptions {
  readonly timeoutMs?: number;
  readonly pollIntervalMs?: number | "adapts";
  readonly interrupted?: AbortSignal;
  readonly noWait?: boolean;
  readonly pastDurationsMs?: readonly number[];
  /** Comes before the name at the service. */
  readonly token?: string;
}

/** A temporary fault. */
export function down(): ProviderError {
  return new ProviderError({ code: "x-503", message: "down", next: "Try again later.", retry: "later" });
}

/** A refusal for good. */
export function refusal(): ProviderError {
  return new ProviderError({ code: "x-4052", message: "no", next: "Fix it.", retry: "never" });
}

/** The run of a staged context. */
export const handle: RunHandle = { ref: "staged:1" };

/** Polls of the run that return each of these in turn; the last one is repeated. */
export function polling(...states: readonly Step<RunState>[]): Connection["poll"] {
  const next = inTurn(states);
  return async (run, context) => {
    expect(run).toBe(handle);
    return next(context);
  };
}
