import { mkdtemp, rm, writeFile } from "node:fs/promises";
import * as http from "node:http";
import type * as https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { caFileProblem, openTransport } from "./transport.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "remotest-transport-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("the agents of a transport", () => {
  it("are one for each scheme, and keep no connection: what may not be repeated goes out on a fresh one", async () => {
    const { agentFor } = await openTransport({ maxResponse: 2 ** 20 }, {});
    const plain = agentFor(new URL("http://a.example"));
    const secure = agentFor(new URL("https://a.example"));
    expect(plain).toBe(agentFor(new URL("http://b.example")));
    expect(secure).not.toBe(plain);
    for (const agent of [plain, secure]) expect(agent).toMatchObject({ maxSockets: 64, keepAlive: false });
  });

  it("with --proxy are proxies' agents, one for each scheme", async () => {
    const { agentFor } = await openTransport({ proxy: "http://proxy.example:3128", maxResponse: 2 ** 20 }, {});
    const secure = agentFor(new URL("https://a.example"));
    expect(secure).toMatchObject({ proxy: new URL("http://proxy.example:3128") });
    expect(secure).toBe(agentFor(new URL("https://b.example")));
    expect(agentFor(new URL("http://a.example"))).not.toBe(secure);
  });

  it("with --ca-file share one reading of the authorities, which no connection repeats", async () => {
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

  it("without any proxy named are Node's own", async () => {
    const { agentFor } = await openTransport({ maxResponse: 2 ** 20 }, { NO_PROXY: "*" });
    expect(Object.getPrototypeOf(agentFor(new URL("http://a.example")))).toBe(http.Agent.prototype);
  });
});

describe("the file of authorities", () => {
  it("none, or one with a certificate, is no problem", async () => {
    await writeFile(join(folder, "ca.pem"), "# ours\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
    expect(caFileProblem(undefined)).toBeUndefined();
    expect(caFileProblem(join(folder, "ca.pem"))).toBeUndefined();
  });
  it.each([
    { title: "is missing", content: undefined, says: /cannot be read: ENOENT/ },
    { title: "is empty", content: "", says: /holds no PEM certificate/ },
    { title: "holds a key only", content: "-----BEGIN PRIVATE KEY-----\n", says: /holds no PEM certificate/ },
  ])("one that $title", async ({ content, says }) => {
    const path = join(folder, "bad.pem");
    await rm(path, { force: true });
    if (content !== undefined) await writeFile(path, content);
    const message = caFileProblem(path)?.message;
    expect(message).toMatch(/^--ca-file \(or REMOTEST_CA_FILE\)/);
    expect(message).toMatch(says);
  });
});
