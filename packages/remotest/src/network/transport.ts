import { readFileSync } from "node:fs";
import * as http from "node:http";
import { type InputNames, type Problem, type Transport, quotedPath } from "@remotest/core";
import {
  commandNames,
  type CommonOptions,
  credentialsProblem,
  passwordIn,
  unseen,
  withScheme,
} from "@remotest/core/flow";
import { nodeFetch } from "./node-fetch.ts";
import type { Platform } from "../platform.ts";
import type { ForwardProxyAgent, Trust, TunnelAgent } from "./proxy-agents.ts";

/**
 * For polls, which are short: enough to wait for a thousand runs at the same time. With the 20 starts that a plan makes at
 * once by default, 64 connections.
 */
const kept: Sockets = { keepAlive: true, maxSockets: 44, maxFreeSockets: 44 };
/**
 * For requests that must not be repeated: each uses a new connection. They are apart from the polls, because an upload may
 * have a connection for minutes, and polls that waited for it would time out. `concurrency` limits them.
 */
const fresh: Sockets = { keepAlive: false, maxSockets: 64 };

type Sockets = Pick<http.AgentOptions, "keepAlive" | "maxSockets" | "maxFreeSockets">;

/**
 * Opens the transport to the services: kept connections, the proxy that `--proxy` or the environment names, the
 * certificate authorities of `--ca-file`, and the limit of `--max-response`.
 */
export async function openTransport(
  options: Pick<CommonOptions, "proxy" | "caFile" | "maxResponse">,
  env: Platform["env"],
  names?: InputNames,
): Promise<Transport> {
  const trust = options.caFile ? trustIn(readFileSync(options.caFile, "utf8"), env) : {};
  const proxyFor = await loadProxies(options.proxy, env, names);
  const keptAgentFor = agents(kept, trust, proxyFor);
  const agentFor = agents(fresh, trust, proxyFor);
  const { maxResponse: maxResponseBytes } = options;
  const fetch = nodeFetch({ agentFor: keptAgentFor, freshAgentFor: agentFor }, maxResponseBytes);
  return { agentFor, fetch, maxResponseBytes };
}

/** A proxy that requests to an address go through. */
export interface ProxyInUse {
  /** Without its account. */
  readonly origin: string;
  /** The option or the variable that names it. */
  readonly source: string;
}

/** Returns the proxy that `openTransport` uses for an address; undefined if requests go there directly. */
export async function proxyInUse(
  url: URL,
  options: Pick<CommonOptions, "proxy">,
  env: Platform["env"],
  names?: InputNames,
): Promise<ProxyInUse | undefined> {
  const proxies = await loadProxies(options.proxy, env, names);
  const address = proxies?.addressFor(url);
  return proxies && address ? { origin: new URL(address).origin, source: proxies.sourceOf(address) } : undefined;
}

/** Parses the authorities when an agent first needs them. */
function trustIn(pem: string, env: Platform["env"]): Trust {
  let context: Trust["secureContext"];
  return {
    get secureContext() {
      context ??= process.getBuiltinModule("node:tls").createSecureContext({ ca: allAuthorities(pem, env) });
      return context;
    },
  };
}

/** Loads TLS only for https, because loading it takes time. */
function openAgent(protocol: string, sockets: Sockets, trust: Trust): http.Agent {
  if (protocol === "http:") return unseen(new http.Agent(sockets), "[agent]");
  const https = process.getBuiltinModule("node:https");
  return unseen(new https.Agent({ ...sockets, ...trust }), "[agent]");
}

/** Checks the file of `--ca-file`. */
export function caFileProblem(path: string | undefined): Problem | undefined {
  if (path === undefined) return undefined;
  try {
    if (readFileSync(path, "utf8").includes("-----BEGIN CERTIFICATE-----")) return undefined;
    return caFileIs(path, "contains no PEM certificate");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return caFileIs(path, `cannot be read: ${why}`);
  }
}

function caFileIs(path: string, what: string): Problem {
  return {
    message: ({ optionOrVariable }) => `${optionOrVariable("remotest", "caFile")}: ${quotedPath(path)} ${what}.`,
  };
}

/**
 * Checks the proxies that the environment names. (`--proxy` is checked by its table.) Messages do not repeat the values:
 * they may contain a password.
 */
