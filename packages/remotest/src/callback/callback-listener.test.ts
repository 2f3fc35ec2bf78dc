import { spawnSync } from "node:child_process";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import type { ReceivedCall } from "@remotest/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CallbackListener, listenForCallbacks } from "./callback-listener.ts";

let listener: CallbackListener;
let calls: number;
let url: string;
let secret: string;
beforeEach(async () => {
  calls = 0;
  listener = await listenForCallbacks({ host: "127.0.0.1", port: 0 });
  ({ url, secret } = listener.expect(() => calls++));
});
afterEach(() => listener.close());

interface Reply {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}
async function ask(address: string, init: RequestInit = { method: "POST" }): Promise<Reply> {
  const response = await fetch(address, init);
  const headers = [...response.headers].filter(([name]) => name !== "date");
  return { status: response.status, headers: JSON.stringify(headers), body: await response.text() };
}
const origin = (): string => new URL(url).origin;

describe("a call", () => {
  it.each([
    { method: "POST", body: '{"tid":1}' },
    { method: "POST", body: "<testsuites/>" },
    { method: "PUT", body: "" },
    { method: "GET", body: null },
  ])("$method $body is accepted, and answered without a body", async ({ method, body }) => {
    const reply = await ask(url, { method, body });
    expect(reply).toMatchObject({ status: 204, body: "" });
    expect(calls).toBe(1);
  });

  it("may have a query, or a path prefix that a proxy changed", async () => {
    await ask(`${url}?tid=1`);
    await ask(`${origin()}/hooks/remotest/${secret}`);
    expect(calls).toBe(2);
  });

  it("counts only for its own run", async () => {
    let others = 0;
    const other = listener.expect(() => others++);
    expect(other.secret).not.toBe(secret);
    await ask(other.url);
    expect([calls, others]).toEqual([0, 1]);
  });

  it("counts even if its body is larger than what is read", async () => {
    const reply = await ask(url, { method: "POST", body: "x".repeat(10 * 2 ** 20) }).catch(() => undefined);
    expect(reply?.status ?? 204).toBe(204);
    expect(calls).toBe(1);
  });
});

describe("a call that may be signed", () => {
  const heard: (ReceivedCall | "too large")[] = [];
  const text = (index = 0): string => {
    const got = heard[index];
    return got === undefined || got === "too large"
      ? expect.unreachable(String(got))
      : Buffer.from(got.body).toString();
  };
  let isKnown: boolean;
  beforeEach(() => {
    heard.length = 0;
    isKnown = true;
    listener.hear("mta", (received) => {
      heard.push(received);
      return isKnown;
    });
  });

  it("is passed on with its raw bytes and its headers, below any path", async () => {
    const body = '{ "a" :1,\r\n"é":"\\u00e9" }';
    const reply = await ask(`${origin()}/hooks/mta?x=1`, { method: "POST", body, headers: { Signature: "s" } });
    expect(reply).toMatchObject({ status: 200, body: "" });
    expect(text()).toBe(body);
    const [got] = heard;
    if (got === undefined || got === "too large") return expect.unreachable();
    expect(["signature", "Signature", "SIGNATURE", "other", "constructor"].map(got.header)).toEqual([
      "s",
      "s",
      "s",
      undefined,
      undefined,
    ]);
    expect(calls).toBe(0);
  });

  it("is answered only when all of it is there, and once", async () => {
    const body = "x".repeat(256 * 1024);
    await ask(`${origin()}/mta`, { method: "POST", body });
    expect(heard).toHaveLength(1);
    expect(text()).toBe(body);
  });

  it("that is not recognised gets the answer of an unknown request", async () => {
    isKnown = false;
    const unknown = await ask(`${origin()}/ats`, { method: "POST", body: "{}" });
    expect(await ask(`${origin()}/mta`, { method: "POST", body: "{}" })).toEqual(unknown);
    expect(heard).toHaveLength(1);
  });

  it.each(["GET", "PUT", "DELETE", "HEAD"])("is not sent by %s", async (method) => {
    expect(await ask(`${origin()}/mta`, { method })).toMatchObject({ status: 404 });
    expect(heard).toEqual([]);
  });

  it.each(["mta/", "mta/x", "MTA", "mtas", "m%74a", "", "constructor"])("is not one to /%s", async (path) => {
    expect(await ask(`${origin()}/${path}`, { method: "POST", body: "{}" })).toMatchObject({ status: 404 });
    expect(heard).toEqual([]);
  });

  it("that is larger than 256 KiB is disconnected, and nothing of it is kept", async () => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1").on("error", () => undefined);
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.resume();
    socket.write(`POST /mta HTTP/1.1\r\nhost: x\r\ncontent-length: ${2 ** 30}\r\n\r\n${"x".repeat(300_000)}`);
    await closed;
    expect(heard).toEqual(["too large"]);
  });

  it("whose end is missing is not passed on", async () => {
    const open = request(`${origin()}/mta`, { method: "POST", headers: { "content-length": 100 } });
    open.on("error", () => undefined).write("half");
    await new Promise((resolve) => setTimeout(resolve, 100));
    open.destroy();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(heard).toEqual([]);
  });
});

