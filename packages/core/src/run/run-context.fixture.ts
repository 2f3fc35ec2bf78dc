import { ProviderError } from "../errors.ts";
import { Deadline } from "./deadline.ts";
import type { Connection, Rerun } from "../provider/provider.ts";
import type { RunEvent } from "./run-event.ts";
import { type RunContext, Seen } from "./run-context.ts";

/** A run's context over a connection of which only some methods are there, and what was heard of it. */
export interface Staged extends Disposable {
  readonly context: RunContext;
  readonly events: RunEvent[];
}

export function staged(
  connection: Partial<Connection & { readonly rerun: Rerun }>,
  { timeoutMs = 5_000, pollIntervalMs = 1, interrupted = new AbortController().signal }: StagedOptions = {},
): Staged {
  const unasked = async (): Promise<never> => {
    throw new TypeError("nobody should have asked for this");
  };
  const deadline = new Deadline(timeoutMs, interrupted);
  const events: RunEvent[] = [];
  return {
    context: {
      run: 3,
      connection: { start: unasked, poll: unasked, results: unasked, rerun: "unsupported", ...connection },
      deadline,
      pollIntervalMs: pollIntervalMs === "adapts" ? undefined : pollIntervalMs,
      listen: (event) => void events.push(event),
      seen: new Seen(),
    },
    events,
    [Symbol.dispose]: () => deadline[Symbol.dispose](),
  };
}

export interface StagedOptions {
  readonly timeoutMs?: number;
  readonly pollIntervalMs?: number | "adapts";
  readonly interrupted?: AbortSignal;
}

/** A fault that may pass. */
export function down(): ProviderError {
  return new ProviderError({ code: "x-503", message: "down", next: "Try again later.", retry: "later" });
}

/** A refusal for good. */
export function refusal(): ProviderError {
  return new ProviderError({ code: "x-4052", message: "no", next: "Mend it.", retry: "never" });
}
