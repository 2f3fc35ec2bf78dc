import { afterEach, describe, expect, it, vi } from "vitest";
import { withAgentProxy } from "./agent-proxy.ts";
import { loadLibrary, logOf } from "./job.fixture.ts";

const library = await loadLibrary();
afterEach(() => void vi.unstubAllEnvs());

const agent = { AGENT_PROXYURL: "http://proxy:8080" };
const both = (url: string): object => ({ HTTPS_PROXY: url, HTTP_PROXY: url });

describe("the proxy of the agent", () => {
  it.each([
    { env: agent, wanted: both("http://proxy:8080/") },
    {
      env: { ...agent, AGENT_PROXYUSERNAME: "jo e", AGENT_PROXYPASSWORD: "p@ss" },
      wanted: both("http://jo%20e:p%40ss@proxy:8080/"),
    },
    { env: { ...agent, https_proxy: "http://mine" }, wanted: { https_proxy: "http://mine" } },
    { env: { AGENT_PROXYURL: "no address" }, wanted: {} },
    { env: {}, wanted: {} },
  ])("$env: $wanted", ({ env, wanted }) => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    expect(withAgentProxy(env, library)).toEqual({ ...env, ...wanted });
  });

  it("has the password that the agent keeps among its secrets", async () => {
    vi.stubEnv("AGENT_PROXYURL", "http://proxy:8080");
    vi.stubEnv("AGENT_PROXYUSERNAME", "joe");
    await logOf(() => library.setVariable("Agent.ProxyPassword", "p@ss", true));
    expect(withAgentProxy({}, library)).toEqual(both("http://joe:p%40ss@proxy:8080/"));
  });
});