it("answers and disconnects a client whose body is too large", async () => {
  const socket = connect(Number(new URL(url).port), "127.0.0.1").on("error", () => undefined);
  const closed = new Promise((resolve) => socket.once("close", resolve));
  let reply = "";
  socket.on("data", (chunk: Buffer) => (reply += chunk.toString()));
  const startedAt = performance.now();
  socket.write(`POST /${secret} HTTP/1.1\r\nhost: x\r\ncontent-length: ${2 ** 30}\r\n\r\n${"x".repeat(100_000)}`);
  await closed;
  // Well before the time limit of a request.
  expect(performance.now() - startedAt).toBeLessThan(3_000);
  expect(reply).toMatch(/^HTTP\/1\.1 204 /);
  expect(calls).toBe(1);
});

it("does not keep the process alive, even with an open connection", () => {
  const module = join(import.meta.dirname, "callback-listener.ts");
  const program = `
    import { connect } from "node:net";
    import { listenForCallbacks } from ${JSON.stringify(module)};
    const { url } = (await listenForCallbacks({ host: "127.0.0.1", port: 0 })).expect(() => undefined);
    const socket = connect(new URL(url).port, "127.0.0.1");
    await new Promise((resolve) => socket.once("connect", resolve));
    socket.unref();
    const rests = performance.now();
    process.on("exit", () => console.log(performance.now() - rests));`;
  const args = ["--conditions=remotest-source", "--input-type=module", "-e", program];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: 30_000 });
  expect(stdout, stderr).toMatch(/^\d+/);
  // Before the listener closes a silent connection.
  expect(Number(stdout)).toBeLessThan(4_500);
});

describe("an address", () => {
  it("has a secret of 192 bits, below the public address", () => {
    expect(secret).toMatch(/^[\w-]{32}$/);
    expect(new URL(url).pathname).toBe(`/${secret}`);
    const given = listener.expect(() => undefined, "https://ci.example/hooks/?job=7");
    expect(given.url).toBe(`https://ci.example/hooks/${given.secret}?job=7`);
  });
});

describe("any other request", () => {
  it("always gets the same 404", async () => {
    const near = `${secret.slice(0, -1)}${secret.endsWith("A") ? "B" : "A"}`;
    const replies = await Promise.all([
      ask(`${origin()}/`),
      ask(`${origin()}/${near}`),
      ask(`${origin()}/${secret}/`),
      ask(`${origin()}/${secret}/x`),
      ask(`${origin()}/?${secret}`),
      ask(`${origin()}/${"x".repeat(4_000)}`),
      ask(url, { method: "DELETE" }),
      ask(url, { method: "OPTIONS" }),
      ask(`${origin()}/${near}`, { method: "DELETE" }),
    ]);
    for (const reply of replies) expect(reply).toEqual(replies[0]);
    expect(replies[0]).toMatchObject({ status: 404, body: "" });
    expect(calls).toBe(0);
  });

  it("that is not HTTP, or whose head is too large, is disconnected", async () => {
    for (const text of ["\0\0\0\r\n\r\n", `POST /${secret} HTTP/1.1\r\nhost: x\r\nx: ${"y".repeat(20_000)}\r\n\r\n`])
      await expectDisconnect(text);
    expect(calls).toBe(0);
    expect((await ask(url)).status).toBe(204);
  });

  it("that never ends, or sends nothing, is disconnected after a few seconds", { timeout: 30_000 }, async () => {
    await Promise.all([
      expectDisconnect(""),
      expectDisconnect("POST / HTTP/1.1\r\n"),
      expectDisconnect(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nhalf`),
    ]);
    expect((await ask(url)).status).toBe(204);
  });
});

it("accepts a limited number of connections, and still works after they close", async () => {
  const { port } = new URL(url);
  const sockets = Array.from({ length: 60 }, () => connect(Number(port), "127.0.0.1").on("error", () => undefined));
  const closed = sockets.map((socket) => new Promise((resolve) => socket.once("close", resolve)));
  const startedAt = performance.now();
  await new Promise<void>((resolve) => {
    let left = 60 - 32;
    for (const socket of sockets) socket.once("close", () => --left === 0 && resolve());
  });
  // Before the listener closes the silent ones that it accepted.
  expect(performance.now() - startedAt).toBeLessThan(4_500);
  for (const socket of sockets) socket.destroy();
  await Promise.all(closed);
  expect((await ask(url)).status).toBe(204);
});

it("throws the system's error code if the port is taken", async () => {
  const { port } = new URL(url);
  await expect(listenForCallbacks({ host: "127.0.0.1", port: Number(port) })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
});

it("closes every connection, even in the middle of a request", async () => {
  const open = request(url, { method: "POST", headers: { "content-length": 100 } });
  const ended = new Promise((resolve) => open.once("error", resolve));
  open.write("half");
  await new Promise((resolve) => setTimeout(resolve, 100));
  await listener.close();
  await ended;
  await expect(fetch(url)).rejects.toThrow();
});

async function expectDisconnect(text: string): Promise<void> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1").on("error", () => undefined);
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.resume();
  socket.write(text);
  await closed;
}
