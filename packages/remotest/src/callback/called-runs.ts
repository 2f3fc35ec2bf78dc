import { type InputNames, UsageError } from "@remotest/core";
import { Bell, type PlannedRun, unseen } from "@remotest/core/flow";
import { readCallbackAddress } from "./callback-address.ts";
import type { CallbackListener } from "./callback-listener.ts";
import type { IgnoredCallListener } from "./signed-callers.ts";
import { redactedProvider } from "../secrets/redacted-provider.ts";

/** The runs of a plan, those that their service calls about with a bell. */
export interface CalledRuns {
  readonly runs: readonly PlannedRun[];
  /** Stops listening. */
  readonly close: () => Promise<void>;
}

/** The parts of the command that the listener needs. */
interface Surroundings {
  readonly sayIgnored: IgnoredCallListener;
  readonly names: InputNames | undefined;
}

/**
 * Listens at `--callback-listen` for the services' calls. Each run to start whose service calls an address in its start gets a
 * different one, under the public address that the user set for it or under the listener's; a service that signs its calls
 * has the address in its account.
 *
 * @throws {UsageError} if it is not possible to listen there; nothing was sent.
 */
export async function listenForRuns(
  runs: readonly PlannedRun[],
  callbackListen: string | undefined,
  { sayIgnored, names }: Surroundings,
): Promise<CalledRuns> {
  const address = callbackListen === undefined ? undefined : readCallbackAddress(callbackListen);
  if (!address) return { runs, close: async () => undefined };
  // Loaded only if it is needed.
  const { listenForCallbacks } = await import("./callback-listener.ts");
  const { SignedCallers } = await import("./signed-callers.ts");
  const listener = await listenForCallbacks(address).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError([
      {
        message: ({ optionOrVariable }) =>
          `${optionOrVariable("remotest", "callbackListen")}: cannot listen at ${callbackListen}: ${why}.`,
      },
    ]);
  });
  const signed = new SignedCallers(listener, sayIgnored, names);
  const called = runs.map((run, index) => {
    if (run.provider.callbackInput !== undefined) return withCallback(run, run.provider.callbackInput, listener);
    const bell = signed.add(run, index);
    return bell ? { ...run, bell } : run;
  });
  return { runs: called, close: listener.close };
}

function withCallback(run: PlannedRun, callbackInput: string, listener: CallbackListener): PlannedRun {
  const { provider, beginning } = run;
  if (beginning.kind !== "start") return run;
  const bell = new Bell();
  const given = beginning.options[callbackInput];
  const { url, secret } = listener.expect(() => bell.ring(), typeof given === "string" ? given : undefined);
  const options = unseen({ ...beginning.options, [callbackInput]: url }, `[options of ${provider.name}]`);
  // Anyone who knows the path could ring. If the service echoes it, it must not be printed in a public log.
  return { ...run, provider: redactedProvider(provider, [secret]), beginning: { kind: "start", options }, bell };
}
