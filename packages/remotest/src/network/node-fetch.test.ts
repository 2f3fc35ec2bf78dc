import { getEventListeners, once } from "node:events";
import { Agent, createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { nodeFetch } from "./node-fetch.ts";

const fetch = nodeFetch({ agentFor: () => undefined, freshAgentFor: () => undefined }, 2 ** 20);
interface Service extends AsyncDisposable {
  readonly url: string;
}

async function listen(server: Server): Promise<Service> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket.on("error", () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
const serve = (answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Service> =>
  listen(createServer(answer));
/** Sends these bytes to every client, and closes the connection. */
const raw = (...chunks: (string | Buffer)[]): Promise<Service> =>
  listen(
    createTcpServer((socket) =>
      socket.once("data", () => {
        for (const chunk of chunks) socket.write(chunk);
        socket.end();
      }),
    ),
  );

describe("a request with", () => {
  const echo = (): Promise<Service> =>
    serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { method, url, headers } = request;
        response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() }));
      });
    });

  it.each([
    { title: "a text", init: { method: "POST", body: "für 로그인", headers: { "x-a": "1" } }, body: "für 로그인" },
    { title: "bytes", init: { method: "POST", body: new TextEncoder().encode("bytes") }, body: "bytes" },
    { title: "a form", init: { method: "POST", body: new URLSearchParams({ a: "b c" }) }, body: "a=b+c" },
    {
      title: "headers as a list of pairs",
      init: { method: "POST", body: "text", headers: [["X-A", "1"]] satisfies [string, string][] },
      body: "text",
    },
    {
      title: "headers as Headers",
      init: { method: "POST", body: "text", headers: new Headers({ "x-a": "1" }) },
      body: "text",
    },
    { title: "nothing", init: {}, body: "" },
  ])("$title", async ({ init, body }) => {
    await using service = await echo();
    const sent = (await (await fetch(service.url, init)).json()) as { method: string; headers: Record<string, string> };
    expect(sent).toMatchObject({ method: init.method ?? "GET", url: "/", body });
    if (body) expect(sent.headers["content-length"]).toBe(String(Buffer.byteLength(body)));
    if (init.headers) expect(sent.headers["x-a"]).toBe("1");
  });

  it("a Request, as a generated client makes it", async () => {
    await using service = await echo();
    const request = new Request(`${service.url}a?b=c`, {
      method: "POST",
      body: "text",
      headers: { authorization: "Basic x" },
    });
    expect(await (await fetch(request)).json()).toMatchObject({
      method: "POST",
      url: "/a?b=c",
      body: "text",
      headers: { authorization: "Basic x" },
    });
  });
});

describe("a response", () => {
  it.each([
    { encoding: "gzip", pack: gzipSync },
    { encoding: "x-gzip", pack: gzipSync },
    { encoding: "GZIP", pack: gzipSync },
    { encoding: "deflate", pack: deflateSync },
    { encoding: "br", pack: brotliCompressSync },
    { encoding: "", pack: (text: string) => Buffer.from(text) },
  ])("in $encoding is decoded", async ({ encoding, pack }) => {
    const text = "결과 ".repeat(10_000);
    await using service = await serve((_, response) => {
      response.writeHead(200, encoding ? { "content-encoding": encoding } : {}).end(pack(text));
    });
    expect(await (await fetch(service.url)).text()).toBe(text);
  });

  it("has a status, its text and every header", async () => {
    await using service = await raw(
      "HTTP/1.1 418 Teapot\r\nA: 1\r\nA: 2\r\nRetry-After: 3\r\ncontent-length: 0\r\n\r\n",
    );
    const response = await fetch(service.url);
    expect(response.status).toBe(418);
    expect(response.statusText).toBe("Teapot");
    expect(response.headers.get("a")).toBe("1, 2");
    expect(response.headers.get("retry-after")).toBe("3");
    expect(response.headers.get("Retry-After")).toBe("3");
    expect(response.headers.get("b")).toBeNull();
    expect(response.ok).toBe(false);
  });

  it.each([204, 205, 304])("with %i has no body", async (status) => {
    await using service = await serve((_, response) => void response.writeHead(status).end());
    const response = await fetch(service.url);
    expect({ status: response.status, body: response.body }).toEqual({ status, body: null });
  });

  it("has a body as text, as JSON, as bytes, or as a stream", async () => {
    await using service = await serve((_, response) => void response.end('\ufeff{"a":"\u00fc"}'));
    const bytes = new TextEncoder().encode('\ufeff{"a":"\u00fc"}');
    expect(await (await fetch(service.url)).text()).toBe('{"a":"\u00fc"}');
    expect(await (await fetch(service.url)).json()).toEqual({ a: "\u00fc" });
    expect(new Uint8Array(await (await fetch(service.url)).arrayBuffer())).toEqual(bytes);
    const chunks: Uint8Array[] = [];
    for await (const chunk of (await fetch(service.url)).body ?? []) chunks.push(chunk);
    expect(new Uint8Array(Buffer.concat(chunks))).toEqual(bytes);
  });

  it("that is a redirect is not followed", async () => {
    let asked = 0;
    await using service = await serve((_, response) => {
      asked++;
      response.writeHead(302, { location: "/" }).end();
    });
    expect((await fetch(service.url)).status).toBe(302);
    expect(asked).toBe(1);
  });
});

