import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandboxWithClock } from "../start-sandbox.ts";

let time = 0;
let sandbox: Sandbox;
const received: { readonly method: string | undefined; readonly url: string | undefined; readonly body: string }[] = [];
const peer = createServer((request: IncomingMessage, response) => {
  void text(request).then((body) => {
    received.push({ method: request.method, url: request.url, body });
    response.writeHead(302, { location: "/elsewhere" }).end();
  });
});
let address: string;
beforeEach(async () => {
  time = 0;
  received.length = 0;
  sandbox = await startSandboxWithClock(() => time, { port: 0 });
  await once(peer.listen(0, "127.0.0.1"), "listening");
  address = `http://127.0.0.1:${(peer.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await sandbox.close();
  peer.closeAllConnections();
  await new Promise((closed) => peer.close(closed));
});

async function start(callback: string | undefined): Promise<number> {
  const form = new FormData();
  form.append("app_file", new File(["PK"], "a.apk"));
  form.append("data", JSON.stringify({ pid: 509, testset_name: "any", callback }));
  const headers = { authorization: `Basic ${Buffer.from("demo:demo").toString("base64")}` };
  const response = await fetch(`${sandbox.url}/openapi/v2/testset`, { method: "POST", headers, body: form });
  return ((await response.json()) as { data: { testset_id: number } }).data.testset_id;
}
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe("the callback of a testset", () => {
  it("is sent once, when it is complete, with its number", async () => {
    const id = await start(`${address}/done?a=b`);
    await pause(200);
    expect(received).toEqual([]);
    time = 20_000;
    await pause(500);
    expect(received).toEqual([{ method: "POST", url: "/done?a=b", body: JSON.stringify({ tid: id }) }]);
  });

  it("is not sent after the sandbox is closed, or without an address", async () => {
    await start(undefined);
    await start(address);
    await sandbox.close();
    time = 20_000;
    await pause(300);
    expect(received).toEqual([]);
  });

  it("that is not answered has no effect", async () => {
    await start("http://127.0.0.1:9/");
    time = 20_000;
    await pause(200);
    expect(await start(undefined)).toBeGreaterThan(0);
  });
});
