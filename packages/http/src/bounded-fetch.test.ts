import { createServer, type RequestListener } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import { type BoundedFetch, boundedFetch, type Fetch, type ReceivedAnswer } from "./bounded-fetch.ts";
import type { ExchangeError } from "./exchange-error.ts";

interface Peer extends AsyncDisposable {
  readonly url: string;
  readonly paths: string[];
}

async function serve(answer: RequestListener): Promise<Peer> {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? "");
    answer(request, response);
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function bounded({
  timeoutMs = 5000,
  maxBytes = 1000,
  through = fetch,
}: {
  timeoutMs?: number;
  maxBytes?: number;
  through?: Fetch;
} = {}): (url: string, options?: { readonly signal?: AbortSignal }) => Promise<ReceivedAnswer> {
  const send: BoundedFetch = boundedFetch(through, { timeoutMs, maxBytes });
  return (url, options) => send(url, { method: "GET", headers: {}, ...options });
}

function textOf({ bytes }: ReceivedAnswer): string {
  return new TextDecoder().decode(bytes);
}

async function failure(call: Promise<unknown>): Promise<ExchangeError> {
  return call.then(
    () => expect.fail("it was answered"),
    (error: unknown) => error as ExchangeError,
  );
}

describe("an answer", () => {
  test("comes whole: status, headers, body", async () => {
    await using peer = await serve((_, response) =>
      response.writeHead(418, { "x-kind": "teapot" }).end("short and stout"),
    );
    const answer = await bounded()(peer.url);
    expect([answer.status, answer.headers.get("X-Kind"), answer.headers.get("x-other"), textOf(answer)]).toEqual([
      418,
      "teapot",
      null,
      "short and stout",
    ]);
  });

  test.each([204, 304])("of %i has no body", async (status) => {
    await using peer = await serve((_, response) => response.writeHead(status).end());
    const answer = await bounded()(peer.url);
    expect([answer.status, answer.bytes.length]).toEqual([status, 0]);
  });

  test("may have exactly the bytes allowed", async () => {
    await using peer = await serve((_, response) => response.end("x".repeat(1000)));
    expect(textOf(await bounded()(peer.url))).toBe("x".repeat(1000));
  });
});

describe("a body whose end can be recognised", () => {
  const call = async (answer: RequestListener): Promise<ReceivedAnswer> => {
    await using peer = await serve(answer);
    const send = boundedFetch(fetch, { timeoutMs: 2_000, maxBytes: 1000 });
    const tellsEnd = (soFar: Uint8Array): boolean => soFar.at(-1) === "!".charCodeAt(0);
    return await send(peer.url, { method: "GET", headers: {}, tellsEnd });
  };
  test.each<[string, RequestListener, string]>([
    ["is complete after silence", (_, response) => response.write("It is so!"), "It is so!"],
    [
      "is complete if the connection breaks",
      (_, response) => response.writeHead(200, { "content-length": 999 }).write("It is so!", () => response.destroy()),
      "It is so!",
    ],
    [
      "continues if more comes",
      (_, response) => {
        response.write("It is so!");
        setTimeout(() => response.end(" It is not"), 100);
      },
      "It is so! It is not",
    ],
  ])("%s", async (_, answer, wanted) => {
    expect(textOf(await call(answer))).toBe(wanted);
  });

  test.each<[string, RequestListener, string]>([
    ["falls silent", (_, response) => response.write("It is"), "timeout"],
    ["breaks", (_, response) => response.write("It is", () => response.destroy()), "transport"],
  ])("is not an answer if it %s before", async (_, answer, wanted) => {
    expect(await failure(call(answer))).toMatchObject({ failure: wanted });
  });
});

/** Made before the request, whose time is limited. */
const gzipBomb = gzipSync(Buffer.alloc(50_000_000));

describe("too large an answer is refused", () => {
  test.each<[string, RequestListener]>([
    ["with its length given", (_, response) => response.end("x".repeat(1001))],
    ["without", (_, response) => response.write("x".repeat(600)) && response.end("x".repeat(401))],
    ["as a gzip bomb", (_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipBomb)],
  ])("%s", async (_, answer) => {
    await using peer = await serve(answer);
    expect(await failure(bounded()(peer.url))).toMatchObject({ failure: "too-large", certainlyNotSent: false });
  });
});

