import { readFileSync } from "node:fs";
import * as http from "node:http";
import type { Problem, Transport } from "@remotest/core";
import { type CommonOptions, credentialsProblem, passwordIn, unseen, withScheme } from "@remotest/core/flow";
import { nodeFetch } from "./node-fetch.ts";
import type { Platform } from "../platform.ts";
import type { ForwardProxyAgent, Trust, TunnelAgent } from "./proxy-agents.ts";

/** Enough for hundreds of runs waited for at once; polls are short. */
const kept: Sockets = { keepAlive: true, maxSockets: 64, maxFreeSockets: 64 };
/** For what may not be repeated, each on a connection of its own. */
const fresh: Sockets = { keepAlive: false, maxSockets: 64 };

type Sockets = Pick<http.AgentOptions, "keepAlive" | "maxSockets" | "maxFreeSockets">;

/**
 * Makes the way to the services: connections that are kept, the proxy that `--proxy` or the environment names, the
 * authorities that `--ca-file` adds, and no more of an answer than `--max-response` allows.
 */
export async function openTransport(
  options: Pick<CommonOptions, "proxy" | "caFile" | "maxResponse">,
  env: Platform["env"],
): Promise<Transport> {
  const trust = options.caFile ? trustIn(readFileSync(options.caFile, "utf8"), env) : {};
  const proxyFor = await proxies(options.proxy, env);
  const keptAgentFor = agents(kept, trust, proxyFor);
  const agentFor = agents(fresh, trust, proxyFor);
  const { maxResponse: maxResponseBytes } = options;
  const fetch = nodeFetch({ agentFor: keptAgentFor, freshAgentFor: agentFor }, maxResponseBytes);
  return { agentFor, fetch, maxResponseBytes };
}

/** Made when the first agent asks for it. */
function trustIn(pem: string, env: Platform["env"]): Trust {
  let context: Trust["secureContext"];
  return {
    get secureContext() {
      context ??= process.getBuiltinModule("node:tls").createSecureContext({ ca: trusted(pem, env) });
      return context;
    },
  };
}

/** What speaks TLS is loaded only where it is spoken, so that no other start waits for it. */
function openAgent(protocol: string, sockets: Sockets, trust: Trust): http.Agent {
  if (protocol === "http:") return unseen(new http.Agent(sockets), "[agent]");
  const https = process.getBuiltinModule("node:https");
  return unseen(new https.Agent({ ...sockets, ...trust }), "[agent]");
}

/** What is wrong with the file of authorities, if anything. */
export function caFileProblem(path: string | undefined): Problem | undefined {
  if (path === undefined) return undefined;
  try {
    if (readFileSync(path, "utf8").includes("-----BEGIN CERTIFICATE-----")) return undefined;
    return { message: `--ca-file (or REMOTEST_CA_FILE): ${JSON.stringify(path)} holds no PEM certificate.` };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { message: `--ca-file (or REMOTEST_CA_FILE): ${JSON.stringify(path)} cannot be read: ${why}.` };
  }
}

/**
 * What is wrong with the proxies that the environment names. `--proxy` is checked by its table. Values are not
 * repeated: they may hold a password.
 */
export function proxyProblems(env: Platform["env"]): Problem[] {
  return proxyVariables.flatMap((name) => {
    const address = env[name];
    if (!address) return [];
    const whole = withScheme(address);
    if (!URL.canParse(whole) || !/^https?:$/.test(new URL(whole).protocol))
      return [{ message: `${name}: is not the address of an http or https proxy.` }];
    const problem = credentialsProblem(new URL(whole));
    return problem === undefined ? [] : [{ message: `${name}: ${problem}.` }];
  });
}

const proxyVariables = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"].flatMap((name) => [name, name.toLowerCase()]);

/** The passwords in the addresses of the proxies that the environment names: see `passwordIn`. */
export function proxyPasswords(env: Platform["env"]): string[] {
  return proxyVariables.flatMap((name) => passwordIn(env[name] ?? ""));
}

