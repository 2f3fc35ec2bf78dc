import type { ClientRequest } from "node:http";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";

/** The connection of one request. */
export interface Connection {
  /** Whether a byte of the request can have left: connected, and over TLS shaken hands. */
  usable: boolean;
  readonly whenUsable: Promise<void>;
}

/**
 * Watches the connection of a request that has just been made. Whether the request can have been sent is a fact of this
 * connection: no code and no words of an error prove it, since those of a connection that breaks are the same before and
 * after it was up.
 *
 * @example const connection = watchConnection(request);
 */
export function watchConnection(request: ClientRequest): Connection {
  const connection: Connection = {
    usable: false,
    whenUsable: new Promise((resolve) => {
      request.once("socket", (socket) => {
        outlive(socket);
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

const outliving = new WeakSet<Socket>();

/**
 * Once an answer is whole, nothing listens to its connection any more, and what still goes wrong there, such as plain
 * text in TLS, would end the process.
 */
function outlive(socket: Socket): void {
  if (outliving.has(socket)) return;
  outliving.add(socket);
  socket.on("error", () => undefined);
}

/** The event after which the socket is usable; undefined when it is already. A proxy's agent hands over sockets in any state. */
function awaited(socket: Socket): "connect" | "secureConnect" | undefined {
  if (isTls(socket)) return socket.connecting || socket.getFinished() === undefined ? "secureConnect" : undefined;
  return socket.connecting ? "connect" : undefined;
}

function isTls(socket: Socket): socket is TLSSocket {
  return "encrypted" in socket && socket.encrypted === true;
}
