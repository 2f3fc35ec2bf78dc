import { describe, expect, it } from "vitest";
import { withAgentProxy } from "./agent-proxy.ts";

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
  ])("$env: $wanted", ({ env, wanted }) => expect(withAgentProxy(env)).toEqual({ ...env, ...wanted }));
});
