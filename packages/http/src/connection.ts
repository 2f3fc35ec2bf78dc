import type { ClientRequest } from "node:http";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";

/** The connection of one request. */
export interface WatchedConnection {
  /** True once a byte of the request can have been sent: connected and, with TLS, after the handshake. */
  usable: boolean;
  readonly whenUsable: Promise<void>;
}

/**
 * Watches the connection of a request that has just been made. Only the connection shows whether the request can have
 * been sent. The code and the message of an error do not, because they are the same if a connection breaks before and
 * after it was established.
 *
 * @example const connection = watchConnection(request);
 */
export function watchConnection(request: ClientRequest): WatchedConnection {
  const connection: WatchedConnection = {
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
 * Ignores errors of a connection whose answer is complete. Nothing else listens to it then, and an error, such as plain
 * text in TLS, would end the process.
 */
function outlive(socket: Socket): void {
  if (outliving.has(socket)) return;
  outliving.add(socket);
  socket.on("error", () => undefined);
}

/** The event after which the socket is usable; undefined if it is already. A proxy's agent passes sockets in any state. */
function awaited(socket: Socket): "connect" | "secureConnect" | undefined {
  if (isTls(socket)) return socket.connecting || socket.getFinished() === undefined ? "secureConnect" : undefined;
  return socket.connecting ? "connect" : undefined;
}

function isTls(socket: Socket): socket is TLSSocket {
  return "encrypted" in socket && socket.encrypted === true;
}
