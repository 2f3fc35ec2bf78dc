import { begin } from "./begin.ts";
import { contextOf } from "./run-context.ts";
import { inWords, RemotestError, UnexpectedError } from "../errors.ts";
import { verdictOf } from "../gate/verdict.ts";
import { Listener } from "./listener.ts";
import { Deadline } from "./deadline.ts";
import type { RunHandle } from "../provider/provider.ts";
import type { PlannedRun, RunPorts, RunSettings } from "./plan.ts";
import { openPlan } from "./open-plan.ts";

/** A run that was started, or why it was not. */
export type StartReport =
  | { readonly provider: string; readonly name: string; readonly handle: RunHandle }
  | { readonly provider: string; readonly name: string; readonly error: RemotestError };

/**
 * Starts the runs of the plan and notes them in the ledger, without waiting. A listener that fails ends nothing here.
 *
 * @throws {UsageError} if the report directory cannot be written; nothing was sent.
 */
export async function start(
  plan: readonly PlannedRun[],
  settings: Pick<RunSettings, "timeoutMs" | "pollIntervalMs" | "reportDir" | "resume">,
  ports: RunPorts,
): Promise<readonly StartReport[]> {
  await using opened = await openPlan(plan, settings, ports.reporters);
  const { listen } = new Listener(ports.listen);
  return await Promise.all(
    plan.map(async (planned, index): Promise<StartReport> => {
      using deadline = new Deadline(settings.timeoutMs, ports.interrupted);
      const { provider, name } = planned;
      try {
        const handle = await begin(contextOf(planned, index, opened, settings, { ...ports, listen }, deadline));
        return { provider: provider.name, name, handle };
      } catch (cause) {
        const error = inWords(cause instanceof RemotestError ? cause : new UnexpectedError(cause), ports.names);
        await opened.ledger.ended(index, verdictOf(error).kind).catch(() => undefined);
        return { provider: provider.name, name, error };
      }
    }),
  );
}
