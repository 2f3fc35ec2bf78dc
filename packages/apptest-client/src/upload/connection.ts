import type { ClientRequest } from "node:http";
import type { Connection } from "@remotest/http";

/** How long a server that never answers `Expect: 100-continue` is waited for, once connected. As curl does. */
const goAheadMs = 1000;

/**
 * Resolves when the body may be sent: the server said 100, or stayed silent, or it is all over (`halt`). An early
 * refusal thus costs no byte of the body.
 */
export function goAhead(request: ClientRequest, connection: Connection, halt: AbortSignal): Promise<void> {
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
