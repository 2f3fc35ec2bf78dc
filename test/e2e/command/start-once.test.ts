import { createServer } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { until } from "../stage/command.ts";
import * as apptest from "../stage/fake-apptest.ts";
import * as ats from "../stage/fake-ats.ts";
import { gzipSync } from "node:zlib";
import {
  type Exchange,
  type FakeService,
  first,
  half,
  html,
  listen,
  redirect,
  type Responder,
  reset,
  silent,
  text,
} from "../stage/fake-service.ts";
import { openWorkspace, runArgs, type Service, services, startArgs } from "../stage/workspace.ts";

const fakes: Readonly<
  Record<
    Service,
    (script: { start?: Responder }, open?: Parameters<typeof apptest.fakeApptest>[1]) => Promise<FakeService>
  >
> = {
  apptest: apptest.fakeApptest,
  ats: ats.fakeAts,
};
const good = { apptest: apptest.started, ats: ats.started };

const json = (status: number, body: object): Responder => text(status, "application/json", JSON.stringify(body));
const ofApptest: readonly { title: string; start: Responder }[] = [
  { title: "5001 with 500", start: apptest.refusal(5001, "an exception", 500) },
  { title: "6001 with 502", start: apptest.refusal(6001, "upload fail", 502) },
  { title: "8000 inside a gateway's 504", start: apptest.refusal(8000, "maintenance", 504) },
  { title: "a gateway's JSON with 502", start: json(502, { error_code: 4000, reason: "upstream" }) },
  { title: "a gateway's JSON with 408", start: json(408, { error_code: 4000, reason: "timeout" }) },
  { title: "an undocumented code", start: json(200, { result_code: 4999, reason: "?" }) },
  { title: "success under 404, without an id", start: json(404, { result_code: 0, data: {} }) },
  { title: "success under 429, without an id", start: json(429, { result_code: 0, data: {} }) },
];
const ofAts: readonly { title: string; start: Responder }[] = [
  { title: "a Fault of the server", start: ats.fault("soap:Server", "An internal error occurred") },
  { title: "a Fault without a code", start: ats.fault("", "") },
  { title: "not started, without a reason", start: ats.runJob("<Started>false</Started><JobID/>") },
  { title: "a gateway's JSON with 502", start: json(502, { Started: false, ErrorMessage: "upstream" }) },
];

describe.concurrent.each(services)("%s: an answer that names the run is never dropped", (service) => {
  const named = { test_count: 1, testset_id: 77 };
  const envelope = (code: number): object => ({ result_code: code, result_msg: "m", reason: "r", data: named });
  const odd = "<Started>false</Started><ErrorMessage>no hub yet</ErrorMessage><JobID>J-1</JobID>";
  const rows: readonly { title: string; start: Responder }[] =
    service === "apptest"
      ? [
          { title: "success under 404", start: json(404, envelope(0)) },
          { title: "success under 429", start: json(429, envelope(0)) },
          { title: "an undocumented code", start: json(200, envelope(4999)) },
          { title: "maintenance", start: json(503, envelope(8000)) },
          { title: "gzip that was not requested", start: gzipped(envelope(0)) },
        ]
      : [
          { title: "Started is false, with a message", start: ats.runJob(odd) },
          { title: "a gateway's 502 around it", start: (given) => ats.runJob(odd)(withStatus(502, given)) },
          { title: "a 429 around it", start: (given) => ats.runJob(odd)(withStatus(429, given)) },
        ];
  it.each(rows)("$title: the command waits for the run, and one is started", async ({ start }) => {
    await using fake = await fakes[service]({ start });
    await using space = await openWorkspace(fake.url);
    const { code, stderr } = await space.remotest(runArgs(service, "any"));
    expect(code, stderr).toBe(0);
    expect(fake.calls.start).toBe(1);
    expect(await space.ledger()).toMatchObject([{ start: "started", verdict: "passed" }]);
  });
});

function gzipped(body: object): Responder {
  return ({ response }) =>
    void response
      .writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" })
      .end(gzipSync(JSON.stringify(body)));
}

/** Returns the same exchange, answered with another status. */
function withStatus(status: number, exchange: Exchange): Exchange {
  const { response } = exchange;
  const writeHead = response.writeHead.bind(response);
  response.writeHead = ((_status: number, headers: Record<string, string>) => writeHead(status, headers)) as never;
  return exchange;
}

