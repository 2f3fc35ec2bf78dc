import { execFile } from "node:child_process";
import { createServer as createTlsServer } from "node:https";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as apptest from "../stage/fake-apptest.ts";
import * as ats from "../stage/fake-ats.ts";
import { type FakeService, listen } from "../stage/fake-service.ts";
import { requirePeer } from "../stage/peer.ts";
import { proxy } from "../stage/proxy.ts";
import { openWorkspace, runArgs, type Service, services } from "../stage/workspace.ts";

const fakes: Readonly<Record<Service, (open?: Parameters<typeof apptest.fakeApptest>[1]) => Promise<FakeService>>> = {
  apptest: (open) => apptest.fakeApptest({}, open),
  ats: (open) => ats.fakeAts({}, open),
};

describe.concurrent.each(services)("%s through a proxy, over http", (service) => {
  const through: readonly {
    title: string;
    more: (url: string) => { args?: string[]; env?: Record<string, string> };
  }[] = [
    { title: "--proxy", more: (url) => ({ args: ["--proxy", url] }) },
    { title: "REMOTEST_PROXY", more: (url) => ({ env: { REMOTEST_PROXY: url } }) },
    { title: "HTTP_PROXY", more: (url) => ({ env: { HTTP_PROXY: url } }) },
    { title: "http_proxy", more: (url) => ({ env: { http_proxy: url } }) },
    { title: "--proxy, with any NO_PROXY", more: (url) => ({ args: ["--proxy", url], env: { NO_PROXY: "*" } }) },
  ];
  it.each(through)("$title: every request goes through it", async ({ more }) => {
    await using fake = await fakes[service]();
    await using via = await proxy();
    await using space = await openWorkspace(fake.url);
    const { args = [], env = {} } = more(via.url);
    const { code, stderr } = await space.remotest(runArgs(service, "any", ...args), { env });
    expect(code, stderr).toBe(0);
    expect(via.requests).toHaveLength(3);
    for (const asked of via.requests) expect(asked).toContain(`${fake.url}/`);
  });

  it.each([
    { title: "NO_PROXY names the host", env: { NO_PROXY: "example.com,127.0.0.1" } },
    { title: "NO_PROXY names all", env: { NO_PROXY: "*" } },
    { title: "HTTPS_PROXY is for https", env: { HTTP_PROXY: "" } },
  ])("$title: no request goes through it", async ({ env }) => {
    await using fake = await fakes[service]();
    await using via = await proxy();
    await using space = await openWorkspace(fake.url);
    const given = { HTTP_PROXY: via.url, HTTPS_PROXY: via.url, ...env } as Record<string, string>;
    const { code, stderr } = await space.remotest(runArgs(service, "any"), { env: given });
    expect(code, stderr).toBe(0);
    expect(via.requests).toEqual([]);
  });

  it("its account is sent, and not shown anywhere", async () => {
    await using fake = await fakes[service]();
    await using via = await proxy("robot:pr0xy+secret");
    await using space = await openWorkspace(fake.url);
    const good = `http://robot:${encodeURIComponent("pr0xy+secret")}@127.0.0.1:${via.port}`;
    const ran = await space.remotest(runArgs(service, "any", "--proxy", good, "--verbose"));
    expect(ran.code, ran.stderr).toBe(0);
    const bad = `http://robot:${encodeURIComponent("wr0ng+secret")}@127.0.0.1:${via.port}`;
    const refused = await space.remotest(runArgs(service, "any", "--proxy", bad, "--verbose", "--json"));
    expect(refused.code, refused.stderr).toBe(3);
    expect(refused.stderr).toContain("407");
    for (const secret of ["pr0xy", "wr0ng"]) expect(ran.stderr + refused.stderr + refused.stdout).not.toContain(secret);
  });

  it("an unreachable proxy: 3, because nothing was sent", async () => {
    await using fake = await fakes[service]();
    await using space = await openWorkspace(fake.url);
    const { code, stderr } = await space.remotest(runArgs(service, "any", "--proxy", "http://127.0.0.1:9"));
    expect(code, stderr).toBe(3);
    expect(fake.connections()).toBe(0);
  });
});

const describeWithOpenssl = requirePeer("openssl", ["openssl", "version"]);

describeWithOpenssl("the user's own authority", () => {
  let folder: string;
  let tls: { key: string; cert: string };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "remotest-ca-"));
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1";
    const rest = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert];
    await promisify(execFile)("openssl", [...request.split(" "), ...rest]);
    tls = { key: await readFile(key, "utf8"), cert: await readFile(cert, "utf8") };
  });
  afterAll(() => rm(folder, { recursive: true }));
  const overTls: Parameters<typeof apptest.fakeApptest>[1] = (listener) =>
    listen(createTlsServer(tls, listener), "https");
  const ca = (): string => join(folder, "cert.pem");

  describe.concurrent.each(services)("%s", (service) => {
    it("is trusted with --ca-file, even for the start and its upload", async () => {
      await using fake = await fakes[service](overTls);
      await using space = await openWorkspace(fake.url);
      const { code, stderr } = await space.remotest(runArgs(service, "any", "--ca-file", ca()));
      expect(code, stderr).toBe(0);
      expect(fake.calls).toEqual({ start: 1, status: 1, result: 1 });
    });

    it("is trusted with NODE_EXTRA_CA_CERTS as usual, even beside another --ca-file", async () => {
      await using fake = await fakes[service](overTls);
      await using space = await openWorkspace(fake.url);
      const env = { NODE_EXTRA_CA_CERTS: ca() };
      expect((await space.remotest(runArgs(service, "any"), { env })).code).toBe(0);
    });

    it("is not trusted without it: 3, nothing sent, with the reason", async () => {
      await using fake = await fakes[service](overTls);
      await using space = await openWorkspace(fake.url);
      const { code, stderr } = await space.remotest(runArgs(service, "any"));
      expect(code, stderr).toBe(3);
      expect(fake.calls.start).toBe(0);
      expect(stderr).toMatch(/self-signed certificate/);
      expect(stderr).toMatch(/Next step .*certificate/);
      expect(stderr).not.toMatch(/trying again/i);
    });

    it.each(["--proxy", "HTTPS_PROXY"])("through the tunnel of a proxy, %s", async (how) => {
      await using fake = await fakes[service](overTls);
      await using via = await proxy("robot:secret");
      await using space = await openWorkspace(fake.url);
      const url = `http://robot:secret@127.0.0.1:${via.port}`;
      const args = how === "--proxy" ? ["--proxy", url] : [];
      const env: Record<string, string> = how === "--proxy" ? {} : { HTTPS_PROXY: url };
      const { code, stderr } = await space.remotest(runArgs(service, "any", "--ca-file", ca(), ...args), { env });
      expect(code, stderr).toBe(0);
      expect(via.requests.length).toBeGreaterThan(0);
      for (const asked of via.requests) expect(asked).toBe(`CONNECT 127.0.0.1:${fake.port}`);
      expect(fake.connections()).toBe(via.requests.length);
    });

    it("a proxy that refuses the tunnel: never a pass, nothing started", async () => {
      await using fake = await fakes[service](overTls);
      await using via = await proxy("robot:secret");
      await using space = await openWorkspace(fake.url);
      const { code, stderr } = await space.remotest(runArgs(service, "any", "--ca-file", ca(), "--proxy", via.url));
      expect(code, stderr).toBe(3);
      expect(stderr).toContain("407");
      expect(fake.connections()).toBe(0);
    });
  });
});
