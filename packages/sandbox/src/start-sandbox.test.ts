import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { type Sandbox, type SandboxOptions, startSandbox } from "./start-sandbox.ts";

const running: Sandbox[] = [];

async function start(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ port: 0, ...options });
  running.push(sandbox);
  return sandbox;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
});

async function open(sandbox: Sandbox): Promise<Socket> {
  const socket = connect(sandbox.port, "127.0.0.1");
  await once(socket, "connect");
  return socket;
}

/** Sends bytes as they are and reads until the sandbox closes the connection. */
async function exchange(sandbox: Sandbox, request: string): Promise<string> {
  const socket = await open(sandbox);
  socket.write(request);
  return text(socket);
}

describe("a sandbox", () => {
  it("returns its address", async () => {
    const sandbox = await start();
    expect(sandbox.url).toBe(`http://127.0.0.1:${sandbox.port}`);
    expect((await fetch(`${sandbox.url}/ws/RunJob?wsdl`)).status).toBe(200);
  });

  it("listens only at that address, not at others of the machine", async () => {
    const { port } = await start();
    const socket = connect(port, "127.0.0.2");
    await expect(once(socket, "connect")).rejects.toThrow(/ECONNREFUSED|EADDRNOTAVAIL|ETIMEDOUT/);
  });

  it("rejects with EADDRINUSE if the port is taken", async () => {
    const { port } = await start();
    await expect(startSandbox({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  it("rejects an invalid speed before it listens", async () => {
    await expect(startSandbox({ port: 0, speed: 0 })).rejects.toThrow(RangeError);
  });

  it("closes immediately, with idle and busy connections, even twice", async () => {
    const sandbox = await start();
    const idle = await open(sandbox);
    const busy = await open(sandbox);
    busy.write("POST /ws/RunJob HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf");
    const ended = [idle, busy].map(async (socket) => {
      // The test expects a disconnect, so the error that may come with it does not count.
      socket.on("error", () => undefined);
      await new Promise((resolve) => socket.on("close", resolve));
    });
    const before = performance.now();
    await sandbox.close();
    await Promise.all(ended);
    expect(performance.now() - before).toBeLessThan(1000);
    await sandbox.close();
    await expect(fetch(sandbox.url)).rejects.toThrow("fetch failed");
  });

  it.each([
    { method: "GET", path: "/", status: 404, allow: null },
    { method: "GET", path: "/openapi/v2", status: 404, allow: null },
    { method: "GET", path: "/openapi/v2/testset/1/", status: 404, allow: null },
    { method: "GET", path: "/openapi/v2/testset//result", status: 404, allow: null },
    { method: "GET", path: "/ws/GetTestRun", status: 404, allow: null },
    { method: "GET", path: "/tests/1/1", status: 404, allow: null },
    { method: "GET", path: "/openapi/v2/testset", status: 405, allow: "POST" },
    { method: "DELETE", path: "/openapi/v2/testset/1", status: 405, allow: "GET" },
    { method: "HEAD", path: "/openapi/v2/testset/1/result", status: 405, allow: "GET" },
    { method: "GET", path: "/ws/RunJob", status: 405, allow: "POST" },
    { method: "PUT", path: "/ws/RunJob", status: 405, allow: "GET, POST" },
  ])("answers $method $path with $status", async ({ method, path, status, allow }) => {
    const { url } = await start();
    const response = await fetch(url + path, { method });
    expect({ status: response.status, allow: response.headers.get("allow") }).toEqual({ status, allow });
  });

  it.each([
    { what: "something that is not HTTP", bytes: "hello\r\n\r\n" },
    { what: "an absolute target", bytes: "GET http://evil/openapi HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n" },
    { what: "an unknown method", bytes: "FLY / HTTP/1.1\r\nhost: x\r\n\r\n" },
    {
      what: "a broken chunk",
      bytes: "POST /ws/RunJob HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    },
    { what: "a broken escape", bytes: "GET /openapi/v2/testset/%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n" },
  ])("answers $what with a 4xx and continues to serve", async ({ bytes }) => {
    const sandbox = await start();
    expect(await exchange(sandbox, bytes)).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect((await fetch(`${sandbox.url}/ws/RunJob?wsdl`)).status).toBe(200);
  });

  it("counts requests by route, regardless of their answers", async () => {
    const sandbox = await start();
    for (const path of ["/openapi/v2/testset/1", "/openapi/v2/testset/2", "/nowhere"]) await fetch(sandbox.url + path);
    expect(sandbox.journal).toEqual([
      { kind: "requests", route: "GET /openapi/v2/testset/{testset_id}", count: 2 },
      { kind: "requests", route: "unknown", count: 1 },
    ]);
    expect(sandbox.starts()).toBe(0);
  });

  it.each([
    { account: "demo:wrong", path: "/openapi/v2/testset", first: "401 Unauthorized" },
    { account: "demo:demo", path: "/nowhere", first: "404 Not Found" },
    { account: "demo:demo", path: "/openapi/v2/testset", first: "100 Continue" },
  ])("answers a client that asks before it sends to $path as $account: $first", async ({ account, path, first }) => {
    const sandbox = await start();
    const socket = await open(sandbox);
    const authorization = Buffer.from(account).toString("base64");
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Basic ${authorization}\r\n` +
        "content-type: multipart/form-data; boundary=b\r\ncontent-length: 1000\r\nexpect: 100-continue\r\n\r\n",
    );
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString()).toMatch(new RegExp(`^HTTP/1\\.1 ${first}\r\n`));
    // The body will not arrive, so no other request can follow.
    expect(/connection: close/i.test(answer.toString())).toBe(first !== "100 Continue");
    socket.destroy();
  });

  it.each([
    { host: "sandbox.test:4010", wanted: "http://sandbox.test:4010/ws/RunJob" },
    { host: "[::1]:4010", wanted: "http://[::1]:4010/ws/RunJob" },
    { host: 'x"/><evil a="', wanted: /"http:\/\/127\.0\.0\.1:\d+\/ws\/RunJob"/ },
  ])("uses the client's address in its links: $host", async ({ host, wanted }) => {
    const sandbox = await start();
    const answer = await exchange(
      sandbox,
      `GET /ws/RunJob?wsdl HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(wanted);
    expect(answer).not.toContain("evil");
  });
});
