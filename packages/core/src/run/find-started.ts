import { InterruptedError, nextOf, ProviderError, TimedOutError, UnknownStartError } from "../errors.ts";
import { worded } from "../inputs/wording.ts";
import type { RunHandle, UnknownStart } from "../provider/provider.ts";
import { orAborted, sleep } from "./deadline.ts";
import { callContext, type RunContext } from "./run-context.ts";
import { startedBefore } from "./unknown-start.ts";

/** Milliseconds before each search: a service may list a run some time after its start arrived. */
const searchesAfterMs = [1_000, 2_000, 5_000, 10_000, 20_000];

/**
 * Searches the service for the run of a start whose fate is not known, by the token that only this start has sent. It
 * sends no start.
 *
 * @returns the run, if exactly one carries the token
 * @throws {UnknownStartError} the given one, with what the search found, otherwise
 * @throws {InterruptedError} if the process is asked to stop meanwhile
 */
export async function findStarted(
  context: RunContext,
  sought: UnknownStart,
  unknown: UnknownStartError,
): Promise<RunHandle> {
  const { run, listen, ledger } = context;
  if (context.connection.find === "unsupported") throw unknown;
  listen({ type: "note", run, message: `${unknown.message} Searching the service for [${sought.token}].` });
  const found = await search(context, sought);
  if (typeof found === "string") throw withSearch(unknown, found);
  if (ledger.knows(found.ref, run)) throw startedBefore(found);
  listen({
    type: "note",
    run,
    message: `Found ${found.ref} by [${sought.token}], so the run was started: waiting for it.`,
  });
  return found;
}

/** Returns the run, or one sentence that says why there is none to take up. */
async function search(context: RunContext, sought: UnknownStart): Promise<RunHandle | string> {
  const { connection, deadline, pollIntervalMs } = context;
  const { find } = connection;
  if (find === "unsupported") throw new TypeError("This service finds no runs");
  let last = "";
  for (const ms of searchesAfterMs) {
    try {
      await sleep(Math.min(ms, pollIntervalMs ?? ms), deadline.end);
      const [only, ...more] = await orAborted(find(sought, callContext(context, deadline.end)), deadline.end);
      if (more.length > 0) return `The service has ${more.length + 1} runs with [${sought.token}].`;
      if (only) return only;
      last = `The service has no run with [${sought.token}] so far.`;
    } catch (error) {
      if (error instanceof InterruptedError) throw stopped(error, sought);
      if (error instanceof UnknownStartError) throw error;
      if (error instanceof TimedOutError) return last || `There was no time to search for [${sought.token}].`;
      last = `The search for [${sought.token}] failed: ${error instanceof Error ? error.message : String(error)}`;
      // A run that is listed may not be there yet when it is asked for.
      const mayPass = error instanceof ProviderError && (error.retry === "later" || error.notYet === true);
      if (!mayPass) return last;
    }
  }
  return last;
}

function withSearch(unknown: UnknownStartError, found: string): UnknownStartError {
  const next = nextOf(unknown);
  return new UnknownStartError(`${unknown.message} ${found}`, (names) => worded(next, names), unknown.cause);
}

function stopped({ signal }: InterruptedError, { token }: UnknownStart): InterruptedError {
  return new InterruptedError(signal, {
    message: `Stopped by ${signal} during the search for the run: it may or may not have been started.`,
    next: `Check at the service for a run whose name begins with [${token}] before you start it again.`,
  });
}
