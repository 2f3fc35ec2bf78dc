import type { Deadline, Patience } from "./poll.ts";
import type { CallContext, Connection, Rerun } from "./provider.ts";
import type { RunEvent } from "./reporter.ts";

/** Polls that may fail in a row before the service counts as down. */
const failuresInARow = 10;
/** Tries of a start that the service certainly did not take; each may send a whole app file. */
const startRetries = 3;

/** What the steps of one run share. */
export interface RunContext {
  /** The run's number in the plan, from 0. */
  readonly run: number;
  readonly connection: Connection & { readonly rerun: Rerun | "unsupported" };
  readonly deadline: Deadline;
  readonly pollIntervalMs: number | undefined;
  readonly listen: (event: RunEvent) => void;
  /** By which the run is found at the service when its start is uncertain. */
  readonly token?: string | undefined;
}

/** What a single call to the provider gets. */
export function callContext({ run, listen }: RunContext, signal: AbortSignal): CallContext {
  return {
    signal,
    onUpload: (sentBytes, totalBytes) => listen({ type: "upload", run, sentBytes, totalBytes }),
  };
}

/** How faults of a call are survived: more often where asking again costs nothing. */
export function patience(
  context: RunContext,
  call: "start" | "poll" | "results" | "rerun",
  signal: AbortSignal = context.deadline.signal,
): Patience {
  const { run, listen, pollIntervalMs } = context;
  const firstDelayMs = pollIntervalMs ?? 1_000;
  return {
    failures: call === "poll" || call === "results" ? failuresInARow : startRetries,
    firstDelayMs,
    longestDelayMs: Math.min(30_000, pollIntervalMs === undefined ? 30_000 : pollIntervalMs * 10),
    signal,
    onRetry: (error, inMs, failures) => listen({ type: "retry", run, call, error, inMs, failures }),
  };
}
