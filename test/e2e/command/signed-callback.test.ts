import { createHmac } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { until } from "../stage/command.ts";
import { freePort } from "../stage/free-port.ts";
import { openWorkspace, startArgs, type Workspace } from "../stage/workspace.ts";

const secretKey = "w3bhook-key-that-must-not-show";
/** So seldom that only a call can end a run within a test. */
const seldom = ["--poll-interval", "10m", "--timeout", "20m"] as const;

/** Opens a sandbox of its own, in which MTA calls a port on this machine, and a folder for the command. */
async function openStage(key = secretKey, speed = 10): Promise<Stage> {
  const sandbox = await startSandbox({ port: 0, speed });
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}/mta`;
  await setWebhook(sandbox, { Endpoint: endpoint, SecretKey: key });
  const space = await openWorkspace(sandbox.url);
  return {
    sandbox,
    space,
    endpoint,
    args: (name, ...more) => [
      "run",
      ...startArgs("mta", name),
      ...seldom,
      "--callback-listen",
      `127.0.0.1:${port}`,
      ...more,
    ],
    polls: () => sandbox.journal.flatMap((event) => (isPoll(event) ? [event.count] : []))[0] ?? 0,
    runId: () => sandbox.journal.find((event) => event.kind === "start")?.id ?? expect.unreachable("nothing started"),
    async [Symbol.asyncDispose]() {
      await space[Symbol.asyncDispose]();
      await sandbox.close();
    },
  };
}

interface Stage extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly space: Workspace;
  readonly endpoint: string;
  readonly args: (name: string, ...more: readonly string[]) => readonly string[];
  readonly polls: () => number;
  readonly runId: () => string;
}

type RequestsEvent = Extract<Sandbox["journal"][number], { kind: "requests" }>;
function isPoll(event: Sandbox["journal"][number]): event is RequestsEvent {
  return event.kind === "requests" && event.route === "GET /rest/mta/api/testruns/{executionId}";
}

describe.concurrent("MTA calls after each test case", () => {
  it("the run ends soon after the last call, and so does its rerun", async () => {
    await using stage = await openStage();
    const env = { MTA_WEBHOOK_SECRET: secretKey };
    const { code, stderr } = await stage.space.remotest(stage.args("flaky", "--rerun-failed", "1", "--verbose"), {
      env,
    });
    expect(code, stderr).toBe(0);
    expect(stage.sandbox.starts()).toBe(2);
    // For each of the two: one poll after the start, one after the calls, and one that belongs to the results. A slow machine
    // may hear the calls in several parts, or poll for the first time when the run is over.
    expect(stage.polls()).toBeGreaterThanOrEqual(4);
    expect(stage.polls()).toBeLessThanOrEqual(14);
    expect(stderr).not.toContain("was ignored");
  });

  it("with the key from a file, and a failed test: 1, as without calls", async () => {
    await using stage = await openStage();
    const file = join(stage.space.path, "key.txt");
    await writeFile(file, `\uFEFF${secretKey}\r\n`);
    const { code, stderr } = await stage.space.remotest(stage.args("fail"), { env: { MTA_WEBHOOK_SECRET_FILE: file } });
    expect(code, stderr).toBe(1);
    expect(stage.sandbox.starts()).toBe(1);
  });
});

describe.concurrent("any other call", () => {
  it("only gives one note, until a genuine one comes", async () => {
    await using stage = await openStage("another key", 4);
    const { space, endpoint } = stage;
    const env = { MTA_WEBHOOK_SECRET: secretKey };
    const command = space.launch(stage.args("pass", "--verbose"), { env });
    await until(() => stage.polls() === 1, "the first poll");
    // A run takes 5 s there: a slow machine still polls before it is over, and it is over when the calls come.
    await sleep(6_000);
    const genuine = JSON.stringify({ ExecutionId: stage.runId(), TestCaseRunResult: "Pass" });
    const signature = sign(genuine);
    const forged: readonly (readonly [body: string, headers: Readonly<Record<string, string>>])[] = [
      [genuine, {}],
      [genuine, { signature: "" }],
      [genuine, { signature: sign(genuine, "another key") }],
      [genuine, { signature: sign(genuine, "") }],
      [genuine, { signature: Buffer.from(signature, "base64").toString("hex").toUpperCase() }],
      [genuine, { signature: signature.slice(0, -4) }],
      [genuine, { signature: `${signature}, ${signature}` }],
      [genuine, { "x-signature": signature, authorization: signature }],
      [genuine.replace(":", ": "), { signature }],
      [`${genuine}\n`, { signature }],
      ["", { signature }],
      ["x".repeat(2 ** 21), { signature: sign("x".repeat(2 ** 21)) }],
    ];
    for (const [body, headers] of forged) expect([404, undefined]).toContain(await post(endpoint, body, headers));
    expect(await post(endpoint.replace("/mta", "/ats"), genuine, { signature })).toBe(404);
    await Promise.all(Array.from({ length: 200 }, () => post(endpoint, genuine, { signature: sign(genuine, "x") })));
    await sleep(1_500);
    expect(stage.polls()).toBe(1);
    expect(await post(endpoint, genuine, { signature })).toBe(200);
    const { code, stderr, stdout } = await command.ended;
    expect(code, stderr).toBe(0);
    expect(stderr.match(/was ignored/g)).toHaveLength(1);
    expect(stderr).toContain("it was not signed by Menditect MTA with MTA_WEBHOOK_SECRET.");
    expect(`${stderr}${stdout}`).not.toContain(secretKey);
    for (const name of await space.reports()) expect(await space.report(name)).not.toContain(secretKey);
    expect(stage.sandbox.starts()).toBe(1);
  });

  it("that says that tests passed, genuine or not, is not a result; one that is sent again causes no poll", async () => {
    await using stage = await openStage("another key");
    const command = stage.space.launch(stage.args("slow"), { env: { MTA_WEBHOOK_SECRET: secretKey } });
    await until(() => stage.polls() === 1, "the first poll");
    const about = (ExecutionId: string, index: number): string =>
      JSON.stringify({ ExecutionId, TestCaseSequence: index, TestCaseRunResult: "Pass", Result: "Pass" });
    const genuine = (body: string): Promise<number | undefined> =>
      post(stage.endpoint, body, { signature: sign(body) });
    for (let index = 0; index < 300; index++) expect(await genuine(about(stage.runId(), index))).toBe(200);
    await until(() => stage.polls() === 2, "the poll after all of them");
    for (let index = 0; index < 300; index++) await genuine(about(stage.runId(), index));
    // About runs of other pipelines with the same account.
    for (let index = 0; index < 50; index++) await genuine(about("9724158a-a002-49a2-b4b7-79f18fbc9b15", index));
    await sleep(1_500);
    expect(stage.polls()).toBe(2);
    expect(stage.sandbox.starts()).toBe(1);
    command.kill("SIGTERM");
    expect((await command.ended).code).toBe(143);
  });
});

describe.concurrent("without the key", () => {
  let sandbox: Sandbox;
  beforeAll(async () => void (sandbox = await startSandbox({ port: 0, speed: 40 })));
  afterAll(() => sandbox.close());
  const listen = ["--callback-listen", "127.0.0.1:0"] as const;

  it("nothing is sent: 2, with every other problem", async () => {
    await using space = await openWorkspace("http://127.0.0.1:9");
    const { code, stderr } = await space.remotest(["run", ...startArgs("mta", "pass"), ...listen, "--timeout", "soon"]);
    expect(code).toBe(2);
    expect(stderr).toContain("2 problems; nothing was sent.");
    expect(stderr).toContain("MTA_WEBHOOK_SECRET (or MTA_WEBHOOK_SECRET_FILE), which it is made with, is missing");
  });

  it("it is polled as usual, in a plan in which another service calls", async () => {
    await using space = await openWorkspace(sandbox.url);
    const plan = `version: 1
runs:
  - { name: app, provider: apptest, with: { projectId: 509, appFile: shop.apk } }
  - { name: web, provider: mta, with: { configuration: pass, applicationInstance: ["19"] } }
`;
    await writeFile(join(space.path, "remotest.yaml"), plan);
    const { code, stderr } = await space.remotest(["run", ...listen, "--poll-interval", "200ms"]);
    expect(code, stderr).toBe(0);
  });
});

function sign(body: string, key = secretKey): string {
  return createHmac("sha256", key).update(body).digest("base64");
}

/** Returns the status; undefined if the listener disconnected. */
async function post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  try {
    return (await fetch(url, { method: "POST", body, headers })).status;
  } catch {
    return undefined;
  }
}

async function setWebhook({ url }: Sandbox, settings: object): Promise<void> {
  const headers = { authorization: `Basic ${btoa("demo:demo")}`, "content-type": "application/json" };
  const sent = { method: "POST", headers, body: JSON.stringify(settings) };
  expect((await fetch(`${url}/link/account/webhook`, sent)).status).toBe(200);
}
