import type { RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { connect, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as apptest from "../stage/fake-apptest.ts";
import * as ats from "../stage/fake-ats.ts";
import { type FakeService, listen, type ListeningServer } from "../stage/fake-service.ts";
import { type Certificates, certificates } from "../faults/certificates.ts";
import { openWorkspace, runArgs, type Service, services } from "../stage/workspace.ts";

// Every point at which the connection of a start can break, on every path to the service. Only the state of the
// connection proves whether the request was sent; the name of an error proves nothing.

let keys: Certificates;
beforeAll(async () => {
  keys = await certificates();
});
afterAll(() => keys[Symbol.asyncDispose]());

const ways = ["TLS 1.2", "TLS 1.3", "TLS 1.2 through a proxy", "TLS 1.3 through a proxy"] as const;
type Way = (typeof ways)[number];

/** The ways in which the connection breaks after the whole start request has arrived. */
const breaks: Readonly<Record<string, (client: Socket) => void>> = {
  "plain text appears in it": (client) => client.write("HTTP/1.1 502 Bad Gateway\r\n\r\nupstream"),
  "plain text appears, and it ends": (client) => client.end("HTTP/1.1 400 Bad Request\r\n\r\n"),
  "a TLS alert that is not one appears": (client) => client.end(Buffer.from([21, 3, 3, 0, 2, 2, 70])),
  "a record of the wrong version appears": (client) => client.end(Buffer.from([23, 9, 9, 0, 5, 1, 2, 3, 4, 5])),
  "it is reset": (client) => client.resetAndDestroy(),
  "it ends": (client) => client.end(),
};

/** A service over TLS behind a front that can break the connection; if there is a proxy, it is the front. */
async function broken(service: Service, way: Way, breakIt: (client: Socket) => void): Promise<Front> {
  // The run to rerun has failed.
  const failed = ats.done({ result: "Failed", counts: [0, 0, 1], cases: [["Log in", "Failed"]] });
  const clients = new Set<Socket>();
  const { key, cert } = keys.trusted;
  const version = way.startsWith("TLS 1.2") ? "TLSv1.2" : "TLSv1.3";
  const start = (): void => {
    for (const client of clients) breakIt(client);
  };
  const open = async (listener: RequestListener): Promise<ListeningServer> =>
    listen(createHttpsServer({ key, cert, minVersion: version, maxVersion: version }, listener), "https");
  const upstream = await (service === "apptest"
    ? apptest.fakeApptest({ start }, open)
    : ats.fakeAts({ start, status: failed, result: failed }, open));
  const isProxy = way.endsWith("proxy");
  const front = await listen(
    createServer((client) => {
      const through = (): void => {
        const onward = connect(upstream.port, "127.0.0.1");
        onward.on("error", () => client.destroy());
        client.on("close", () => onward.destroy());
        client.pipe(onward);
        onward.on("data", (chunk) => client.writable && client.write(chunk));
        clients.add(client);
      };
      if (!isProxy) return through();
      client.once("data", () => client.write("HTTP/1.1 200 OK\r\n\r\n", through));
    }),
  );
  const direct = `https://127.0.0.1:${front.port}`;
  return {
    fake: upstream,
    url: isProxy ? upstream.url : direct,
    env: { REMOTEST_CA_FILE: keys.trusted.file, ...(isProxy ? { HTTPS_PROXY: front.url } : {}) },
    [Symbol.asyncDispose]: async () => {
      await front[Symbol.asyncDispose]();
      await upstream[Symbol.asyncDispose]();
    },
  };
}

interface Front extends AsyncDisposable {
  readonly fake: FakeService;
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
}

const cells = services.flatMap((service) =>
  ways.flatMap((way) => Object.entries(breaks).map(([title, breakIt]) => ({ service, way, title, breakIt }))),
);

describe.concurrent("the connection of a start breaks after the request has arrived: sent once, 5", () => {
  it.each(cells)("$service over $way: $title", async ({ service, way, breakIt }) => {
    await using front = await broken(service, way, breakIt);
    await using space = await openWorkspace(front.url);
    const { code, stderr } = await space.remotest(runArgs(service, "any", "--timeout", "20s"), { env: front.env });
    expect(code, stderr).toBe(5);
    expect(front.fake.calls.start).toBe(1);
  });

  it.each(ways)("an ATS rerun over %s", async (way) => {
    await using front = await broken("ats", way, (client) => client.write("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
    await using space = await openWorkspace(front.url);
    const args = ["rerun", "ats:SHOP-1/J-1", "--poll-interval", "100ms", "--timeout", "20s"];
    const { code, stderr } = await space.remotest(args, { env: front.env });
    expect(code, stderr).toBe(5);
    expect(front.fake.calls.start).toBe(1);
  });
});

describe.concurrent.each(services)(
  "%s: no connection is established: never sent, so 3 after some retries",
  (service) => {
    const noTls = async (): Promise<ListeningServer> =>
      listen(createServer((socket) => socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"))));
    const closed = async (): Promise<ListeningServer> => listen(createServer((socket) => socket.destroy()));
    it.each([
      { title: "the server does not speak TLS", open: noTls },
      { title: "it is closed immediately", open: closed },
    ])("$title", async ({ open }) => {
      await using peer = await open();
      await using space = await openWorkspace(`https://127.0.0.1:${peer.port}`);
      const { code, stderr } = await space.remotest(runArgs(service, "any"), {});
      expect(code, stderr).toBe(3);
      expect(await space.ledger()).toMatchObject([{ start: "not-started" }]);
    });
  },
);
