import type { TaskLibrary } from "./task-library.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment with the proxy that the agent itself was set up with, unless the job names one. What the agent's
 * proxy is not for is a list of patterns that no NO_PROXY can say: NO_PROXY of the job counts.
 */
export function withAgentProxy(env: Environment, library: TaskLibrary): Environment {
  const named = ["https_proxy", "http_proxy", "all_proxy"].some((name) => env[name] || env[name.toUpperCase()]);
  const proxy = named ? undefined : agentProxy(library);
  return proxy === undefined ? env : { ...env, HTTPS_PROXY: proxy, HTTP_PROXY: proxy };
}

/** The library puts user and password into the address as they are: one with an @ in it would name another host. */
function agentProxy({ getHttpProxyConfiguration }: TaskLibrary): string | undefined {
  try {
    const { proxyUrl, proxyUsername, proxyPassword } = getHttpProxyConfiguration() ?? {};
    if (!proxyUrl) return undefined;
    const url = new URL(proxyUrl);
    if (proxyUsername) url.username = encodeURIComponent(proxyUsername);
    if (proxyPassword) url.password = encodeURIComponent(proxyPassword);
    return url.href;
  } catch {
    // What the agent gives is not an address.
    return undefined;
  }
}
