import type { ClientRequest } from "node:http";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";

/** How long a server that never answers `Expect: 100-continue` is waited for, once connected. As curl does. */
const goAheadMs = 1000;

/** The connection of one request. */
export interface Connection {
  /** Whether a byte of the request can have left: connected, and over TLS shaken hands. */
  usable: boolean;
  readonly whenUsable: Promise<void>;
}

export function watchConnection(request: ClientRequest): Connection {
  const connection: Connection = {
    usable: false,
    whenUsable: new Promise((resolve) => {
      request.once("socket", (socket) => {
        const ready = (): void => {
          connection.usable = true;
          resolve();
        };
        const event = awaited(socket);
        if (event) socket.once(event, ready);
        else ready();
      });
    }),
  };
  return connection;
}

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

/** The event after which the socket is usable; undefined when it is already. A proxy's agent hands over sockets in any state. */
function awaited(socket: Socket): "connect" | "secureConnect" | undefined {
  if (isTls(socket)) return socket.connecting || socket.getFinished() === undefined ? "secureConnect" : undefined;
  return socket.connecting ? "connect" : undefined;
}

function isTls(socket: Socket): socket is TLSSocket {
  return "encrypted" in socket && socket.encrypted === true;
}
