type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment with the proxy that the agent itself was set up with, unless the job names one. What the agent's
 * proxy is not for is a list of patterns that no NO_PROXY can say: NO_PROXY of the job counts.
 */
export function withAgentProxy(env: Environment): Environment {
  const { AGENT_PROXYURL, AGENT_PROXYUSERNAME, AGENT_PROXYPASSWORD } = env;
  const named = ["https_proxy", "http_proxy", "all_proxy"].some((name) => env[name] || env[name.toUpperCase()]);
  if (named || !AGENT_PROXYURL || !URL.canParse(AGENT_PROXYURL)) return env;
  const url = new URL(AGENT_PROXYURL);
  if (AGENT_PROXYUSERNAME) url.username = encodeURIComponent(AGENT_PROXYUSERNAME);
  if (AGENT_PROXYPASSWORD) url.password = encodeURIComponent(AGENT_PROXYPASSWORD);
  return { ...env, HTTPS_PROXY: url.href, HTTP_PROXY: url.href };
}
