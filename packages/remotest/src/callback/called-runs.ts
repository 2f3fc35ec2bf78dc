import { UsageError } from "@remotest/core";
import { Bell, type PlannedRun, unseen } from "@remotest/core/flow";
import { readCallbackAddress } from "./callback-address.ts";
import type { CallbackListener } from "./callback-listener.ts";
import { redactedProvider } from "../secrets/redacted-provider.ts";

/** The runs of a plan, those to start with an address that their service calls when they are over. */
export interface CalledRuns {
  readonly runs: readonly PlannedRun[];
  /** Stops listening. */
  readonly close: () => Promise<void>;
}

/**
 * Listens at `--callback-listen` for the services' calls, and gives each run to start a different address, under the
 * public address that the user set for it or under the listener's.
 *
 * @throws {UsageError} if it is not possible to listen there; nothing was sent.
 */
export async function listenForRuns(
  runs: readonly PlannedRun[],
  callbackListen: string | undefined,
): Promise<CalledRuns> {
  const address = callbackListen === undefined ? undefined : readCallbackAddress(callbackListen);
  if (!address) return { runs, close: async () => undefined };
  // Loaded only if it is needed.
  const { listenForCallbacks } = await import("./callback-listener.ts");
  const listener = await listenForCallbacks(address).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError([
      {
        message: ({ optionOrVariable }) =>
          `${optionOrVariable("remotest", "callbackListen")}: cannot listen at ${callbackListen}: ${why}.`,
      },
    ]);
  });
  return { runs: runs.map((run) => withCallback(run, listener)), close: listener.close };
}

function withCallback(run: PlannedRun, listener: CallbackListener): PlannedRun {
  const { provider, beginning } = run;
  const { callbackInput } = provider;
  if (beginning.kind !== "start" || callbackInput === undefined) return run;
  const bell = new Bell();
  const given = beginning.options[callbackInput];
  const { url, secret } = listener.expect(() => bell.ring(), typeof given === "string" ? given : undefined);
  const options = unseen({ ...beginning.options, [callbackInput]: url }, `[options of ${provider.name}]`);
  // Anyone who knows the path could ring. If the service echoes it, it must not be printed in a public log.
  return { ...run, provider: redactedProvider(provider, [secret]), beginning: { kind: "start", options }, bell };
}
