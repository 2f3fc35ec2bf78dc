// Peers that never answer, or never stop answering: the command ends anyway, and never with 0.
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSandbox } from "../../../packages/sandbox/src/index.ts";
import { openWorkspace, runArgs } from "../stage/workspace.ts";

/** The user's own provider, with a method that returns a promise that never settles. */
const deafProvider = (method: string): string => `
const deaf = () => new Promise(() => {});
const calls = {
  start: async () => ({ ref: "deaf:1" }),
  poll: async () => ({ status: "finished", progress: {} }),
  results: async () => ({ testRun: { suites: [], conclusion: { kind: "unstated" }, warnings: [] }, files: [] }),
};
export default {
  name: "deaf", title: "Deaf", connectInputs: {}, startInputs: {},
  check: ${method === "check" ? "deaf" : "async () => []"},
  parseReference: (rest) => ({ ref: "deaf:" + rest }),
  connect: () => ({ ...calls, rerun: "unsupported", ${method === "check" ? "" : `${method}: deaf`} }),
};
`;

describe.concurrent("the user's own provider", () => {
  it.each([
    { method: "check", code: 3 },
    { method: "start", code: 5 },
    { method: "poll", code: 4 },
    { method: "results", code: 4 },
  ])("whose $method never returns: exit $code", async ({ method, code }) => {
    await using space = await openWorkspace("http://127.0.0.1:9");
    await writeFile(join(space.path, "deaf.mjs"), deafProvider(method));
    const ended = await space.remotest(["run", "./deaf.mjs", "--timeout", "2s", "--json"]);
    expect(ended.code, ended.stderr).toBe(code);
    if (code !== 3) expect(JSON.parse(ended.stdout)).toMatchObject({ exitCode: code });
  });

  it("that never finishes loading: no pass", async () => {
    await using space = await openWorkspace("http://127.0.0.1:9");
    await writeFile(join(space.path, "deaf.mjs"), "await new Promise(() => {});");
    expect((await space.remotest(["run", "./deaf.mjs"])).code).toBe(3);
  });
});

describe.concurrent("a proxy that accepts the connection and sends nothing", () => {
  it.each([
    { args: runArgs("ats", "pass"), code: 5 },
    { args: ["attach", "ats:shop/1"], code: 4 },
    { args: ["attach", "apptest:1"], code: 4 },
  ])("$args: exit $code in time", async ({ args, code }) => {
    const proxy = createTcpServer(() => undefined).listen(0, "127.0.0.1");
    await once(proxy, "listening");
    await using space = await openWorkspace("https://service.invalid");
    const begun = performance.now();
    const { port } = proxy.address() as AddressInfo;
    const ended = await space.remotest([...args, "--proxy", `http://127.0.0.1:${port}`, "--timeout", "2s"]);
    proxy.close();
    expect(ended.code, ended.stderr).toBe(code);
    expect(performance.now() - begun).toBeLessThan(8_000);
  });
});

describe("an answer without end", () => {
  // 96 MiB of blanks, in less than 100 kB.
  const bomb = gzipSync(Buffer.alloc(96 * 2 ** 20, " "));
  let server: Server;
  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume();
      response.writeHead(200, { "content-type": "text/xml; charset=utf-8", "content-encoding": "gzip" }).end(bomb);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterAll(() => server.close());

  it.each(["apptest:1", "ats:shop/1"])("is not read to its end: status %s", async (reference) => {
    await using space = await openWorkspace(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const { code, stderr } = await space.remotest(["status", reference]);
    expect(code).toBe(3);
    expect(stderr).toContain("larger than");
  });
});

describe("a word in the position of a value", () => {
  it.each([["--name", "-h"], ["--name=--help"], ["--", "--help"]])("does not show the help: %s %s", async (...odd) => {
    const sandbox = await startSandbox({ port: 0, speed: 200 });
    await using space = await openWorkspace(sandbox.url);
    const { code, stdout } = await space.remotest([...runArgs("ats", "fail"), ...odd.filter(Boolean)]);
    await sandbox.close();
    expect(code).not.toBe(0);
    expect(stdout).toBe("");
  });
});
