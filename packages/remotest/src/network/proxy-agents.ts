import type * as http from "node:http";
import { isIP, type Socket } from "node:net";
import { checkServerIdentity, type SecureContext } from "node:tls";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import { proxyDown, proxyRefused } from "@remotest/http";

/** A proxy refused a request, so nothing reached the service. The message names the proxy without its account. */
class ProxyError extends Error {
  override readonly name = "ProxyError";
  readonly code: typeof proxyRefused | "ERR_PROXY_TUNNEL";

  constructor(refuser: string, status: number, words = "") {
    super(`${refuser} refused: ${status} ${words}`.trim());
    // A request that the proxy rejects stays wrong; a fault behind the proxy may be temporary.
    this.code = status >= 400 && status < 500 ? proxyRefused : "ERR_PROXY_TUNNEL";
  }
}

/** The proxy cannot be reached, so nothing reached the service. The message says where its address comes from. */
class ProxyDownError extends Error {
  override readonly name = "ProxyDownError";
  readonly code = proxyDown;

  constructor(proxy: URL, source: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message || cause.name : String(cause);
    super(`${nameOf(proxy)}, which comes from ${source}, cannot be reached: ${why}`, { cause });
  }
}

/**
 * The certificate authorities to trust; without a context, the usual ones. Parsed once: if they were passed as texts,
 * Node would parse all of them again for each connection, which takes tens of milliseconds and some megabytes.
 */
export interface Trust {
  readonly secureContext?: SecureContext;
}

/**
 * Forwards plain http through a proxy. `http-proxy-agent` renders the head of a request again, with the whole address
 * in it. If the request waits for `100 Continue`, its head is already queued and would be sent a second time: two
 * start requests instead of one.
 */
export class ForwardProxyAgent extends HttpProxyAgent<string> {
  readonly #source: string;

  /** @param source the option or the variable that names the proxy */
  constructor(proxy: string, options: http.AgentOptions & Trust, source: string) {
    super(proxy, options);
    this.#source = source;
  }

  /** Called for every request, even if a kept connection is used. */
  override addRequest(...[request, options]: Parameters<HttpProxyAgent<string>["addRequest"]>): void {
    request.prependOnceListener("response", ({ statusCode, statusMessage }) => {
      // It would look like an answer of the service. Some proxies answer a wrong password with 401, as a service does.
      const refuser = { 407: nameOf(this.proxy), 401: `${nameOf(this.proxy)}, or the service behind it,` }[
        statusCode ?? 0
      ];
      if (refuser !== undefined) request.emit("error", new ProxyError(refuser, statusCode ?? 0, statusMessage));
    });
    super.addRequest(request, options);
  }

  override async connect(...[request, options]: Parameters<HttpProxyAgent<string>["connect"]>): Promise<Socket> {
    const socket = await reached(super.connect(request, options), this.proxy, this.#source);
    const [head, ...more] = request.outputData ?? [];
    if (head && more.some(({ data }) => data === head.data)) request.outputData?.splice(1, more.length);
    return socket;
  }
}

/**
 * Tunnels https through a proxy. `https-proxy-agent` uses the given authorities only for the proxy, not inside the
 * tunnel, and checks the certificate of a service that is addressed by its IP as if it was `localhost`.
 */
export class TunnelAgent extends HttpsProxyAgent<string> {
  readonly #trust: Trust;
  readonly #source: string;

  /** @param source the option or the variable that names the proxy */
  constructor(proxy: string, options: http.AgentOptions, trust: Trust, source: string) {
    super(proxy, { ...options, ...trust });
    this.#trust = trust;
    this.#source = source;
  }

  override async connect(...[request, options]: Parameters<HttpsProxyAgent<string>["connect"]>): Promise<Socket> {
    const { host } = options;
    const byAddress = host && isIP(host) ? { checkServerIdentity: identityOf(host) } : {};
    let refusal: ProxyError | undefined;
    request.once("proxyConnect", ({ statusCode, statusText }: { statusCode: number; statusText: string }) => {
      if (statusCode !== 200) refusal = new ProxyError(nameOf(this.proxy), statusCode, statusText);
    });
    // Whatever fails here is between this machine and the proxy: the service's own handshake comes later.
    const connection = super.connect(request, { ...options, ...this.#trust, ...byAddress });
    const socket = await reached(connection, this.proxy, this.#source);
    if (!refusal) return socket;
    socket.destroy();
    throw refusal;
  }
}

async function reached(connection: Promise<Socket>, proxy: URL, source: string): Promise<Socket> {
  try {
    return await connection;
  } catch (cause) {
    throw new ProxyDownError(proxy, source, cause);
  }
}

function nameOf(proxy: URL): string {
  return `The proxy ${proxy.origin}`;
}

function identityOf(host: string): typeof checkServerIdentity {
  return (_name, certificate) => checkServerIdentity(host, certificate);
}