export function proxyProblems(env: Platform["env"]): Problem[] {
  return proxyVariables.flatMap((name) => {
    const address = env[name];
    if (!address) return [];
    const whole = withScheme(address);
    if (!URL.canParse(whole) || !/^https?:$/.test(new URL(whole).protocol))
      return [{ message: `${name} must be the address of an http or https proxy.` }];
    const problem = credentialsProblem(new URL(whole));
    return problem === undefined ? [] : [{ message: `${name}: ${problem}.` }];
  });
}

const proxyVariables = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"].flatMap((name) => [name, name.toLowerCase()]);

/** Returns the passwords of the proxies that the environment names, see `passwordIn`. */
export function proxyPasswords(env: Platform["env"]): string[] {
  return proxyVariables.flatMap((name) => passwordIn(env[name] ?? ""));
}

/** A list of authorities replaces Node's own list, so the result contains both. */
function allAuthorities(pem: string, env: Platform["env"]): string[] {
  const tls = process.getBuiltinModule("node:tls");
  // Node 22.15 and later return the whole default list; for earlier ones, NODE_EXTRA_CA_CERTS is read here.
  if ("getCACertificates" in tls) return [...tls.getCACertificates("default"), pem];
  const extra = env["NODE_EXTRA_CA_CERTS"];
  const { rootCertificates } = tls as { readonly rootCertificates: readonly string[] };
  return [...rootCertificates, ...(extra ? [readFileSync(extra, "utf8")] : []), pem];
}

/** Finds the proxy for an address, and has the classes of the agents that use one. */
interface Proxies {
  readonly addressFor: (url: URL) => string;
  /** The option or the variable that an address comes from. */
  readonly sourceOf: (address: string) => string;
  readonly agents: {
    readonly ForwardProxyAgent: typeof ForwardProxyAgent;
    readonly TunnelAgent: typeof TunnelAgent;
  };
}

/** Loads the agents only if a proxy is named. */
async function loadProxies(
  proxy: string | undefined,
  env: Platform["env"],
  { optionOrVariable }: InputNames = commandNames,
): Promise<Proxies | undefined> {
  const named = ["https_proxy", "http_proxy", "all_proxy"].some((name) => env[name] || env[name.toUpperCase()]);
  if (!proxy && !named) return undefined;
  const [agents, { getProxyForUrl }] = await Promise.all([import("./proxy-agents.ts"), import("proxy-from-env")]);
  const isWithoutProxy = noProxyRanges(env);
  return {
    agents,
    sourceOf: (address) => (proxy === undefined ? variableOf(address, env) : optionOrVariable("remotest", "proxy")),
    addressFor: (url) =>
      proxy ?? (isWithoutProxy(url.hostname) ? "" : withOwnScheme(getProxyForUrl(url.href), url, env)),
  };
}

function variableOf(address: string, env: Platform["env"]): string {
  const isSource = (name: string): boolean =>
    Boolean(env[name]) && [withScheme(env[name] ?? ""), env[name]].includes(address);
  return proxyVariables.find(isSource) ?? "the environment";
}

/** If a variable has no scheme, the library uses the service's, so that TLS would be spoken to an http proxy. */
function withOwnScheme(address: string, { protocol }: URL, env: Platform["env"]): string {
  const given =
    [protocol.replace(":", "_proxy"), "all_proxy"].map((name) => env[name] || env[name.toUpperCase()]).find(Boolean) ??
    "";
  return address === `${protocol}//${given}` ? withScheme(given) : address;
}

/** Reads the ranges of addresses in NO_PROXY, such as 10.0.0.0/8; the library treats them as names. */
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

/** Returns one agent for each combination of protocol and proxy, created when it is first needed. */
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

/** The agent is hidden from output, because its address may contain a password, and its requests contain the account. */
function proxyAgent(
  { agents: through, sourceOf }: Proxies,
  { protocol }: URL,
  address: string,
  sockets: Sockets,
  trust: Trust,
): http.Agent {
  const agent =
    protocol === "http:"
      ? new through.ForwardProxyAgent(address, { ...sockets, ...trust }, sourceOf(address))
      : new through.TunnelAgent(address, sockets, trust, sourceOf(address));
  return unseen(agent, `[agent of the proxy ${new URL(address).origin}]`);
}
