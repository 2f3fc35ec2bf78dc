import type { ClientRequest } from "node:http";
import type { WatchedConnection } from "../connection.ts";

/** Milliseconds to wait, once connected, for a server that does not answer `Expect: 100-continue`; the same as curl's. */
const goAheadMs = 1000;

/**
 * Resolves when the body may be sent: the server answered 100 or stayed silent. Also resolves if the upload is over
 * (`halt`). An early refusal thus costs no byte of the body.
 */
export function goAhead(request: ClientRequest, connection: WatchedConnection, halt: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    let gone = false;
    const go = (): void => {
      gone = true;
      clearTimeout(timer);
      resolve();
    };
    request.once("continue", go);
    halt.addEventListener("abort", go, { once: true });
    void connection.whenUsable.then(() => {
      if (!gone) timer = setTimeout(go, goAheadMs);
    });
  });
}
