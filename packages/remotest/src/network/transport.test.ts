import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import * as http from "node:http";
import type * as https from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { worded } from "@remotest/core";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { caFileProblem, openTransport, proxyPasswords, proxyProblems } from "./transport.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "remotest-transport-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("the agents of a transport", () => {
  it("are one for each scheme, and keep no connection: requests that must not be repeated need a new one", async () => {
    const { agentFor } = await openTransport({ maxResponse: 2 ** 20 }, {});
    const plain = agentFor(new URL("http://a.example"));
    const secure = agentFor(new URL("https://a.example"));
    expect(plain).toBe(agentFor(new URL("http://b.example")));
    expect(secure).not.toBe(plain);
    for (const agent of [plain, secure]) expect(agent).toMatchObject({ maxSockets: 64, keepAlive: false });
  });

  it("open 64 connections at most for any number of polls beside 20 starts, and nothing starves", async () => {
    let open = 0;
    let most = 0;
    let allAreThere: () => void = () => undefined;
    const all = new Promise<void>((resolve) => (allAreThere = resolve));
    // Answers nothing until every connection that will come is there.
    const server = http.createServer((_request, response) => void all.then(() => response.end()));
    server.on("connection", (socket) => {
      most = Math.max(most, ++open);
      if (open === 64) setTimeout(() => allAreThere(), 50);
      socket.on("close", () => open--);
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const { fetch } = await openTransport({ maxResponse: 2 ** 20 }, {});
    const send = async (headers: Record<string, string>): Promise<string> => (await fetch(url, { headers })).text();
    const polls = Array.from({ length: 500 }, () => send({}));
    const starts = Array.from({ length: 20 }, () => send({ connection: "close" }));
    await Promise.all([...polls, ...starts]);
    server.closeAllConnections();
    server.close();
    expect(most).toBe(64);
  });

  it("with --proxy are agents of the proxy, one for each scheme", async () => {
    const { agentFor } = await openTransport({ proxy: "http://proxy.example:3128", maxResponse: 2 ** 20 }, {});
    const secure = agentFor(new URL("https://a.example"));
    expect(secure).toMatchObject({ proxy: new URL("http://proxy.example:3128") });
    expect(secure).toBe(agentFor(new URL("https://b.example")));
    expect(agentFor(new URL("http://a.example"))).not.toBe(secure);
  });

  it.each([
    { service: "https://127.0.0.1:9/", env: { HTTPS_PROXY: "http://me:s3cret@127.0.0.1:9" }, source: "HTTPS_PROXY" },
    { service: "http://127.0.0.1:9/", env: { http_proxy: "127.0.0.1:9" }, source: "http_proxy" },
    { service: "https://127.0.0.1:9/", env: { ALL_PROXY: "http://127.0.0.1:9" }, source: "ALL_PROXY" },
    { service: "https://127.0.0.1:9/", env: {}, proxy: "http://127.0.0.1:9", source: "--proxy (or REMOTEST_PROXY)" },
  ])("of a proxy that is down say so, and that it comes from $source", async ({ service, env, proxy, source }) => {
    // The library reads the process's own environment.
    vi.unstubAllEnvs();
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const { fetch } = await openTransport({ proxy, caFile: undefined, maxResponse: 1_000 }, env);
    const error: unknown = await fetch(service).then(
      () => undefined,
      (cause: unknown) => cause,
    );
    expect(error).toMatchObject({ code: "ERR_PROXY_DOWN" });
    expect(String(error)).toContain(`The proxy http://127.0.0.1:9, which comes from ${source}, cannot be reached: `);
    expect(String(error)).not.toContain("s3cret");
  });

  it("with --ca-file share the authorities, which are parsed only once", async () => {
    const caFile = join(folder, "empty.pem");
    await writeFile(caFile, "");
    const { agentFor } = await openTransport({ caFile, maxResponse: 2 ** 20 }, {});
    const { options } = agentFor(new URL("https://a.example")) as https.Agent;
    expect(options.ca).toBeUndefined();
    expect(options.secureContext).toBeInstanceOf(Object);
    const { agentFor: viaProxy } = await openTransport({ caFile, proxy: "http://p.example", maxResponse: 2 ** 20 }, {});
    expect(viaProxy(new URL("https://a.example"))).toMatchObject({
      connectOpts: { secureContext: expect.any(Object) },
    });
  });

  it("without a proxy are Node's own", async () => {
    const { agentFor } = await openTransport({ maxResponse: 2 ** 20 }, { NO_PROXY: "*" });
    expect(Object.getPrototypeOf(agentFor(new URL("http://a.example")))).toBe(http.Agent.prototype);
  });
});

describe("the proxies that the environment names", () => {
  afterEach(() => vi.unstubAllEnvs());
  /** Returns the proxy of an address. The library that chooses it reads the variables of this process. */
  async function proxyOf(address: string, env: Readonly<Record<string, string>>): Promise<string | undefined> {
    for (const name of ["http_proxy", "https_proxy", "all_proxy", "no_proxy"])
      for (const each of [name, name.toUpperCase()]) vi.stubEnv(each, env[each] ?? "");
    const { agentFor } = await openTransport({ maxResponse: 2 ** 20 }, env);
    const { proxy } = agentFor(new URL(address)) as { readonly proxy?: URL };
    return proxy?.href;
  }

  it.each([
    { title: "none", env: {}, proxy: undefined },
    { title: "one with a scheme", env: { HTTPS_PROXY: "https://p.example:1" }, proxy: "https://p.example:1/" },
    { title: "one without: http", env: { HTTPS_PROXY: "p.example:1" }, proxy: "http://p.example:1/" },
    { title: "one for all, without", env: { all_proxy: "me:pw@p.example:1" }, proxy: "http://me:pw@p.example:1/" },
    { title: "one of two", env: { https_proxy: "p.example:1", ALL_PROXY: "q.example" }, proxy: "http://p.example:1/" },
  ])("$title", async ({ env, proxy }) => expect(await proxyOf("https://a.example", env)).toBe(proxy));

  it.each([
    { range: "10.0.0.0/8", address: "https://10.200.3.4/", isProxied: false },
    { range: "10.0.0.0/8", address: "https://11.0.0.1/", isProxied: true },
    { range: "a.example 10.0.0.0/8,192.168.0.0/16", address: "https://192.168.7.7:8443/", isProxied: false },
    { range: "10.1.2.3/32", address: "https://10.1.2.4/", isProxied: true },
    { range: "0.0.0.0/0", address: "https://9.9.9.9/", isProxied: false },
    { range: "fd00::/8", address: "https://[fd12::1]/", isProxied: false },
    { range: "[fd00::]/8", address: "https://[fe80::1]/", isProxied: true },
    { range: "10.0.0.0/33", address: "https://10.0.0.1/", isProxied: true },
    { range: "10.0.0.0/8", address: "https://10.example/", isProxied: true },
  ])("NO_PROXY=$range and $address: $isProxied", async ({ range, address, isProxied }) => {
    const env = { HTTPS_PROXY: "p.example:1", NO_PROXY: range };
    expect((await proxyOf(address, env)) !== undefined).toBe(isProxied);
  });

  it.each([
    { address: "u:10%@p:1", says: /^HTTP_PROXY: has a % in its user or password/ },
    { address: "http://u:10%zz@p:1", says: /^HTTP_PROXY: has a % / },
    { address: "u:12#s3cret@p:1", says: /^HTTP_PROXY: has a \/, \? or # in/ },
    { address: "http://u:12/s3cret@p:1", says: /^HTTP_PROXY: has a \/, \? or # in/ },
    { address: "u:s3/cret@p:1", says: /^HTTP_PROXY must be the address/ },
    { address: "socks5://p:1", says: /^HTTP_PROXY must be the address/ },
  ])("$address is reported by the name of its variable, without its value", ({ address, says }) => {
    const env = { HTTP_PROXY: address };
    const [problem, ...more] = proxyProblems(env);
    expect(more).toEqual([]);
    expect(problem?.message).toMatch(says);
    expect(problem?.message).not.toMatch(/10%|s3/);
    expect(proxyPasswords(env).length > 0).toBe(address.includes("@"));
  });

  it.each(["p:1", "http://u:p%25ss@p:1/", "https://u:a^b@p"])("%s is valid", (address) =>
    expect(proxyProblems({ ALL_PROXY: address, http_proxy: address })).toEqual([]),
  );
});

describe("the file of --ca-file", () => {
  it("is valid with a certificate, and optional", async () => {
    await writeFile(join(folder, "ca.pem"), "# ours\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
    expect(caFileProblem(undefined)).toBeUndefined();
    expect(caFileProblem(join(folder, "ca.pem"))).toBeUndefined();
  });
  it.each([
    { title: "is missing", content: undefined, says: /cannot be read: ENOENT/ },
    { title: "is empty", content: "", says: /contains no PEM certificate/ },
    { title: "contains only a key", content: "-----BEGIN PRIVATE KEY-----\n", says: /contains no PEM certificate/ },
  ])("is refused if it $title", async ({ content, says }) => {
    const path = join(folder, "bad.pem");
    await rm(path, { force: true });
    if (content !== undefined) await writeFile(path, content);
    const message = worded(caFileProblem(path)?.message ?? "");
    expect(message).toMatch(/^--ca-file \(or REMOTEST_CA_FILE\)/);
    expect(message).toMatch(says);
  });
});
