import { UnknownStartError } from "../errors.ts";
import type { OptionValues } from "../inputs/input.ts";
import type { LedgerEntry } from "../ledger/ledger.ts";
import type { RunHandle } from "../provider/provider.ts";
import { correlationToken } from "./correlation-token.ts";
import { findStarted } from "./find-started.ts";
import { awaitNote } from "./await-note.ts";
import { rerunUnsupported } from "./rerun.ts";
import type { RunContext } from "./run-context.ts";
import { sendOnce } from "./send-once.ts";
import { startedBefore, unknownBefore } from "./unknown-start.ts";

/**
 * Starts a run of the plan, or attaches to a known one, and notes it in the ledger. A start whose fate is not known is
 * searched for at the service, if the service can: it is never sent again.
 * @throws {UnknownStartError} if it may have been started, by this process or by an earlier one.
 */
export async function begin(context: RunContext): Promise<RunHandle> {
  const { ledger, run, listen, observations } = context;
  const known = await knownHandle(context);
  const handle = known ?? (await start(context));
  if (!known) {
    // In one step with the note below: two starts that are answered at the same time must not both be new.
    if (ledger.knows(handle.ref, run)) throw startedBefore(handle);
    observations.started();
  }
  // The event comes before the write, and a failed write does not end the run: a full disk must not lose it.
  listen({ type: known ? "attached" : "started", run, handle });
  await awaitNote(ledger.started(run, handle), context);
  return handle;
}

/** Returns the run to attach to; undefined if a new one must be started. */
async function knownHandle(context: RunContext): Promise<RunHandle | undefined> {
  const { planned, connection, listen, run, resumption, names } = context;
  const { beginning } = planned;
  const say = (message: string): void => listen({ type: "note", run, message });
  if (beginning.kind === "rerun" && connection.rerun === "unsupported") throw rerunUnsupported(beginning.handle);
  if (beginning.kind !== "start") {
    const handle = resumption?.kind === "attach" ? resumption.handle : beginning.handle;
    if (handle.ref !== beginning.handle.ref)
      say(`${beginning.handle.ref} is a rerun of ${handle.ref}, so the results of both count.`);
    return handle;
  }
  if (resumption?.kind === "unknown") return await foundAgain(context, beginning.options, resumption.entry);
  if (resumption?.kind === "attach") {
    const { startedAt } = resumption.entry;
    const without = `without ${names.option("resume")}, a new run is started`;
    say(`Resuming the run that an earlier process started at ${startedAt}; ${without}.`);
    return resumption.handle;
  }
  if (resumption) say(`Nothing to resume: ${resumption.why}. Starting.`);
  return undefined;
}

/** Finds the run that an earlier process may have started, if its start sent a token. */
async function foundAgain(context: RunContext, options: OptionValues, entry: LedgerEntry): Promise<RunHandle> {
  const { token, name } = entry;
  const unknown = unknownBefore(entry, context.reportDir);
  if (token === null) throw unknown;
  return { ...(await findStarted(context, { options, token, name: named(name, token) }, unknown)), name };
}

async function start(context: RunContext): Promise<RunHandle> {
  const { planned, connection, ledger, listen, run } = context;
  const { beginning, name } = planned;
  if (beginning.kind !== "start") throw new TypeError("A known run must not be started");
  listen({ type: "starting", run, name });
  const { options } = beginning;
  const token = planned.token ?? (connection.find === "unsupported" ? undefined : correlationToken());
  const nameThere = token === undefined ? name : named(name, token);
  const sent = sendOnce(context, {
    call: "start",
    send: (call) => connection.start(options, nameThere, call),
    sending: ledger.sendingStart(run, token),
    token,
  });
  if (token === undefined) return sent;
  const handle = await sent.catch((error: unknown) => {
    if (!(error instanceof UnknownStartError)) throw error;
    return findStarted(context, { options, token, name: nameThere }, error);
  });
  // The token is for the search at the service; the reports show the name alone.
  return { ...handle, name };
}

function named(name: string, token: string): string {
  return `[${token}] ${name}`;
}
