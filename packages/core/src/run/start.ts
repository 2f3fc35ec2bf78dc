import { begin } from "./begin.ts";
import { contextOf } from "./run-context.ts";
import { inWords, RemotestError, UnexpectedError } from "../errors.ts";
import { verdictOf } from "../gate/verdict.ts";
import { Listener } from "./listener.ts";
import { Deadline } from "./deadline.ts";
import type { RunHandle } from "../provider/provider.ts";
import type { PlannedRun, RunPorts, RunSettings } from "./plan.ts";
import { openPlan } from "./open-plan.ts";
import { withPolicy } from "./policy-events.ts";
import { StartTurns } from "./start-turns.ts";

/** A run that was started, or why it was not. */
export type StartReport =
  | { readonly provider: string; readonly name: string; readonly handle: RunHandle }
  | { readonly provider: string; readonly name: string; readonly error: RemotestError };

/** A command that only starts has no policy of its own: that of each run is its plan file's. */
type StartSettings = Pick<
  RunSettings,
  "timeoutMs" | "pollIntervalMs" | "reportDir" | "resume" | "plan" | "commit" | "concurrency"
>;

interface StartPorts extends RunPorts {
  /** Called once all are started or have failed, while the report directory is still this command's: for its last file. */
  readonly ended?: () => void;
}

/**
 * Starts the runs of the plan and notes them in the ledger, without waiting. A listener that fails ends nothing here.
 *
 * @throws {UsageError} if the report directory cannot be written; nothing was sent.
 */
export async function start(
  plan: readonly PlannedRun[],
  settings: StartSettings,
  ports: StartPorts,
): Promise<readonly StartReport[]> {
  await using opened = await openPlan(plan, settings, ports.reporters);
  const listener = new Listener(ports.listen);
  const turns = new StartTurns(settings.concurrency);
  const started = await Promise.all(
    plan.map(async (planned, index): Promise<StartReport> => {
      // The time of a run does not begin while it waits for its turn.
      using _ = await turns.next();
      const { provider, name, own } = planned;
      using deadline = new Deadline(own?.timeoutMs ?? settings.timeoutMs, ports.interrupted);
      const listen = own ? withPolicy(own.policy, listener.listen) : listener.listen;
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
  ports.ended?.();
  return started;
}
