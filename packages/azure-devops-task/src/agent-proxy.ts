import type { TaskLibrary } from "./task-library.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Adds the agent's own proxy to the environment, unless the job names one. The agent's list of bypassed addresses has
 * patterns that NO_PROXY cannot express, so only the job's NO_PROXY counts.
 */
export function withAgentProxy(env: Environment, library: TaskLibrary): Environment {
  const named = ["https_proxy", "http_proxy", "all_proxy"].some((name) => env[name] || env[name.toUpperCase()]);
  const proxy = named ? undefined : agentProxy(library);
  return proxy === undefined ? env : { ...env, HTTPS_PROXY: proxy, HTTP_PROXY: proxy };
}

/** The library does not encode user and password: a password with an `@` would name another host. */
function agentProxy({ getHttpProxyConfiguration }: TaskLibrary): string | undefined {
  try {
    const { proxyUrl, proxyUsername, proxyPassword } = getHttpProxyConfiguration() ?? {};
    if (!proxyUrl) return undefined;
    const url = new URL(proxyUrl);
    if (proxyUsername) url.username = encodeURIComponent(proxyUsername);
    if (proxyPassword) url.password = encodeURIComponent(proxyPassword);
    return url.href;
  } catch {
    // The agent's value is not an address.
    return undefined;
  }
}
