import { hazardOf } from "./hazard.ts";
import type { ExpectedEnd } from "./next-poll.ts";
import type { RunContext } from "./run-context.ts";
import type { RunHandle } from "../provider/provider.ts";

/**
 * Returns a function from the milliseconds that a run has been waited for to what earlier durations say about its end.
 * A rerun is shorter than its run, and the start of a run that another machine started is not known: of both nothing is
 * expected. Call it when the wait begins. A run of this process has begun then, because an upload is not part of what runs took.
 */
export function endExpectedBy(
  context: Pick<RunContext, "ledger" | "observations" | "pastDurationsMs" | "resumption" | "run">,
  { ref }: RunHandle,
): (waitedMs: number) => ExpectedEnd | undefined {
  const { ledger, run, pastDurationsMs, observations, resumption } = context;
  const hazard = hazardOf(pastDurationsMs);
  const startedAt = resumption?.kind === "attach" ? Date.parse(resumption.entry.startedAt) : undefined;
  const isKnown = startedAt === undefined ? observations.wasStarted : Number.isFinite(startedAt);
  if (!hazard || !isKnown || ledger.entry(run).ref !== ref) return () => undefined;
  const ageBeforeMs = startedAt === undefined ? 0 : Math.max(0, Date.now() - startedAt);
  return (waitedMs) => ({ hazard, ageMs: ageBeforeMs + waitedMs });
}
