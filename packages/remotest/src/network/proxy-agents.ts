import type * as http from "node:http";
import { isIP, type Socket } from "node:net";
import { checkServerIdentity, type SecureContext } from "node:tls";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import { proxyRefused } from "@remotest/http";

/** A proxy that says no. Nothing went through it; its name is told, its account is not. */
class ProxyError extends Error {
  override readonly name = "ProxyError";
  readonly code: typeof proxyRefused | "ERR_PROXY_TUNNEL";

  constructor(who: string, status: number, words = "") {
    super(`${who} refused: ${status} ${words}`.trim());
    // What is wrong with the asking stays wrong; what is wrong beyond the proxy may pass.
    this.code = status >= 400 && status < 500 ? proxyRefused : "ERR_PROXY_TUNNEL";
  }
}

/**
 * Authorities to trust; none given means the usual ones. Read once: given as texts, Node would read all of them again
 * for each connection, which takes tens of milliseconds and some megabytes.
 */
export interface Trust {
  readonly secureContext?: SecureContext;
}

/**
 * Forwards plain http through a proxy. `http-proxy-agent` renders the head of a request anew, with the whole address
 * in it; that of a request which waits for `100 Continue` is queued already, and would go out a second time: two
 * start requests in place of one.
 */
export class ForwardProxyAgent extends HttpProxyAgent<string> {
  /** Every request comes by here, also one for which a connection was kept. */
  override addRequest(...[request, options]: Parameters<HttpProxyAgent<string>["addRequest"]>): void {
    request.prependOnceListener("response", ({ statusCode, statusMessage }) => {
      // It would pass for an answer of the service. Some proxies say 401 to a wrong password, as a service does.
      const who = { 407: nameOf(this.proxy), 401: `${nameOf(this.proxy)}, or the service behind it,` }[statusCode ?? 0];
      if (who !== undefined) request.emit("error", new ProxyError(who, statusCode ?? 0, statusMessage));
    });
    super.addRequest(request, options);
  }

  override async connect(...[request, options]: Parameters<HttpProxyAgent<string>["connect"]>): Promise<Socket> {
    const socket = await super.connect(request, options);
    const [head, ...more] = request.outputData ?? [];
    if (head && more.some(({ data }) => data === head.data)) request.outputData?.splice(1, more.length);
    return socket;
  }
}

/**
 * Tunnels https through a proxy. `https-proxy-agent` trusts given authorities for the proxy only, not inside the
 * tunnel, and takes a service that is addressed by its IP for `localhost`.
 */
export class TunnelAgent extends HttpsProxyAgent<string> {
  readonly #trust: Trust;

  constructor(proxy: string, options: http.AgentOptions, trust: Trust) {
    super(proxy, { ...options, ...trust });
    this.#trust = trust;
  }

  override async connect(...[request, options]: Parameters<HttpsProxyAgent<string>["connect"]>): Promise<Socket> {
    const { host } = options;
    const byAddress = host && isIP(host) ? { checkServerIdentity: identityOf(host) } : {};
    let refusal: ProxyError | undefined;
    request.once("proxyConnect", ({ statusCode, statusText }: { statusCode: number; statusText: string }) => {
      if (statusCode !== 200) refusal = new ProxyError(nameOf(this.proxy), statusCode, statusText);
    });
    const socket = await super.connect(request, { ...options, ...this.#trust, ...byAddress });
    if (!refusal) return socket;
    socket.destroy();
    throw refusal;
  }
}

function nameOf(proxy: URL): string {
  return `The proxy ${proxy.origin}`;
}

function identityOf(host: string): typeof checkServerIdentity {
  return (_name, certificate) => checkServerIdentity(host, certificate);
}
