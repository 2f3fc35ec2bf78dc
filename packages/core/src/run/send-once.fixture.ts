import type { hangs } from "../provider/provider.fixture.ts";
import type { CallContext, RunHandle } from "../provider/provider.ts";
import { handle } from "./run-context.fixture.ts";
import type { StartRequest } from "./send-once.ts";

/** A request that records its notes: that it is about to be sent, and that it has certainly started nothing. */
export function noting(
  send: StartRequest["send"],
  call: StartRequest["call"] = "start",
  token?: string,
): StartRequest & { readonly noted: readonly string[] } {
  const noted: string[] = [];
  return {
    call,
    token,
    send: (context) => (noted.push("sent"), send(context)),
    sending: { begins: async () => void noted.push("begins"), failed: async () => void noted.push("failed") },
    noted,
  };
}

/** A start that ends with each of these in turn, and then succeeds. */
export function sending(...steps: readonly (Error | typeof hangs)[]): {
  readonly send: (context: CallContext) => Promise<RunHandle>;
  readonly sent: () => number;
} {
  let sent = 0;
  return {
    sent: () => sent,
    send: async (context) => {
      const step = steps[sent++];
      if (step instanceof Error) throw step;
      return step ? step(context) : handle;
    },
  };
}
