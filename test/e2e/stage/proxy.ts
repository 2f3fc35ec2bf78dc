import { createServer, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { listen, type ListeningServer } from "./fake-service.ts";

/** A proxy that forwards http and tunnels https, and records the requests. */
export interface Proxy extends ListeningServer {
  readonly requests: readonly string[];
}

/** @param account the `user:password` to require */
export async function proxy(account?: string): Promise<Proxy> {
  const requests: string[] = [];
  const allowed = (header: string | undefined): boolean =>
    account === undefined || header === `Basic ${Buffer.from(account).toString("base64")}`;
  const server = createServer((incoming, response) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    const { "proxy-authorization": shown, ...headers } = incoming.headers;
    if (!allowed(shown)) return void response.writeHead(407, { connection: "close" }).end("who are you?");
    const onward = httpRequest(incoming.url ?? "", { method: incoming.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    onward.on("continue", () => response.writeContinue());
    incoming.pipe(onward);
  });
  server.on("checkContinue", (incoming, response) => server.emit("request", incoming, response));
  server.on("connect", (incoming, socket, head) => {
    requests.push(`CONNECT ${incoming.url}`);
    socket.on("error", () => undefined);
    if (!allowed(incoming.headers["proxy-authorization"])) {
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
      return;
    }
    const [host, port] = (incoming.url ?? "").split(":");
    const onward = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on("error", () => socket.destroy());
  });
  return { ...(await listen(server)), requests };
}