describe("an exchange ends in time", () => {
  test.each<[string, RequestListener]>([
    ["when nothing comes", () => undefined],
    [
      "when the head comes and no body",
      (_, response) => response.writeHead(200, { "content-length": 5 }).flushHeaders(),
    ],
    [
      "when the body drips for ever",
      (_, response) => {
        const drip = setInterval(() => response.write("."), 30);
        response.once("close", () => clearInterval(drip));
      },
    ],
  ])("%s", async (_, answer) => {
    await using peer = await serve(answer);
    const begun = performance.now();
    const error = await failure(bounded({ timeoutMs: 200 })(peer.url));
    expect(error).toMatchObject({ failure: "timeout", certainlyNotSent: false });
    expect(error.message).toBe("No whole answer came within 0.2 s");
    expect(performance.now() - begun).toBeLessThan(4000);
  });
});

test("a redirect is refused, with its status, and its target gets no request", async () => {
  await using peer = await serve((_, response) => response.writeHead(307, { location: "/other" }).end("moved"));
  expect(await failure(bounded()(peer.url))).toMatchObject({
    failure: "redirect",
    httpStatus: 307,
    certainlyNotSent: false,
  });
  expect(peer.paths).toEqual(["/"]);
});

describe("an abort throws the caller's own reason", () => {
  const reason = { why: "cancelled" };

  test.each<[string, RequestListener]>([
    ["before the answer", () => undefined],
    ["within the answer", (_, response) => response.writeHead(200, { "content-length": 5 }).flushHeaders()],
  ])("%s", async (_, answer) => {
    await using peer = await serve(answer);
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 100);
    expect(await failure(bounded()(peer.url, { signal: controller.signal }))).toBe(reason);
  });

  test("and an answer that comes after it is not read, even if the fetch ignores its signal", async () => {
    const stop = new AbortController();
    const isRead = vi.fn();
    const through: Fetch = async () => {
      await new Promise((resolve) => stop.signal.addEventListener("abort", resolve));
      return { status: 200, headers: new Headers(), body: { [Symbol.asyncIterator]: isRead } };
    };
    const call = bounded({ through })("http://any", { signal: stop.signal });
    stop.abort(reason);
    expect(await failure(call)).toBe(reason);
    await new Promise((resolve) => setImmediate(resolve));
    expect(isRead).not.toHaveBeenCalled();
  });

  test("and nothing is sent if it came before", async () => {
    await using peer = await serve((_, response) => response.end());
    expect(await failure(bounded()(peer.url, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(peer.paths).toEqual([]);
  });
});

describe("certainlyNotSent is", () => {
  test("true without a connection", async () => {
    const peer = await serve(() => undefined);
    await peer[Symbol.asyncDispose]();
    const error = await failure(bounded()(peer.url));
    expect(error).toMatchObject({ failure: "transport", certainlyNotSent: true });
    expect(error.message).toContain("ECONNREFUSED");
  });

  test("true for an unknown host", async () => {
    const error = await failure(bounded({ timeoutMs: 20_000 })("http://no-such-host.invalid/"));
    expect(error).toMatchObject({ failure: "transport", certainlyNotSent: true });
  }, 30_000);

  test("false if the connection was cut after the request", async () => {
    await using peer = await serve((request) => request.socket.destroy());
    expect(await failure(bounded()(peer.url))).toMatchObject({ failure: "transport", certainlyNotSent: false });
    expect(peer.paths).toEqual(["/"]);
  });

  test("false if the answer was cut off", async () => {
    await using peer = await serve((_, response) => {
      response.writeHead(200, { "content-length": 50 });
      response.write("half", () => response.destroy());
    });
    expect(await failure(bounded()(peer.url))).toMatchObject({ failure: "transport", certainlyNotSent: false });
  });
});

test("an error that a fetch throws gives the message, and is kept as the cause", async () => {
  const cause = new Error("proxy said no");
  const through: Fetch = () => Promise.reject(cause);
  const error = await failure(bounded({ through })("http://127.0.0.1:9"));
  expect([error.message, error.cause, error.failure]).toEqual(["proxy said no", cause, "transport"]);
});
