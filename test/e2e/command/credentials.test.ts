import { chmod, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { platform } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import * as apptest from "../stage/fake-apptest.ts";
import * as ats from "../stage/fake-ats.ts";
import { type Call, type FakeService, first, listen, type Responder, text } from "../stage/fake-service.ts";
import { openWorkspace, runArgs, type Service, services } from "../stage/workspace.ts";

const fakes: Readonly<Record<Service, (script?: Partial<Record<Call, Responder>>) => Promise<FakeService>>> = {
  apptest: (script) => apptest.fakeApptest(script),
  ats: (script) => ats.fakeAts(script),
};
const calls = ["start", "status", "result"] as const;
const each = services.flatMap((service) => calls.map((call) => ({ service, call })));

describe.concurrent("a redirect to another origin", () => {
  const rows = each.flatMap((row) => [301, 302, 303, 307, 308].map((status) => ({ ...row, status })));
  it.each(rows)("$service, $call, $status: nothing is sent there", async ({ service, call, status }) => {
    await using elsewhere = await listen(createServer((_, response) => response.end()));
    const redirect = text(status, "text/plain", "moved", { location: `${elsewhere.url}/elsewhere` });
    await using fake = await fakes[service]({ [call]: redirect });
    await using space = await openWorkspace(fake.url);
    // A start is not repeated, so it ends long before its timeout.
    const timeout = call === "start" ? "30s" : "4s";
    const { code, stderr } = await space.remotest(runArgs(service, "any", "--timeout", timeout));
    expect(call === "start" ? [5] : [3, 4], stderr).toContain(code);
    expect(fake.calls[call]).toBeGreaterThan(0);
    expect(elsewhere.connections()).toBe(0);
  });
});

describe.concurrent("an address without https", () => {
  it.each(services)("%s: 2, reported with every other problem, and nothing is sent", async (service) => {
    await using space = await openWorkspace("http://service.invalid");
    const { code, stderr } = await space.remotest(runArgs(service, "any", "--timeout", "soon"));
    expect(code).toBe(2);
    expect(stderr).toContain("2 problems; nothing was sent.");
    expect(stderr).toContain(`(or ${service.toUpperCase()}_BASE_URL): "http://service.invalid" is not https`);
    expect(stderr).toContain("--insecure-http");
  });

  it.each(services)("%s with --insecure-http: the name is looked up", async (service) => {
    await using space = await openWorkspace("http://service.invalid");
    const { code, stderr } = await space.remotest(runArgs(service, "any", "--insecure-http", "--timeout", "10s"));
    expect(code, stderr).toBe(3);
    expect(stderr).toMatch(/ENOTFOUND|EAI_AGAIN/);
  });

  it("of the user's own provider: 2 too", async () => {
    await using space = await openWorkspace("http://service.invalid");
    const module = join(import.meta.dirname, "../../../docs/examples/my-provider/index.js");
    const env = { CHECKS_BASE_URL: "http://service.invalid", CHECKS_TOKEN: "demo" };
    const { code, stderr } = await space.remotest(["run", module, "--suite", "pass"], { env });
    expect(code).toBe(2);
    expect(stderr).toContain('--base-url (or CHECKS_BASE_URL): "http://service.invalid" is not https');
  });
});

describe.concurrent("an answer that is larger than --max-response", () => {
  // Blanks, which the readers of both services ignore.
  const blanks = Buffer.alloc(300_000, " ");
  const kinds = [
    { kind: "plain", answer: text(200, "text/xml", blanks.toString()) },
    {
      kind: "a gzip bomb",
      answer: (({ response }) => {
        response.writeHead(200, { "content-type": "text/xml", "content-encoding": "gzip" });
        response.end(gzipSync(blanks));
      }) satisfies Responder,
    },
  ];
  // The streamed upload does not request compression, and a compressed answer is then not text.
  const rows = each.flatMap((row) => kinds.map((kind) => ({ ...row, ...kind })));
  const read = rows.filter(({ service, call, kind }) => service === "ats" || call !== "start" || kind === "plain");

  it.each(read)("$service, $call, $kind: never a pass, and it names the option to raise", async (row) => {
    const { service, call, answer } = row;
    await using fake = await fakes[service]({ [call]: answer });
    await using space = await openWorkspace(fake.url);
    const { code, stderr } = await space.remotest(runArgs(service, "any", "--max-response", "100KB", "--verbose"));
    // It is not known whether a start was accepted; a poll is repeated, because an answer may be damaged.
    expect(code, stderr).toBe(call === "start" ? 5 : 3);
    expect(stderr).toContain("The answer is larger than 100000 bytes");
    expect(stderr).toMatch(/--max-response/);
    expect(fake.calls.start).toBe(1);
  });

  it.each(services)("%s: a temporary one is survived, and the run passes", async (service) => {
    const good = service === "apptest" ? apptest.status("Complete") : ats.done({});
    await using fake = await fakes[service]({ status: first(2, kinds[1]!.answer, good) });
    await using space = await openWorkspace(fake.url);
    const { code, stderr } = await space.remotest(runArgs(service, "any", "--max-response", "100KB"));
    expect(code, stderr).toBe(0);
  });

  it.each(services)("%s: it is read if the limit allows it", async (service) => {
    await using fake = await fakes[service]();
    await using space = await openWorkspace(fake.url);
    expect((await space.remotest(runArgs(service, "any", "--max-response", "100KB"))).code).toBe(0);
    const { code, stderr } = await space.remotest(runArgs(service, "any", "--max-response", "1B"));
    expect(code).toBe(2);
    expect(stderr).toContain("--max-response");
  });
});

it("an address instead of a file is repeated without its password", async () => {
  await using fake = await ats.fakeAts();
  await using space = await openWorkspace(fake.url);
  const { code, stderr } = await space.remotest(runArgs("ats", "any", "--history", "https://u:pw@host.example/*.json"));
  expect(code, stderr).toBe(0);
  expect(stderr).toContain("--history https://***@host.example/*.json matches no file");
});

describe.skipIf(platform() === "win32")("the file of a secret", () => {
  it.each([
    { mode: 0o644, warned: true },
    { mode: 0o444, warned: true },
    { mode: 0o640, warned: false },
    { mode: 0o600, warned: false },
  ])("with mode $mode: warned $warned, once, and the run continues", async ({ mode, warned }) => {
    await using fake = await ats.fakeAts();
    await using space = await openWorkspace(fake.url);
    const path = join(space.path, "token");
    await writeFile(path, "demo\n");
    await chmod(path, mode);
    const env = { ATS_API_TOKEN: "", ATS_API_TOKEN_FILE: path };
    const args = ["--template-id", "another"];
    const { code, stderr } = await space.remotest([...runArgs("ats", "any"), ...args], { env });
    expect(code, stderr).toBe(0);
    expect(stderr.match(/^Warning: ATS_API_TOKEN_FILE: .*chmod 600/gm) ?? []).toHaveLength(warned ? 1 : 0);
  });
});
