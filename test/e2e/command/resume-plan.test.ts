import { describe, expect, it } from "vitest";
import { until } from "../stage/command.ts";
import * as ats from "../stage/fake-ats.ts";
import { first, html, type Responder, reset, silent } from "../stage/fake-service.ts";
import { kill, openSandbox } from "../stage/killing.ts";
import { openWorkspace, runArgs } from "../stage/workspace.ts";

describe.concurrent("--resume of a plan of several runs", () => {
  const several = (templates: readonly string[], ...more: readonly string[]): readonly string[] => [
    "run",
    "ats",
    "--app-id",
    "SHOP-1",
    ...templates.flatMap((template) => ["--template-id", template]),
    "--name",
    "Nightly",
    "--poll-interval",
    "100ms",
    ...more,
  ];

  it("waits for each that is at the service", async () => {
    await using sandbox = await openSandbox(500);
    await using space = await openWorkspace(sandbox.url);
    const run = space.launch(several(["pass", "slow-pass"]));
    await until(async () => (await space.ledger()).some(({ verdict }) => verdict === "passed"), "one is done");
    await kill(run);
    const before = (await space.ledger()).map(({ ref }) => ref);
    const { code, stderr } = await space.remotest(several(["pass", "slow-pass"], "--resume"));
    expect(code, stderr).toBe(0);
    // The first run had passed, but that was not reported.
    expect((await space.ledger()).map(({ ref }) => ref)).toEqual(before);
    expect(sandbox.starts()).toBe(2);
  });

  it("interrupted after one has passed: that run is not started again either", async () => {
    await using sandbox = await openSandbox(500);
    await using space = await openWorkspace(sandbox.url);
    const run = space.launch(several(["pass", "slow-pass"]));
    await until(async () => (await space.ledger()).some(({ verdict }) => verdict === "passed"), "one is done");
    run.kill("SIGTERM");
    expect((await run.ended).code).toBe(143);
    expect(await space.ledger()).toMatchObject([{ verdict: "passed", reported: true }, { verdict: "interrupted" }]);
    const { code, stderr } = await space.remotest(several(["pass", "slow-pass"], "--resume"));
    expect(code, stderr).toBe(0);
    expect(sandbox.starts()).toBe(2);
  });

  it("decides for each run separately: it waits for one, starts one, and one start is unknown", async () => {
    let over = false;
    const times = new Map<string, number>();
    const start: Responder = (exchange) => {
      const template = /JobTemplateID>(\w+)</.exec(exchange.body)?.[1] ?? "";
      times.set(template, (times.get(template) ?? 0) + 1);
      if (template === "lost") reset(exchange);
      else if (template === "refused" && times.get(template) === 1) html(401)(exchange);
      else ats.runJob(`<Started>true</Started><JobID>${template}-${times.get(template)}</JobID>`)(exchange);
    };
    const status: Responder = (exchange) => ats.done({ status: over ? "Done" : "Running" })(exchange);
    await using fake = await ats.fakeAts({ start, status });
    await using space = await openWorkspace(fake.url);
    const templates = ["lost", "refused", "taken"];
    const run = space.launch(several(templates));
    await until(async () => (await space.ledger()).filter(({ verdict }) => verdict).length === 2, "two have ended");
    await until(async () => (await space.ledger())[2]?.ref !== null, "one is started");
    await kill(run);
    over = true;
    const { code, stderr } = await space.remotest(several(templates, "--resume"));
    expect(code, stderr).toBe(5);
    expect(Object.fromEntries(times)).toEqual({ lost: 1, refused: 2, taken: 1 });
    expect(await space.ledger()).toMatchObject([
      { ref: null, start: "on-its-way", verdict: "unknown-start" },
      { ref: "ats:SHOP-1/refused-2", verdict: "passed" },
      { ref: "ats:SHOP-1/taken-1", verdict: "passed" },
    ]);
  });
});

describe.concurrent("--resume of a run that was being rerun", () => {
  const failed = ats.done({ result: "Failed", counts: [0, 0, 1], cases: [["Log in", "Failed"]] });
  const rerun = ats.runJob("<Started>true</Started><ErrorMessage></ErrorMessage><JobID>J-2</JobID>");
  const args = (...more: readonly string[]): readonly string[] => runArgs("ats", "any", "--rerun-failed", "1", ...more);
  const of = (job: string, one: Responder, other: Responder): Responder => {
    return (exchange) => (exchange.body.includes(`>${job}<`) ? one : other)(exchange);
  };

  it("killed while waiting for the rerun: waits for that rerun", async () => {
    let over = false;
    const second: Responder = (exchange) => (over ? ats.done({}) : ats.done({ status: "Running" }))(exchange);
    await using fake = await ats.fakeAts({
      start: first(1, ats.started, rerun),
      status: of("J-1", failed, second),
      result: of("J-1", failed, ats.done({})),
    });
    await using space = await openWorkspace(fake.url);
    const run = space.launch(args());
    await until(async () => (await space.ledger())[0]?.reruns.length === 1, "the rerun is noted");
    await kill(run);
    over = true;
    const { code, stderr } = await space.remotest(args("--resume"));
    expect(code, stderr).toBe(0);
    expect(fake.calls.start).toBe(2);
    expect(await space.ledger()).toMatchObject([{ ref: "ats:SHOP-1/J-1", reruns: ["ats:SHOP-1/J-2"] }]);
  });

  it("killed while the rerun's request is on its way: it is not sent again, and the failure stays", async () => {
    await using fake = await ats.fakeAts({ start: first(1, ats.started, silent), status: failed, result: failed });
    await using space = await openWorkspace(fake.url);
    const run = space.launch(args());
    await until(() => fake.calls.start === 2, "the rerun's request has arrived");
    await kill(run);
    expect(await space.ledger()).toMatchObject([{ reruns: [], rerunOnItsWay: true }]);
    const { code, stderr } = await space.remotest(args("--resume"));
    expect(code, stderr).toBe(1);
    expect(stderr).toMatch(/Warning: Rerun 1 brought no results: An earlier process sent the rerun request/);
    expect(fake.calls.start).toBe(2);
  });

  it("of `remotest rerun`: an unknown rerun that `run` has sent is not sent again", async () => {
    await using fake = await ats.fakeAts({ start: first(1, ats.started, reset), status: failed, result: failed });
    await using space = await openWorkspace(fake.url);
    expect((await space.remotest(args())).code).toBe(1);
    for (let time = 0; time < 2; time++) {
      const again = ["rerun", "ats:SHOP-1/J-1", "--resume", "--poll-interval", "100ms"];
      const { code, stderr } = await space.remotest(again);
      expect(code, stderr).toBe(5);
      expect(fake.calls.start).toBe(2);
    }
  });

  it("of `remotest rerun`: waits for the rerun that it started", async () => {
    let over = false;
    const second: Responder = (exchange) => (over ? ats.done({}) : html(404))(exchange);
    await using fake = await ats.fakeAts({
      start: first(1, rerun, reset),
      status: of("J-1", failed, second),
      result: of("J-1", failed, ats.done({})),
    });
    await using space = await openWorkspace(fake.url);
    const again = ["rerun", "ats:SHOP-1/J-1", "--poll-interval", "100ms"];
    expect((await space.remotest(again)).code).toBe(3);
    over = true;
    expect((await space.remotest([...again, "--resume"])).code).toBe(0);
    expect(fake.calls.start).toBe(1);
    expect(await space.ledger()).toMatchObject([
      { ref: "ats:SHOP-1/J-1", reruns: ["ats:SHOP-1/J-2"], verdict: "passed" },
    ]);
  });
});
