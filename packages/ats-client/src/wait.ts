import { temporaryMs, waitUntil } from "@remotest/http";
import { AtsWaitError } from "./errors.ts";
import type { GetJobStatusResult } from "./generated/types.ts";

/** Options of a wait. */
export interface WaitOptions {
  /** Ends the wait immediately; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole wait. @default 3_600_000, which is an hour */
  readonly timeoutMs?: number | undefined;
  /** Receives each status, the last one included. */
  readonly onStatus?: ((status: GetJobStatusResult) => void) | undefined;
}

/** @param check the status once */
export async function waitForJob(
  check: (signal: AbortSignal) => Promise<GetJobStatusResult>,
  jobId: string,
  { signal, timeoutMs = 3_600_000, onStatus }: WaitOptions = {},
): Promise<GetJobStatusResult> {
  return waitUntil({
    check,
    // The page does not list it, but the vendor's own scripts wait for it.
    isOver: ({ ExecutionStatus }) => ExecutionStatus.trim().toLowerCase() === "done",
    mayPass: temporaryMs,
    onStatus,
    signal,
    timeoutMs,
    timedOut: (last, failure) => new AtsWaitError(jobId, timeoutMs, last, failure),
  });
}
