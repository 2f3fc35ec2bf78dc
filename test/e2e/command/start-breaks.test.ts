import fc from "fast-check";
import { createServer as createHttpServer, type IncomingMessage } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { createServer, type Socket } from "node:net";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Provider, ProviderError, UnknownStartError } from "../../../packages/core/src/index.ts";
import { start } from "../../../packages/core/src/flow.ts";
import { apptest as apptestProvider } from "../../../packages/provider-apptest/src/index.ts";
import { ats as atsProvider } from "../../../packages/provider-ats/src/index.ts";
import { openTransport } from "../../../packages/remotest/src/network/transport.ts";
import * as apptest from "../stage/fake-apptest.ts";
import * as ats from "../stage/fake-ats.ts";
import { type Exchange, html, listen, type Responder, text } from "../stage/fake-service.ts";
import { type Certificates, certificates } from "../faults/certificates.ts";
import { type Service, services } from "../stage/workspace.ts";

// Every point at which the connection of a start can break × every kind of answer, at random: before, in and after the
// handshake, in the request, and at any byte of the answer. Another request is sent, or the run counts as not started,
// only if each complete request was answered completely with a proof of that.

/** The kinds of answers, and for each whether it proves, if it is complete, that nothing was started. */
const answers: Readonly<
  Record<Service, Readonly<Record<string, { readonly give: Responder; readonly proves: boolean }>>>
> = {
  apptest: {
    started: { give: apptest.started, proves: false },
    refused: { give: apptest.refusal(4050, "not enough resources"), proves: true },
    failed: { give: apptest.refusal(5001, "an exception", 500), proves: false },
    undocumented: { give: apptest.refusal(4999, "?"), proves: false },
    "too many": { give: html(429), proves: true },
    forbidden: { give: html(403), proves: true },
    gateway: { give: html(502), proves: false },
    "gateway's JSON": { give: text(504, "application/json", '{"result_code":8000}'), proves: false },
    page: { give: html(200), proves: false },
  },
  ats: {
    started: { give: ats.started, proves: false },
    refused: { give: ats.runJob("<Started>false</Started><ErrorMessage>no hub</ErrorMessage>"), proves: true },
    "refused without a reason": { give: ats.runJob("<Started>false</Started>"), proves: false },
    "fault of ours": { give: ats.fault("soap:Client", "no such template"), proves: true },
    "fault of the server": { give: ats.fault("soap:Server", "oops"), proves: false },
    "too many": { give: html(429), proves: true },
    forbidden: { give: html(403), proves: true },
    gateway: { give: html(502), proves: false },
    page: { give: html(200), proves: false },
  },
};

