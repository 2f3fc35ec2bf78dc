import { temporaryMs, waitUntil } from "@remotest/http";
import type { TestsetStatus } from "./testset-status.ts";
import { ApptestRefusedError, ApptestWaitError } from "./errors.ts";

/** Options of a wait. */
export interface WaitOptions {
  /** Ends the wait immediately; it then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole wait. Default 3,600,000: an hour. */
  readonly timeoutMs?: number | undefined;
  /** Receives each status, the last one included. */
  readonly onStatus?: ((status: TestsetStatus) => void) | undefined;
}

/** Refusals of a status check that pass: the service failed inside, or is under maintenance. */
const passingCodes: ReadonlySet<number | undefined> = new Set([5002, 8000]);

/** @param getTestset checks the status once */
export async function waitForTestset(
  getTestset: (testsetId: number | string, options: { readonly signal: AbortSignal }) => Promise<TestsetStatus>,
  testsetId: number | string,
  { signal, timeoutMs = 3_600_000, onStatus }: WaitOptions = {},
): Promise<TestsetStatus> {
  return waitUntil({
    check: (until) => getTestset(testsetId, { signal: until }),
    isOver: ({ testset_status }) => testset_status === "Complete",
    mayPass: (failure) =>
      failure instanceof ApptestRefusedError && passingCodes.has(failure.resultCode)
        ? (failure.retryAfterS ?? 0) * 1000
        : temporaryMs(failure),
    onStatus,
    signal,
    timeoutMs,
    timedOut: (last, failure) =>
      new ApptestWaitError(testsetId, timeoutMs, last, failure instanceof Error ? failure : undefined),
  });
}