describe.concurrent.each(services)("%s: an unknown start is sent once, and the exit code is 5", (service) => {
  const rows: readonly { title: string; start: Responder; more?: readonly string[] }[] = [
    { title: "the connection is reset after the request", start: reset },
    { title: "half an answer", start: half },
    { title: "no answer until the timeout", start: silent, more: ["--timeout", "3s"] },
    { title: "HTML with 200", start: html(200) },
    { title: "HTML with 502", start: html(502) },
    { title: "HTML with 504", start: html(504) },
    { title: "HTML with 500", start: html(500) },
    { title: "HTML with 503 and Retry-After", start: text(503, "text/html", "busy", { "retry-after": "1" }) },
    { title: "408", start: html(408) },
    { title: "499", start: html(499) },
    ...(service === "apptest" ? ofApptest : ofAts),
    { title: "a redirect 302", start: redirect(302) },
    { title: "a redirect 303", start: redirect(303) },
    { title: "an empty answer with 200", start: text(200, "application/json", "") },
    { title: "an empty answer with 204", start: ({ response }) => void response.writeHead(204).end() },
    {
      title: "started, but without an id",
      start: service === "apptest" ? apptest.success({ test_count: 3 }) : ats.runJob("<Started>true</Started><JobID/>"),
    },
  ];
  it.each(rows)("$title", async ({ start, more = [] }) => {
    await using fake = await fakes[service]({ start });
    await using space = await openWorkspace(fake.url);
    const { code, stdout, stderr } = await space.remotest(runArgs(service, "any", ...more, "--json"));
    expect(code, stderr).toBe(5);
    expect(fake.calls).toEqual({ start: 1, status: 0, result: 0 });
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "unknown-start", runs: [{ ref: null }] });
    expect(stderr).toMatch(/not sent again|may or may not|not under which id|gives no id/);
    expect(await space.ledger()).toMatchObject([{ ref: null, verdict: "unknown-start" }]);
    expect(await space.report("junit.xml")).toContain("<error");
  });

  it("the connection is reset at the first byte of the request", async () => {
    const heads: string[] = [];
    await using peer = await listen(
      createTcpServer((socket) => {
        // Not immediately: a connection that is reset while it is established has certainly carried nothing.
        socket.once("data", (chunk: Buffer) => {
          heads.push(chunk.toString("latin1").split("\r\n")[0] ?? "");
          socket.resetAndDestroy();
        });
      }),
    );
    await using space = await openWorkspace(peer.url);
    const { code, stderr } = await space.remotest(runArgs(service, "any"));
    expect(code, stderr).toBe(5);
    expect(heads, stderr).toEqual([expect.stringMatching(/^POST /)]);
  });

  it("SIGINT while the request is on its way: 130, and it says that the start is unknown", async () => {
    await using fake = await fakes[service]({ start: silent });
    await using space = await openWorkspace(fake.url);
    const run = space.launch(runArgs(service, "any"));
    await until(() => fake.calls.start === 1, "the request has arrived");
    run.kill("SIGINT");
    const { code, stderr } = await run.ended;
    expect(code, stderr).toBe(130);
    expect(stderr).toMatch(/may or may not have been started/);
    expect(fake.calls.start).toBe(1);
    expect(await space.ledger()).toMatchObject([{ ref: null, verdict: "interrupted" }]);
  });
});

describe.concurrent("apptest: the upload", () => {
  it("SIGINT in the middle of it: 130, and no second one", async () => {
    // Reads only the head, so that the upload stalls.
    await using peer = await listen(
      createTcpServer((socket) =>
        socket.once("data", () => socket.write("HTTP/1.1 100 Continue\r\n\r\n", () => socket.pause())),
      ),
    );
    await using space = await openWorkspace(peer.url);
    await writeFile(join(space.path, "shop.apk"), Buffer.alloc(64 * 2 ** 20));
    const run = space.launch(runArgs("apptest", "any"));
    await until(() => run.stderr().includes("Uploading"), "the upload is running");
    const asked = performance.now();
    run.kill("SIGINT");
    const { code, stderr } = await run.ended;
    expect(code, stderr).toBe(130);
    expect(performance.now() - asked).toBeLessThan(5_000);
    expect(peer.connections()).toBe(1);
  });
});

describe.concurrent.each(services)("%s: a start that certainly did not happen", (service) => {
  const rows: readonly { title: string; refuse: Responder }[] = [
    { title: "429", refuse: html(429) },
    { title: "429 with Retry-After", refuse: text(429, "text/plain", "slow down", { "retry-after": "1" }) },
    ...(service === "apptest" ? [{ title: "8000", refuse: apptest.refusal(8000, "maintenance", 503) }] : []),
  ];
  it.each(rows)("$title is repeated, and one run is started", async ({ refuse }) => {
    await using fake = await fakes[service]({ start: first(2, refuse, good[service]) });
    await using space = await openWorkspace(fake.url);
    const { code, stderr } = await space.remotest(runArgs(service, "any"));
    expect(code, stderr).toBe(0);
    expect(fake.calls.start).toBe(3);
    expect(stderr).toContain("trying again");
  });

  it("a refused connection is retried, and one run is started", async () => {
    // Below the ports that systems assign, so that no other server of these tests gets it in the meantime.
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    await using space = await openWorkspace(`http://127.0.0.1:${port}`);
    const run = space.launch(["run", ...startArgs(service, "any"), "--poll-interval", "1s"]);
    await until(() => run.stderr().includes("ECONNREFUSED"), "the connection is refused");
    await using fake = await fakes[service]({}, (listener) => listen(createServer(listener), "http", port));
    const { code, stderr } = await run.ended;
    expect(code, stderr).toBe(0);
    expect(fake.calls.start).toBe(1);
  });

  it.each([
    { title: "401", start: html(401), code: 3 },
    { title: "404", start: html(404), code: 3 },
    { title: "413", start: html(413), code: 3 },
    {
      title: "a refusal of the service",
      start:
        service === "apptest"
          ? apptest.refusal(4052, "no project 509")
          : ats.fault("soap:Client", "The token is not valid"),
      code: 3,
    },
  ])("$title is final: 3, sent once", async ({ start, code: wanted }) => {
    await using fake = await fakes[service]({ start });
    await using space = await openWorkspace(fake.url);
    const { code, stderr } = await space.remotest(runArgs(service, "any"));
    expect(code, stderr).toBe(wanted);
    expect(fake.calls.start).toBe(1);
  });
});
