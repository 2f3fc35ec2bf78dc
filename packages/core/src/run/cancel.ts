import { inWords, RemotestError, TimedOutError, UnexpectedError, UsageError } from "../errors.ts";
import { durationText } from "../inputs/value-text.ts";
import type { CancelAnswer, Provider, RunHandle } from "../provider/provider.ts";
import { Deadline } from "./deadline.ts";
import type { RunPorts, StartedRun } from "./plan.ts";
import { retry, type RetryPolicy } from "./retry.ts";
import { callContext } from "./run-context.ts";

/** The result of a request to cancel a run. */
export type CancelReport = { readonly handle: RunHandle } & (
  | { readonly answer: CancelAnswer }
  | { readonly error: RemotestError }
);

/** The delays between two requests to cancel, and their number: cancelling twice is the same as once. */
const patience: Pick<RetryPolicy, "failures" | "firstDelayMs" | "longestDelayMs"> = {
  failures: 3,
  firstDelayMs: 1_000,
  longestDelayMs: 10_000,
};

/**
 * Asks the services to stop each run that the plan attaches to. A run that cannot be cancelled does not stop the others.
 * Never rejects because of a run: each has its own report.
 */
export async function cancelRuns(
  plan: readonly StartedRun[],
  timeoutMs: number,
  { transport, listen, interrupted, names }: Pick<RunPorts, "transport" | "listen" | "interrupted" | "names">,
): Promise<readonly CancelReport[]> {
  return Promise.all(
    plan.map(async ({ provider, connect, beginning }, run): Promise<CancelReport> => {
      using deadline = new Deadline(timeoutMs, interrupted);
      const { handle } = beginning;
      try {
        const { cancel } = provider.connect(connect, transport);
        if (cancel === "unsupported") throw cancelUnsupported(provider, handle);
        const answer = await retry(() => cancel(handle, callContext({ run, listen }, deadline.end)), {
          ...patience,
          signal: deadline.end,
          onRetry: (error, inMs, failures) => listen({ type: "retry", run, call: "cancel", error, inMs, failures }),
        });
        return { handle, answer };
      } catch (cause) {
        return { handle, error: inWords(errorOf(cause, handle, timeoutMs), names) };
      }
    }),
  );
}

function errorOf(cause: unknown, { ref }: RunHandle, timeoutMs: number): RemotestError {
  if (cause instanceof TimedOutError)
    return new TimedOutError({
      message: `The service did not say within ${durationText(timeoutMs)} that it cancels ${ref}.`,
      next: ({ option }) => `Cancel it again, or give ${option("timeout")} more time.`,
    });
  return cause instanceof RemotestError ? cause : new UnexpectedError(cause);
}

function cancelUnsupported({ title }: Pick<Provider, "title">, { ref }: RunHandle): UsageError {
  return new UsageError(
    [{ message: `${title} has no request that cancels a run, so ${ref} was left as it is.` }],
    "Stop it on its page at the service.",
  );
}
