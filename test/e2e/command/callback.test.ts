import { createServer } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { until } from "../stage/command.ts";
import * as apptest from "../stage/fake-apptest.ts";
import { listen, type Responder } from "../stage/fake-service.ts";
import { freePort } from "../stage/free-port.ts";
import { oldestNode } from "../stage/oldest-node.ts";
import { openWorkspace, runArgs, startArgs } from "../stage/workspace.ts";

const seldom = ["--poll-interval", "30s", "--timeout", "50s"] as const;
const callbackOption = ["--callback-listen", "127.0.0.1:0"] as const;
const run = (name: string, ...more: readonly string[]): readonly string[] => [
  "run",
  ...startArgs("apptest", name),
  ...seldom,
  ...more,
];

describe.concurrent("the service calls when the run is over", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, speed: 5 });
  });
  afterAll(() => sandbox.close());

  it.each([
    { release: "this Node", node: process.execPath, name: "pass", code: 0 },
    { release: "this Node", node: process.execPath, name: "fail", code: 1 },
    { release: "the oldest Node", node: oldestNode(), name: "pass", code: 0 },
  ])("$release: a run that does $name ends long before the next poll", async ({ node, name, code }) => {
    await using space = await openWorkspace(sandbox.url);
    const from = performance.now();
    const ended = await space.remotest(run(name, ...callbackOption), { node });
    expect(ended.code, ended.stderr).toBe(code);
    expect(performance.now() - from).toBeLessThan(20_000);
  });

  it("at the public address that leads here: within a second of the call, with the user's own path", async () => {
    await using space = await openWorkspace(sandbox.url);
    const port = await freePort();
    let calledAt: number | undefined;
    let asked: string | undefined;
    // Like a proxy before the build agent, it removes its own part of the path.
    await using front = await listen(
      createServer((request, response) => {
        calledAt = performance.now();
        asked = request.url;
        const path = request.url?.replace("/hooks", "") ?? "";
        void fetch(`http://127.0.0.1:${port}${path}`, { method: "POST" }).then(({ status }) =>
          response.writeHead(status).end(),
        );
      }),
    );
    const callback = `${front.url}/hooks?build=7`;
    const args = run("pass", "--callback-listen", `127.0.0.1:${port}`, "--callback", callback, "--verbose");
    const { code, stderr } = await space.remotest(args);
    expect(code, stderr).toBe(0);
    expect(performance.now() - (calledAt ?? 0)).toBeLessThan(2_000);
    expect(asked).toMatch(/^\/hooks\/[\w-]{32}\?build=7$/);
  });
});

describe.concurrent("any other caller", () => {
  const goesOn = apptest.status("Running", { running_cnt: 1 });

  it("causes one poll, and no result", async () => {
    let url = "";
    await using fake = await apptest.fakeApptest({ start: recordCallback((noted) => (url = noted)), status: goesOn });
    await using space = await openWorkspace(fake.url);
    const command = space.launch(run("any", ...callbackOption));
    await until(() => fake.calls.status === 1, "the first poll");
    await forge(url, "<testsuites><testsuite><testcase name='a'/></testsuite></testsuites>");
    await until(() => fake.calls.status === 2, "the poll after the call");
    await pause(1_500);
    expect(fake.calls).toEqual({ start: 1, status: 2, result: 0 });
    command.kill("SIGTERM");
    expect((await command.ended).code).toBe(143);
  });

  it("in an endless loop causes one poll per second", async () => {
    let url = "";
    await using fake = await apptest.fakeApptest({ start: recordCallback((noted) => (url = noted)), status: goesOn });
    await using space = await openWorkspace(fake.url);
    const command = space.launch(run("any", ...callbackOption));
    await until(() => fake.calls.status === 1, "the first poll");
    const end = performance.now() + 3_000;
    while (performance.now() < end) await forge(url);
    expect(fake.calls.status).toBeGreaterThanOrEqual(3);
    expect(fake.calls.status).toBeLessThanOrEqual(6);
    command.kill("SIGTERM");
    await command.ended;
  });

  it("that guesses, floods or sends nothing does not affect the run", async () => {
    let url = "";
    await using fake = await apptest.fakeApptest({
      start: recordCallback((noted) => (url = noted)),
      status: (exchange) => (exchange.time < 3 ? goesOn : apptest.status("Complete"))(exchange),
    });
    await using space = await openWorkspace(fake.url);
    const command = space.launch(run("any", ...callbackOption));
    await until(() => fake.calls.status === 1, "the first poll");
    const { origin, port } = new URL(url);
    for (let guess = 0; guess < 50; guess++) await forge(`${origin}/${String(guess).padStart(32, "A")}`);
    const silent = Array.from({ length: 40 }, () => connect(Number(port), "127.0.0.1").on("error", () => undefined));
    await pause(500);
    expect(fake.calls.status).toBe(1);
    for (const socket of silent) socket.destroy();
    await pause(200);
    await forge(url);
    await until(() => fake.calls.status === 2, "the poll after the call");
    await pause(1_000);
    await forge(url);
    expect((await command.ended).code).toBe(0);
  });
});

