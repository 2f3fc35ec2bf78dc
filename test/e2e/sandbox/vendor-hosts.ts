// The hosts of a vendor, for its own programs, which know no other address: a proxy that ends TLS and answers itself.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, request as httpRequest, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { listen } from "../stage/fake-service.ts";

/** The proxy. `await using` ends it. */
export interface VendorHosts extends AsyncDisposable {
  readonly port: number;
  /** The file of the certificate for all of the hosts. */
  readonly caFile: string;
  /** Every request that no host has answered. */
  readonly unanswered: readonly string[];
}

/** @param hosts by name, what answers there; requests to any other host get 404 */
export async function vendorHosts(hosts: Readonly<Record<string, RequestListener>>): Promise<VendorHosts> {
  const folder = await mkdtemp(join(tmpdir(), "remotest-hosts-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const names = Object.keys(hosts).map((host) => `DNS:${host}`);
  const request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=hosts -addext";
  const rest = [`subjectAltName=${names.join(",")}`, "-keyout", key, "-out", cert];
  await promisify(execFile)("openssl", [...request.split(" "), ...rest]);
  const unanswered: string[] = [];
  const tls = createTlsServer({ key: await readFile(key), cert: await readFile(cert) }, (incoming, response) => {
    const answer = hosts[incoming.headers.host ?? ""];
    if (answer) return answer(incoming, response);
    unanswered.push(`${incoming.method} ${incoming.headers.host}${incoming.url}`);
    incoming.resume();
    response.writeHead(404).end();
  });
  const proxy = createServer().on("connect", (incoming, socket) => {
    if (hosts[incoming.url?.replace(/:443$/, "") ?? ""] === undefined) {
      unanswered.push(`CONNECT ${incoming.url}`);
      return socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    }
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    return tls.emit("connection", socket);
  });
  const { port, ...listening } = await listen(proxy);
  return {
    port,
    caFile: cert,
    unanswered,
    async [Symbol.asyncDispose]() {
      await listening[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

/** Returns what passes each request on, as it is. */
export function passingOnTo(target: string): RequestListener {
  return (incoming, response) => {
    const { method = "GET", url = "", headers } = incoming;
    const onward = httpRequest(`${target}${url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    incoming.pipe(onward);
  };
}
