import { createHmac } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandboxWithClock } from "../start-sandbox.ts";

let now: number;
let sandbox: Sandbox;
const received: { readonly headers: IncomingHttpHeaders; readonly body: Buffer }[] = [];
const peer = createServer((request, response) => {
  void buffer(request).then((body) => {
    received.push({ headers: request.headers, body });
    response.writeHead(302, { location: "/elsewhere" }).end();
  });
});
let endpoint: string;
beforeEach(async () => {
  now = 0;
  received.length = 0;
  sandbox = await startSandboxWithClock(() => now, { port: 0 });
  await once(peer.listen(0, "127.0.0.1"), "listening");
  endpoint = `http://127.0.0.1:${(peer.address() as AddressInfo).port}/mta`;
});
afterEach(async () => {
  await sandbox.close();
  peer.closeAllConnections();
  await new Promise((closed) => peer.close(closed));
});

const post = (path: string, body: unknown, account = "demo:demo"): Promise<Response> =>
  fetch(`${sandbox.url}${path}`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(account)}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
const set = async (settings: unknown, account?: string): Promise<number> =>
  (await post("/link/account/webhook", settings, account)).status;
const execute = async (key: string): Promise<string> => {
  const body = { Coverage: false, ApplicationInstances: [{ Key: "19" }] };
  const answer = await post(`/rest/mta/api/testconfigurations/${key}/execute`, body);
  return ((await answer.json()) as { TestRunExecutionId: string }).TestRunExecutionId;
};
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const messages = (): readonly Record<string, unknown>[] =>
  received.map(({ body }) => JSON.parse(body.toString("utf8")) as Record<string, unknown>);

describe("the webhook of the account", () => {
  it("calls after each case run, with the signature that the page describes", async () => {
    expect(await set({ Endpoint: endpoint, SecretKey: "키" })).toBe(200);
    const id = await execute("fail");
    now = 7_000;
    await pause(200);
    expect(received).toHaveLength(1);
    now = 20_000;
    await expect.poll(() => received.length).toBe(5);
    for (const { headers, body } of received)
      expect(headers["signature"]).toBe(createHmac("sha256", "키").update(body).digest("base64"));
    const all = messages().toSorted((a, b) => String(a["TestCaseRunUrl"]).localeCompare(String(b["TestCaseRunUrl"])));
    expect(all.map((each) => each["TestCaseRunResult"])).toEqual(["Pass", "AssertsFailed", "Pass", "Pass", "Pass"]);
    expect(new Set(all.map((each) => each["ExecutionId"]))).toEqual(new Set([id]));
    const file = join(import.meta.dirname, "../../../../specs/examples/mta/caseRunEnded.request.json");
    const sample = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
    const shape = (of: Record<string, unknown>): unknown =>
      Object.entries(of).map(([key, value]) => [key, typeof value]);
    for (const each of all) expect(shape(each)).toEqual(shape(sample));
  });

  it("does not call about a case that was not executed, or after a run was stopped", async () => {
    await set({ Endpoint: endpoint, SecretKey: "k" });
    await execute("error");
    now = 20_000;
    await expect.poll(() => received.length).toBe(4);
    const id = await execute("pass");
    now = 27_000;
    await expect.poll(() => received.length).toBe(5);
    await post(`/rest/mta/api/testruns/${id}/cancel`, undefined);
    now = 60_000;
    await pause(200);
    expect(received).toHaveLength(5);
  });

  it("is not called if it is not set, is removed, or the sandbox is closed", async () => {
    await execute("pass");
    await set({ Endpoint: endpoint, SecretKey: "k" });
    await execute("pass");
    expect(await set({})).toBe(200);
    await execute("pass");
    await sandbox.close();
    now = 20_000;
    await pause(200);
    expect(received).toEqual([]);
  });

  it("that nobody answers has no effect", async () => {
    await set({ Endpoint: "http://127.0.0.1:9/", SecretKey: "k" });
    await execute("pass");
    now = 20_000;
    await pause(200);
    expect(await execute("pass")).toMatch(/^[\da-f-]{36}$/);
  });

  it.each<{ settings: unknown }>([
    { settings: { Endpoint: "http://127.0.0.1:9/" } },
    { settings: { SecretKey: "k" } },
    { settings: { Endpoint: "http://127.0.0.1:9/", SecretKey: "" } },
    { settings: { Endpoint: "file:///etc/passwd", SecretKey: "k" } },
    { settings: { Endpoint: "here", SecretKey: "k" } },
    { settings: { Endpoint: "http://127.0.0.1:9/", SecretKey: "k", Run: 1 } },
    { settings: null },
    { settings: "x".repeat(20_000) },
  ])("is not set by $settings", async ({ settings }) => expect(await set(settings)).toBe(400));

  it("is not set by a stranger", async () => {
    expect(await set({ Endpoint: endpoint, SecretKey: "k" }, "demo:other")).toBe(401);
  });
});
