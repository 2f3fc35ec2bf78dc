import { UsageError } from "@remotest/core";
import { Bell, type PlannedRun, unseen } from "@remotest/core/flow";
import { readCallbackAddress } from "./callback-address.ts";
import type { CallbackListener } from "./callback-listener.ts";
import { redactedProvider } from "../secrets/redacted-provider.ts";

/** Runs whose service calls when they are over, and how to hang up. */
export interface CalledRuns {
  readonly runs: readonly PlannedRun[];
  readonly close: () => Promise<void>;
}

/**
 * Listens at `--callback-listen` for the services' calls, and gives each run to start an address of its own, under the
 * public address that the user gave for it or under that of the listener.
 *
 * @throws {UsageError} where nobody can listen there; nothing was sent then.
 */
export async function calledRuns(runs: readonly PlannedRun[], callbackListen: string | undefined): Promise<CalledRuns> {
  const address = callbackListen === undefined ? undefined : readCallbackAddress(callbackListen);
  if (!address) return { runs, close: async () => undefined };
  // Loaded only where it is asked for.
  const { listenForCallbacks } = await import("./callback-listener.ts");
  const listener = await listenForCallbacks(address).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    const message = `--callback-listen (or REMOTEST_CALLBACK_LISTEN): cannot listen at ${callbackListen}: ${why}.`;
    throw new UsageError([{ message }]);
  });
  return { runs: runs.map((run) => called(run, listener)), close: listener.close };
}

function called(run: PlannedRun, listener: CallbackListener): PlannedRun {
  const { provider, beginning } = run;
  const { callbackInput } = provider;
  if (beginning.kind !== "start" || callbackInput === undefined) return run;
  const bell = new Bell();
  const given = beginning.options[callbackInput];
  const { url, secret } = listener.expect(() => bell.ring(), typeof given === "string" ? given : undefined);
  const options = unseen({ ...beginning.options, [callbackInput]: url }, `[options of ${provider.name}]`);
  // Whoever knows the path could ring: a service that echoes it must not print it into a public log.
  return { ...run, provider: redactedProvider(provider, [secret]), beginning: { kind: "start", options }, bell };
}
