import { UnknownStartError } from "../errors.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Deadline } from "./deadline.ts";
import type { RunHandle } from "../provider/provider.ts";
import { rerunOnce, rerunUnsupported } from "./rerun.ts";
import type { Resumption } from "../ledger/resumption.ts";
import { unknownBefore } from "./unknown-start.ts";
import { handleOf } from "../provider/reference.ts";
import type { PlannedRun, RunPorts, RunSettings } from "./plan.ts";
import { type RunContext, Seen } from "./run-context.ts";
import { startOnce } from "./send-once.ts";

/** What it takes to bring a run of the plan into being, or to find it again. */
export interface Begun {
  readonly planned: PlannedRun;
  readonly context: RunContext;
  readonly ledger: Ledger;
  readonly resumed: Resumption | undefined;
  /** As it was given, for the words about it. */
  readonly reportDir: string;
}

export function contextOf(
  { provider, connect, token }: PlannedRun,
  run: number,
  { pollIntervalMs }: Pick<RunSettings, "pollIntervalMs">,
  { transport, listen }: Pick<RunPorts, "transport" | "listen">,
  deadline: Deadline,
): RunContext {
  return {
    run,
    connection: provider.connect(connect, transport),
    deadline,
    pollIntervalMs,
    listen,
    token,
    seen: new Seen(),
  };
}

/**
 * Starts a run of the plan, or takes up one that is known, and notes it in the ledger.
 * @throws {UnknownStartError} when it may have been started, by this process or by an earlier one.
 */
export async function begin(begun: Begun): Promise<RunHandle> {
  const { context, ledger } = begun;
  const { run, listen } = context;
  const { handle, known } = await handleFor(begun);
  if (!known) context.seen.started();
  // Said before it is written, and no failure to write ends the waiting: a full disk must not cost the run.
  listen({ type: known ? "attached" : "started", run, handle });
  await noted(ledger.started(run, handle), context);
  return handle;
}

async function noted(note: Promise<void>, { listen, run }: RunContext): Promise<void> {
  await note.catch((error: unknown) => {
    listen({ type: "warning", run, message: `run.json cannot be written: ${String(error)}` });
  });
}

async function handleFor({
  planned: { beginning, name, token },
  context,
  ledger,
  resumed,
  reportDir,
}: Begun): Promise<{ readonly handle: RunHandle; readonly known: boolean }> {
  const { connection, listen, run } = context;
  const say = (message: string): void => listen({ type: "note", run, message });
  if (beginning.kind === "rerun" && connection.rerun === "unsupported") throw rerunUnsupported(beginning.handle);
  if (beginning.kind !== "start") {
    const handle = resumed?.kind === "attach" ? resumed.handle : beginning.handle;
    if (handle.ref !== beginning.handle.ref)
      say(`${beginning.handle.ref} is a rerun of ${handle.ref}: how that came out counts as well.`);
    return { handle, known: true };
  }
  if (resumed?.kind === "unknown") throw unknownBefore(resumed.entry, reportDir);
  if (resumed?.kind === "attach") {
    say(`Resuming what an earlier process started at ${resumed.entry.startedAt}; without --resume another is started.`);
    return { handle: resumed.handle, known: true };
  }
  if (resumed) say(`Nothing to resume: ${resumed.why}. Starting.`);
  listen({ type: "starting", run, name });
  const nameThere = token === undefined ? name : `[${token}] ${name}`;
  const handle = await startOnce(context, {
    call: "start",
    send: (call) => connection.start(beginning.options, nameThere, call),
    sending: ledger.sendingStart(run),
  });
  if (ledger.knows(handle.ref, run)) throw startedBefore(handle);
  // The token is for people who search at the service; reports of two runs are of one name.
  return { handle: token === undefined ? handle : { ...handle, name }, known: false };
}

/** A service that names two runs by one id leaves nobody knowing whether the second one is there. */
function startedBefore({ ref }: RunHandle): UnknownStartError {
  return new UnknownStartError(
    `The service answered with the reference of another run, ${ref}, so whether this one was started is not known.`,
    "Look at the service how many runs there are, before you start it again.",
  );
}

/**
 * Reruns what did not pass in a run of the plan, for the how manieth time from 1; takes up the rerun that an earlier
 * process has started already.
 */
export async function beginRerun(
  { planned: { provider }, context, ledger }: Begun,
  handle: RunHandle,
  attempt: number,
): Promise<RunHandle> {
  const { run, listen } = context;
  const { reruns, rerunOnItsWay } = ledger.entry(run);
  const before = reruns[attempt - 1];
  const known = before === undefined ? undefined : handleOf(provider, before);
  if (known) {
    listen({ type: "attached", run, handle: known, attempt });
    return known;
  }
  if (rerunOnItsWay)
    throw new UnknownStartError(
      "An earlier process sent its request and ended before an answer came, so it may or may not have been started.",
      "Look at the service whether the rerun is there.",
    );
  const again = await rerunOnce(context, handle, ledger.sendingRerun(run));
  context.seen.started();
  if (ledger.knows(again.ref, run)) throw startedBefore(again);
  listen({ type: "started", run, handle: again, attempt });
  await noted(ledger.rerun(run, again), context);
  return again;
}