/** Giving Node a list of authorities replaces its own, so they are named together. */
function trusted(pem: string, env: Platform["env"]): string[] {
  const tls = process.getBuiltinModule("node:tls");
  // Node 22.15 and later know the whole default list; before, what NODE_EXTRA_CA_CERTS adds is read here.
  if ("getCACertificates" in tls) return [...tls.getCACertificates("default"), pem];
  const extra = env["NODE_EXTRA_CA_CERTS"];
  const { rootCertificates } = tls as { readonly rootCertificates: readonly string[] };
  return [...rootCertificates, ...(extra ? [readFileSync(extra, "utf8")] : []), pem];
}

/** The proxy for an address, if there is one, and the agents that go through proxies. */
interface Proxies {
  readonly addressFor: (url: URL) => string;
  readonly agents: {
    readonly ForwardProxyAgent: typeof ForwardProxyAgent;
    readonly TunnelAgent: typeof TunnelAgent;
  };
}

/** The proxy's agents are loaded only where a proxy is named. */
async function proxies(proxy: string | undefined, env: Platform["env"]): Promise<Proxies | undefined> {
  const named = ["https_proxy", "http_proxy", "all_proxy"].some((name) => env[name] || env[name.toUpperCase()]);
  if (!proxy && !named) return undefined;
  const [agents, { getProxyForUrl }] = await Promise.all([import("./proxy-agents.ts"), import("proxy-from-env")]);
  const isWithoutProxy = noProxyRanges(env);
  return {
    agents,
    addressFor: (url) => proxy ?? (isWithoutProxy(url.hostname) ? "" : asGiven(getProxyForUrl(url.href), url, env)),
  };
}

/** Where a variable names no scheme, the library takes that of the service: a proxy would be spoken to in TLS. */
function asGiven(address: string, { protocol }: URL, env: Platform["env"]): string {
  const given =
    [protocol.replace(":", "_proxy"), "all_proxy"].map((name) => env[name] || env[name.toUpperCase()]).find(Boolean) ??
    "";
  return address === `${protocol}//${given}` ? withScheme(given) : address;
}

/** Ranges of addresses in NO_PROXY, such as 10.0.0.0/8, which the library that reads it takes for names. */
function noProxyRanges(env: Platform["env"]): (hostname: string) => boolean {
  const { BlockList, isIP } = process.getBuiltinModule("node:net");
  const ranges = new BlockList();
  for (const entry of (env["no_proxy"] || env["NO_PROXY"] || "").split(/[\s,]+/)) {
    const [, address = "", bits = ""] = /^\[?([\d.]+|[\da-f:]+)\]?\/(\d{1,3})$/i.exec(entry) ?? [];
    const family = isIP(address);
    if (family !== 0 && Number(bits) <= (family === 4 ? 32 : 128))
      ranges.addSubnet(address, Number(bits), family === 4 ? "ipv4" : "ipv6");
  }
  return (hostname) => {
    const bare = hostname.replaceAll(/^\[|\]$/g, "");
    const family = isIP(bare);
    return family !== 0 && ranges.check(bare, family === 4 ? "ipv4" : "ipv6");
  };
}

/** One agent for each way to go; made when the first request takes it. */
function agents(sockets: Sockets, trust: Trust, through: Proxies | undefined): (url: URL) => http.Agent {
  const open = new Map<string, http.Agent>();
  return (url) => {
    const address = through?.addressFor(url) ?? "";
    const key = `${url.protocol} ${address}`;
    const known = open.get(key);
    if (known) return known;
    const agent =
      through && address ? proxyAgent(through, url, address, sockets, trust) : openAgent(url.protocol, sockets, trust);
    open.set(key, agent);
    return agent;
  };
}

/** Its address holds a password, and its requests hold the account's. */
function proxyAgent(
  { agents: through }: Proxies,
  { protocol }: URL,
  address: string,
  sockets: Sockets,
  trust: Trust,
): http.Agent {
  const agent =
    protocol === "http:"
      ? new through.ForwardProxyAgent(address, { ...sockets, ...trust })
      : new through.TunnelAgent(address, sockets, trust);
  return unseen(agent, `[agent of the proxy ${new URL(address).origin}]`);
}