describe.concurrent("a call that never comes", () => {
  it("is replaced by polls, at the --poll-interval", async () => {
    await using fake = await apptest.fakeApptest({
      status: (exchange) => apptest.status(exchange.time < 3 ? "Running" : "Complete")(exchange),
    });
    await using space = await openWorkspace(fake.url);
    const { code, stderr } = await space.remotest(runArgs("apptest", "any", ...callbackOption));
    expect(code, stderr).toBe(0);
    expect(fake.calls.status).toBe(3);
  });
});

describe.concurrent("the secret path", () => {
  it("is in no output and in no report, even if the service echoes it", async () => {
    let secret = "";
    let echoed = "";
    await using fake = await apptest.fakeApptest({
      start: recordCallback((url) => {
        secret = new URL(url).pathname.slice(1);
        echoed = apptest.junit(`<error message="called ${url}"/>`);
      }),
      status: apptest.status("Complete", { fail_cnt: 1 }),
      result: (exchange) => apptest.result({ xml: echoed, html: echoed })(exchange),
    });
    await using space = await openWorkspace(fake.url);
    const { code, stdout, stderr } = await space.remotest(run("any", ...callbackOption, "--verbose", "--json"));
    expect(code, stderr).toBe(1);
    expect(secret).toMatch(/^[\w-]{32}$/);
    const reports = await Promise.all((await space.reports()).map((name) => space.report(name)));
    for (const text of [stdout, stderr, ...reports]) expect(text).not.toContain(secret);
    expect(reports.join("")).toContain("/***");
  });

  it("is different for each run", async () => {
    const urls: string[] = [];
    await using fake = await apptest.fakeApptest({ start: recordCallback((url) => void urls.push(url)) });
    await using space = await openWorkspace(fake.url);
    for (let time = 0; time < 2; time++) expect((await space.remotest(run("any", ...callbackOption))).code).toBe(0);
    expect(new Set(urls).size).toBe(2);
  });
});

describe.concurrent("an address that cannot be listened at: 2, and nothing is sent", () => {
  const rows = [
    { given: "8080", says: 'must be an address such as ci-7.example.com:8080 or [2001:db8::7]:8080; got "8080"' },
    { given: "127.0.0.1:99999", says: "must be an address such as" },
    { given: "0.0.0.0:0", says: "means every address of this machine" },
    { given: "[::]:0", says: "means every address of this machine" },
    { given: "192.0.2.1:0", says: "cannot listen at 192.0.2.1:0" },
    { given: "no-such-host.invalid:0", says: "cannot listen at no-such-host.invalid:0" },
  ];
  it.each(rows)("$given", async ({ given, says }) => {
    await using fake = await apptest.fakeApptest();
    await using space = await openWorkspace(fake.url);
    const { code, stderr } = await space.remotest(runArgs("apptest", "any", "--callback-listen", given));
    expect(code, stderr).toBe(2);
    expect(stderr).toContain("--callback-listen (or REMOTEST_CALLBACK_LISTEN)");
    expect(stderr).toContain(says);
    expect(fake.connections()).toBe(0);
  });

  it("a port that is taken", async () => {
    await using fake = await apptest.fakeApptest();
    await using space = await openWorkspace(fake.url);
    const taken = `127.0.0.1:${fake.port}`;
    const { code, stderr } = await space.remotest(runArgs("apptest", "any", "--callback-listen", taken));
    expect(code, stderr).toBe(2);
    expect(stderr).toContain("EADDRINUSE");
    expect(fake.calls.start).toBe(0);
  });

  it("every address of the machine, with a public address that leads there: 0", async () => {
    await using fake = await apptest.fakeApptest();
    await using space = await openWorkspace(fake.url);
    const args = ["--callback-listen", "0.0.0.0:0", "--callback", "https://ci.example/hook"];
    const { code, stderr } = await space.remotest(runArgs("apptest", "any", ...args));
    expect(code, stderr).toBe(0);
  });

  it("for a service that cannot call back, reported with every other problem", async () => {
    await using space = await openWorkspace("http://127.0.0.1:9");
    const { code, stderr } = await space.remotest(runArgs("ats", "any", ...callbackOption, "--timeout", "soon"));
    expect(code).toBe(2);
    expect(stderr).toContain("2 problems; nothing was sent.");
    expect(stderr).toContain("Mendix ATS cannot call back when a run is over.");
  });
});

/** Accepts a start, and records its callback. */
function recordCallback(note: (url: string) => void): Responder {
  return (exchange) => {
    const [, url] = /"callback":"([^"]+)"/.exec(exchange.body) ?? [];
    if (url === undefined) throw new Error("The start has no callback");
    note(url);
    apptest.started(exchange);
  };
}

async function forge(url: string, body = ""): Promise<void> {
  await fetch(url, { method: "POST", body }).catch(() => undefined);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
