import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer as createTlsServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as apptest from "../stage/fake-apptest.ts";
import * as ats from "../stage/fake-ats.ts";
import { type FakeService, listen } from "../stage/fake-service.ts";
import { oldestNode } from "../stage/oldest-node.ts";
import { requirePeer } from "../stage/peer.ts";
import { type Tinyproxy, tinyproxy } from "../stage/tinyproxy.ts";
import { openWorkspace, runArgs, type Service, services } from "../stage/workspace.ts";

type FakeOptions = Parameters<typeof apptest.fakeApptest>[1];
const fakes: Readonly<Record<Service, (open?: FakeOptions) => Promise<FakeService>>> = {
  apptest: (open) => apptest.fakeApptest({}, open),
  ats: (open) => ats.fakeAts({}, open),
};
const account = ["robot", "pr0xySecret"] as const;
const nodes = [
  { release: "the oldest Node", node: oldestNode() },
  { release: "this Node", node: process.execPath },
] as const;
const rows = nodes.flatMap((node) => services.map((service) => ({ ...node, service })));

const describeWithTinyproxy = requirePeer("tinyproxy", ["tinyproxy", "-v"]);
const describeWithOpenssl = requirePeer("openssl", ["openssl", "version"]);

describeWithTinyproxy("tinyproxy, which requires an account", () => {
  let via: Tinyproxy;
  beforeAll(async () => {
    via = await tinyproxy(account);
  });
  afterAll(() => via[Symbol.asyncDispose]());
  const address = (password: string = account[1]): string => `http://${account[0]}:${password}@127.0.0.1:${via.port}`;
  /** Returns the proxy's requests to one service: other tests use the same proxy. */
  const asked = async ({ port }: FakeService): Promise<readonly string[]> =>
    (await via.requests()).filter((request) => request.includes(`127.0.0.1:${port}`));
  const hide = (output: string): void => {
    expect(output).not.toContain(account[1]);
    expect(output).not.toContain("wr0ngSecret");
    expect(output).not.toContain(Buffer.from(account.join(":")).toString("base64").replace(/=+$/, ""));
  };

  describe.each(rows)("http: $service, $release", ({ service, node }) => {
    it.each(["--proxy", "HTTP_PROXY"])("uses it, even for the upload: %s", async (how) => {
      await using fake = await fakes[service]();
      await using space = await openWorkspace(fake.url);
      const args = how === "--proxy" ? ["--proxy", address()] : [];
      const env: Record<string, string> = how === "--proxy" ? {} : { HTTP_PROXY: address() };
      const ended = await space.remotest(runArgs(service, "any", "--verbose", ...args), { env, node });
      expect(ended.code, ended.stderr).toBe(0);
      expect(fake.calls).toEqual({ start: 1, status: 1, result: 1 });
      expect((await asked(fake)).map((request) => request.split(" ", 1)[0])).toEqual(
        service === "ats" ? ["POST", "POST", "POST"] : ["POST", "GET", "GET"],
      );
      hide(ended.stdout + ended.stderr);
    });

    it("a wrong password: 3 immediately, with the name of the proxy and no secret", async () => {
      await using fake = await fakes[service]();
      await using space = await openWorkspace(fake.url);
      const args = runArgs(service, "any", "--proxy", address("wr0ngSecret"), "--verbose", "--json");
      const ended = await space.remotest(args, { node });
      expect(ended.code, ended.stderr).toBe(3);
      // Tinyproxy answers a wrong password with 401, which could also be the service's answer.
      const who = `The proxy http://127.0.0.1:${via.port}, or the service behind it, refused: 401`;
      expect(ended.stderr).toContain(who);
      expect(ended.stderr).toContain("Check the user and the password of the proxy");
      expect(await asked(fake)).toHaveLength(1);
      expect(fake.connections()).toBe(0);
      hide(ended.stdout + ended.stderr);
    });

    it("no password: 3 immediately, with the name of the proxy", async () => {
      await using fake = await fakes[service]();
      await using space = await openWorkspace(fake.url);
      const without = ["--proxy", `http://127.0.0.1:${via.port}`];
      const ended = await space.remotest(runArgs(service, "any", ...without), { node });
      expect(ended.code, ended.stderr).toBe(3);
      expect(ended.stderr).toContain(`The proxy http://127.0.0.1:${via.port} refused: 407`);
      expect(fake.connections()).toBe(0);
    });

    it("NO_PROXY: it is not used", async () => {
      await using fake = await fakes[service]();
      await using space = await openWorkspace(fake.url);
      const env = { HTTP_PROXY: address(), HTTPS_PROXY: address(), NO_PROXY: "example.com, 127.0.0.1" };
      const { code, stderr } = await space.remotest(runArgs(service, "any"), { env, node });
      expect(code, stderr).toBe(0);
      expect(await asked(fake)).toEqual([]);
    });
  });

  describeWithOpenssl("https, with the user's own authority", () => {
    let folder: string;
    let tls: { key: string; cert: string };
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "remotest-proxied-ca-"));
      tls = await chain(folder);
    });
    afterAll(() => rm(folder, { recursive: true }));
    const overTls: FakeOptions = (listener) => listen(createTlsServer(tls, listener), "https");
    const ca = (): string => join(folder, "ca.pem");

    describe.each(rows)("$service, $release", ({ service, node }) => {
      it.each(["--proxy", "HTTPS_PROXY"])("uses its tunnel, even for the upload: %s", async (how) => {
        await using fake = await fakes[service](overTls);
        await using space = await openWorkspace(fake.url);
        const args = how === "--proxy" ? ["--proxy", address()] : [];
        const env: Record<string, string> = how === "--proxy" ? {} : { HTTPS_PROXY: address() };
        const ended = await space.remotest(runArgs(service, "any", "--ca-file", ca(), ...args), { env, node });
        expect(ended.code, ended.stderr).toBe(0);
        expect(fake.calls).toEqual({ start: 1, status: 1, result: 1 });
        const tunnels = await asked(fake);
        expect(tunnels.length).toBe(fake.connections());
        for (const tunnel of tunnels) expect(tunnel).toMatch(/^CONNECT /);
        hide(ended.stdout + ended.stderr);
      });

      it("without the authority: 3, and not one request", async () => {
        await using fake = await fakes[service](overTls);
        await using space = await openWorkspace(fake.url);
        const { code, stderr } = await space.remotest(runArgs(service, "any", "--proxy", address()), { node });
        expect(code, stderr).toBe(3);
        expect(fake.calls).toEqual({ start: 0, status: 0, result: 0 });
      });

      it("a wrong password: 3 immediately, with the name of the proxy and no secret", async () => {
        await using fake = await fakes[service](overTls);
        await using space = await openWorkspace(fake.url);
        const wrong = ["--ca-file", ca(), "--proxy", address("wr0ngSecret"), "--verbose", "--json"];
        const ended = await space.remotest(runArgs(service, "any", ...wrong), { node });
        expect(ended.code, ended.stderr).toBe(3);
        expect(ended.stderr).toContain(`The proxy http://127.0.0.1:${via.port} refused: 401`);
        expect(await asked(fake)).toHaveLength(1);
        expect(fake.connections()).toBe(0);
        hide(ended.stdout + ended.stderr);
      });

      it("NO_PROXY: no tunnel", async () => {
        await using fake = await fakes[service](overTls);
        await using space = await openWorkspace(fake.url);
        const env = { HTTPS_PROXY: address(), NO_PROXY: "127.0.0.1" };
        const { code, stderr } = await space.remotest(runArgs(service, "any", "--ca-file", ca()), { env, node });
        expect(code, stderr).toBe(0);
        expect(await asked(fake)).toEqual([]);
      });
    });
  });
});

/** Makes a certificate of the service, signed by a separate authority in ca.pem. */
async function chain(folder: string): Promise<{ key: string; cert: string }> {
  const file = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): Promise<unknown> => promisify(execFile)("openssl", args);
  const request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2".split(" ");
  const ours = ["-keyout", file("ca-key.pem"), "-out", file("ca.pem")];
  await openssl(...request, "-subj", "/CN=Our Authority", ...ours);
  const signed = ["-CA", file("ca.pem"), "-CAkey", file("ca-key.pem"), "-addext", "basicConstraints=critical,CA:FALSE"];
  const theirs = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", file("key.pem"), "-out", file("cert.pem")];
  await openssl(...request, "-subj", "/CN=service", ...signed, ...theirs);
  return { key: await readFile(file("key.pem"), "utf8"), cert: await readFile(file("cert.pem"), "utf8") };
}