describe("an incomplete body is an error, never a shorter text", () => {
  const packed = gzipSync("a".repeat(1000));
  it.each([
    { title: "shorter than its length", chunks: ["HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc"] },
    { title: "without its last chunk", chunks: ["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n"] },
    {
      title: "gzip that is cut off",
      chunks: [`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 10\r\n\r\n`, packed.subarray(0, 10)],
    },
    {
      title: "gzip that is not gzip",
      chunks: ["HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 5\r\n\r\nplain"],
    },
    {
      title: "gzip that is shorter than its length",
      chunks: ["HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 100\r\n\r\n", packed.subarray(0, 20)],
    },
  ])("$title", async ({ chunks }) => {
    await using service = await raw(...chunks);
    const response = await fetch(service.url);
    await expect(response.text()).rejects.toThrow();
  });
});

describe("a request that fails", () => {
  it("has the system's error code", async () => {
    await expect(fetch("http://127.0.0.1:9/")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  it("can be aborted before it starts, while it waits, and in the middle of the body", async () => {
    await expect(fetch("http://127.0.0.1:9/", { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: "AbortError",
    });

    await using silent = await serve(() => undefined);
    const waiting = new AbortController();
    const never = fetch(silent.url, { signal: waiting.signal });
    setTimeout(() => waiting.abort(), 50);
    await expect(never).rejects.toMatchObject({ name: "AbortError" });

    await using dripping = await serve((_, response) => void response.write("a"));
    const reading = new AbortController();
    const response = await fetch(dripping.url, { signal: reading.signal });
    setTimeout(() => reading.abort(), 50);
    await expect(response.text()).rejects.toThrow();
  });
});

describe("a request that is over", () => {
  it("leaves no listener on its signal, and an abort leaves the kept connection to the next request", async () => {
    const ports: (number | undefined)[] = [];
    await using service = await serve(
      ({ socket }, response) => void (ports.push(socket.remotePort), response.end("a")),
    );
    const agent = new Agent({ keepAlive: true });
    const kept = nodeFetch({ agentFor: () => agent, freshAgentFor: () => undefined }, 2 ** 20);
    const over = new AbortController();
    const isFree = once(agent, "free");
    await (await kept(service.url, { signal: over.signal })).text();
    await isFree;
    expect(getEventListeners(over.signal, "abort")).toEqual([]);
    over.abort();
    await (await kept(service.url)).text();
    expect(new Set(ports).size).toBe(1);
    agent.destroy();
  });
});

describe("the limit of a body", () => {
  const mebibyte = Buffer.alloc(2 ** 20);
  it.each([
    { title: "one byte too much", body: Buffer.concat([mebibyte, Buffer.alloc(1)]), headers: {} },
    { title: "a gzip bomb", body: gzipSync(Buffer.alloc(2 ** 26)), headers: { "content-encoding": "gzip" } },
  ])("refuses $title", async ({ body, headers }) => {
    await using service = await serve((_, response) => response.writeHead(200, headers).end(body));
    const answer = await fetch(service.url);
    await expect(answer.text()).rejects.toThrow("larger than 1048576 bytes");
  });

  it("accepts a body that just fits", async () => {
    await using service = await serve((_, response) => response.end(mebibyte));
    expect((await (await fetch(service.url)).arrayBuffer()).byteLength).toBe(2 ** 20);
  });
});