/** Returns the bytes of an answer on the wire. */
function bytesOf(give: Responder): Buffer {
  let bytes = Buffer.alloc(0);
  let head = "";
  const response = {
    writeHead(status: number, headers: Readonly<Record<string, string>>) {
      head = [`HTTP/1.1 ${status} X`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join(
        "\r\n",
      );
      return response;
    },
    end(body: string) {
      bytes = Buffer.from(`${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
      return response;
    },
  };
  give({ response, time: 1 } as unknown as Exchange);
  return bytes;
}

/** The point at which the first connection breaks: after a number of bytes from the client, or after a share of the answer. */
type Place = { readonly afterBytes: number } | { readonly ofAnswer: number };

const endings: Readonly<Record<string, (raw: Socket) => void>> = {
  "it ends": (raw) => raw.end(),
  "it is reset": (raw) => raw.resetAndDestroy(),
  "other bytes appear": (raw) => raw.end("HTTP/1.1 502 Bad Gateway\r\n\r\nupstream"),
};

const ways = ["http", "TLSv1.2", "TLSv1.3", "TLSv1.3 through a proxy"] as const;

interface Scenario {
  readonly way: (typeof ways)[number];
  readonly answer: string;
  readonly place: Place;
  readonly ending: string;
}

/** The service's view. */
interface Peer extends AsyncDisposable {
  readonly url: string;
  readonly proxy: string | undefined;
  /** Requests that arrived completely. */
  readonly whole: () => number;
  /** True if the answer to the first of them was sent completely. */
  readonly answered: () => boolean;
}

let keys: Certificates;
let dir: string;
beforeAll(async () => {
  keys = await certificates();
  dir = await mkdtemp(join(tmpdir(), "remotest-breaks-"));
  await writeFile(join(dir, "app.apk"), "an app file");
});
afterAll(async () => {
  await keys[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

async function peer(service: Service, { way, answer, place, ending }: Scenario): Promise<Peer> {
  const first = bytesOf(answers[service][answer]?.give ?? html(500));
  const good = bytesOf(answers[service]["started"]?.give ?? html(500));
  const below = new Map<number | undefined, Socket>();
  let whole = 0;
  let answered = false;
  const serve = (request: IncomingMessage): void => {
    request.on("error", () => undefined);
    request.resume().on("end", () => {
      const { socket } = request;
      if (++whole > 1) return void socket.end(good);
      const share = "ofAnswer" in place ? place.ofAnswer : 1;
      const part = first.subarray(0, Math.floor(first.length * share));
      answered = part.length === first.length;
      socket.write(part, () => {
        const raw = below.get(socket.remotePort);
        if (raw) endings[ending]?.(raw);
      });
      if (part.length === 0) endings[ending]?.(below.get(socket.remotePort) ?? socket);
    });
  };
  const { key, cert } = keys.trusted;
  const version = way === "TLSv1.2" ? way : "TLSv1.3";
  const server =
    way === "http"
      ? createHttpServer(serve)
      : createHttpsServer({ key, cert, minVersion: version, maxVersion: version }, serve);
  server.on("tlsClientError", () => undefined);
  server.on("checkContinue", (request, response) => {
    response.writeContinue();
    serve(request);
  });
  let connections = 0;
  const through = (raw: Socket): void => {
    below.set(raw.remotePort, raw);
    if (connections++ === 0 && "afterBytes" in place) {
      let seen = 0;
      raw.on("data", (chunk: Buffer) => {
        seen += chunk.length;
        if (seen >= place.afterBytes) endings[ending]?.(raw);
      });
      if (place.afterBytes === 0) return endings[ending]?.(raw);
    }
    server.emit("connection", raw);
  };
  const isProxy = way.endsWith("proxy");
  const front = await listen(
    createServer((raw) => {
      if (isProxy) raw.once("data", () => raw.write("HTTP/1.1 200 OK\r\n\r\n", () => through(raw)));
      else through(raw);
    }),
    way === "http" ? "http" : "https",
  );
  return {
    url: isProxy ? "https://127.0.0.1:9" : front.url,
    proxy: isProxy ? `http://127.0.0.1:${front.port}` : undefined,
    whole: () => whole,
    answered: () => answered,
    [Symbol.asyncDispose]: () => front[Symbol.asyncDispose](),
  };
}

const accounts: Readonly<Record<Service, { provider: Provider; connect: object; options: object }>> = {
  apptest: { provider: apptestProvider, connect: { userId: "u", accessKey: "a-long-key" }, options: { projectId: 1 } },
  ats: {
    provider: atsProvider,
    connect: { apiToken: "a-long-token", username: "u", password: "a-long-password" },
    options: { appId: "SHOP-1", templateId: "any" },
  },
};

const places = fc.oneof(
  fc.record({ afterBytes: fc.nat({ max: 3_000 }) }),
  fc.record({ ofAnswer: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.constant({ ofAnswer: 1 }),
);

describe.each(services)("%s: the connection of a start breaks at any point, with any answer", (service) => {
  it("one start is sent, and it counts as not started only if that is proved", { timeout: 120_000 }, async () => {
    const { provider, connect, options } = accounts[service];
    const scenarios: fc.Arbitrary<Scenario> = fc.record({
      way: fc.constantFrom(...ways),
      answer: fc.constantFrom(...Object.keys(answers[service])),
      place: places,
      ending: fc.constantFrom(...Object.keys(endings)),
    });
    let runs = 0;
    const ends = { started: 0, unknown: 0, notStarted: 0 };
    await fc.assert(
      fc.asyncProperty(scenarios, async (scenario) => {
        // Without TLS, other bytes in an answer are part of it, and may complete it.
        fc.pre(!(scenario.way === "http" && scenario.ending === "other bytes appear" && "ofAnswer" in scenario.place));
        await using fake = await peer(service, scenario);
        const transport = await openTransport(
          {
            caFile: keys.trusted.file,
            maxResponse: 2 ** 20,
            ...(fake.proxy === undefined ? {} : { proxy: fake.proxy }),
          },
          {},
        );
        const [end] = await start(
          [
            {
              provider,
              connect: { ...connect, baseUrl: fake.url },
              name: "n",
              beginning: { kind: "start", options: { ...options, appFile: join(dir, "app.apk") } },
            },
          ],
          { timeoutMs: 10_000, pollIntervalMs: 1, reportDir: join(dir, `report-${++runs}`), resume: false },
          { transport, reporters: [], listen: () => undefined, interrupted: new AbortController().signal },
        );
        const isProved = fake.answered() && answers[service][scenario.answer]?.proves === true;
        const error = end && "error" in end ? end.error : undefined;
        ends[error === undefined ? "started" : error instanceof UnknownStartError ? "unknown" : "notStarted"]++;
        if (!isProved) expect(fake.whole(), "requests that arrived whole").toBeLessThanOrEqual(1);
        if (error === undefined) expect(fake.whole()).toBeGreaterThan(0);
        else if (!(error instanceof UnknownStartError)) {
          expect(error).toBeInstanceOf(ProviderError);
          expect(fake.whole() === 0 || isProved, `not started: ${error.message}`).toBe(true);
        }
      }),
      { numRuns: 250 },
    );
    // Each of the endings occurs, so that no check is trivially true.
    for (const count of Object.values(ends)) expect(count).toBeGreaterThan(5);
  });
});
