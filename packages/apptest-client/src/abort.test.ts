import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RandomFile, randomFile } from "../test/app-file.ts";
import { converse, listening, type Peer, rawAnswer, serve, started } from "../test/service.ts";
import { data } from "../test/testset.ts";
import { createApptestClient } from "./index.ts";

/** Larger than everything that lies between a client and a peer that reads nothing. */
let large: RandomFile;
beforeAll(async () => {
  large = await randomFile("app.apk", 40_000_000);
});
afterAll(() => large[Symbol.asyncDispose]());

const goAhead = "HTTP/1.1 100 Continue\r\n\r\n";
const answer = rawAnswer("200 OK", JSON.stringify(started));

/** Makes a peer that gets stuck in one phase of an upload, and calls `there` when it does. */
type StuckPeer = (there: () => void) => Promise<Peer>;

const phases: readonly (readonly [string, boolean, StuckPeer])[] = [
  [
    "the handshake of TLS",
    true,
    (there) =>
      listening(
        createServer((socket) => socket.once("data", there).on("error", () => undefined)),
        "https",
      ),
  ],
  ["the wait for the go-ahead", false, (there) => converse(() => there())],
  [
    "the body",
    false,
    (there) =>
      converse((socket) => {
        socket.write(goAhead);
        socket.once("data", () => {
          socket.pause();
          there();
        });
      }),
  ],
  [
    "the wait for the answer",
    false,
    (there) =>
      converse((socket, _, rest) => {
        socket.write(goAhead);
        let size = rest.length;
        socket.on("data", (chunk: Buffer) => (size += chunk.length) > 40_000_000 && there());
      }),
  ],
  [
    "the answer",
    false,
    (there) =>
      converse((socket) => {
        socket.write(answer.slice(0, -20), () => there());
      }),
  ],
];

describe("an abort ends the upload immediately, with the signal's own reason, during", () => {
  test.each(phases)("%s", { timeout: 30_000 }, async (_, __, stuck) => {
    const controller = new AbortController();
    const reason = new Error("The pipeline was cancelled");
    let abortedAt = Number.POSITIVE_INFINITY;
    await using peer = await stuck(() => {
      setTimeout(() => {
        abortedAt = performance.now();
        controller.abort(reason);
      }, 50);
    });
    const client = createApptestClient({ accessKey: "user:key", baseUrl: peer.url });
    const call = client.runTestset({ appFile: large.path, data }, { signal: controller.signal });
    await expect(call).rejects.toBe(reason);
    expect(performance.now() - abortedAt).toBeLessThan(2000);
  });

  test("the time before it, and nothing is sent", async () => {
    await using app = await randomFile("app.apk", 1000);
    await using peer = await serve(() => ({ json: started }));
    const client = createApptestClient({ accessKey: "user:key", baseUrl: peer.url });
    const signal = AbortSignal.abort("early");
    await expect(client.runTestset({ appFile: app.path, data }, { signal })).rejects.toBe("early");
    await expect(client.getTestset(1, { signal })).rejects.toBe("early");
    await expect(client.getTestsetResult(1, { signal })).rejects.toBe("early");
    expect(peer.received).toEqual([]);
  });

  test("the other calls, too", async () => {
    const controller = new AbortController();
    await using peer = await converse(() => setTimeout(() => controller.abort("enough"), 20));
    const client = createApptestClient({ accessKey: "user:key", baseUrl: peer.url });
    await expect(client.getTestset(1, { signal: controller.signal })).rejects.toBe("enough");
  });
});

describe("an upload without a byte moving ends with a timeout, during", () => {
  test.each(phases)("%s", { timeout: 30_000 }, async (phase, certainlyNotSent, stuck) => {
    await using peer = await stuck(() => undefined);
    const client = createApptestClient({ accessKey: "user:key", baseUrl: peer.url, timeoutMs: 300 });
    const begun = performance.now();
    await expect(client.runTestset({ appFile: large.path, data })).rejects.toMatchObject({
      name: "ApptestTimeoutError",
      code: "apptest-timeout",
      certainlyNotSent,
    });
    const took = performance.now() - begun;
    expect(took).toBeGreaterThan(phase === "the wait for the answer" ? 1400 : 290);
    expect(took).toBeLessThan(10_000);
  });
});

test("a slow upload does not time out as long as bytes move; its total time can be limited", async () => {
  await using peer = await converse((socket) => {
    socket.write(goAhead);
    socket.pause();
    const tick = setInterval(() => {
      socket.resume();
      setTimeout(() => socket.pause(), 1);
    }, 100);
    socket.once("close", () => clearInterval(tick));
  });
  const client = createApptestClient({ accessKey: "user:key", baseUrl: peer.url, timeoutMs: 800 });
  const call = client.runTestset({ appFile: large.path, data }, { timeoutMs: 2000 });
  await expect(call).rejects.toThrow("The upload was not answered within 2 s");
});

test("the timeout of a call without a file includes the answer, even one that drips", async () => {
  await using peer = await converse((socket) => {
    socket.write("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n");
    const drip = setInterval(() => socket.write(" "), 50);
    socket.once("close", () => clearInterval(drip));
  });
  const client = createApptestClient({ accessKey: "user:key", baseUrl: peer.url, timeoutMs: 300 });
  await expect(client.getTestset(1)).rejects.toMatchObject({ code: "apptest-timeout", certainlyNotSent: false });
});
