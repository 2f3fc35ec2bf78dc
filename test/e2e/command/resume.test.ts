import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { until } from "../stage/command.ts";
import * as apptest from "../stage/fake-apptest.ts";
import * as ats from "../stage/fake-ats.ts";
import { first, html, type Responder, reset, silent } from "../stage/fake-service.ts";
import { kill, openSandbox, reference, untilWaiting } from "../stage/killing.ts";
import { openWorkspace, runArgs, services, startArgs } from "../stage/workspace.ts";

const fakes = { apptest: apptest.fakeApptest, ats: ats.fakeAts };
const good = { apptest: apptest.started, ats: ats.started };

describe.concurrent.each(services)("%s: --resume after a process that was killed while waiting", (service) => {
  it.each([
    { name: "pass", wanted: 0 },
    { name: "fail", wanted: 1 },
  ])("waits for the same run, $name: $wanted", async ({ name, wanted }) => {
    await using sandbox = await openSandbox();
    await using space = await openWorkspace(sandbox.url);
    const run = space.launch(runArgs(service, name));
    await untilWaiting(run);
    await kill(run);
    const ref = await reference(space);
    const { code, stderr, stdout } = await space.remotest(runArgs(service, name, "--resume", "--json"));
    expect(code, stderr).toBe(wanted);
    expect(stderr).toContain(`Attached to ${ref}`);
    expect(stderr).toMatch(
      /Resuming the run that an earlier process started at 20.*; without --resume, a new run is started/,
    );
    expect(JSON.parse(stdout)).toMatchObject({ runs: [{ ref, name }] });
    expect(sandbox.starts()).toBe(1);
    expect(await space.ledger()).toMatchObject([{ ref, verdict: wanted === 0 ? "passed" : "failed", reported: true }]);
    expect(await space.report("junit.xml")).toContain("<testcase");
    expect(await space.report("outputs.env")).toContain(`REMOTEST_OUTCOME=${wanted === 0 ? "passed" : "failed"}`);
  });

  it("repeatedly: one start", async () => {
    await using sandbox = await openSandbox();
    await using space = await openWorkspace(sandbox.url);
    for (const more of [[], ["--resume"], ["--resume"]]) {
      const run = space.launch(runArgs(service, "fail", ...more));
      await until(() => /^(Started|Attached)/m.test(run.stderr()), "the command waits for the run");
      await until(async () => (await space.ledger())[0]?.ref !== null, "the reference is noted");
      await kill(run);
    }
    expect((await space.remotest(runArgs(service, "fail", "--resume"))).code).toBe(1);
    expect(sandbox.starts()).toBe(1);
  });

  it("even if someone has attached manually in the meantime", async () => {
    await using sandbox = await openSandbox();
    await using space = await openWorkspace(sandbox.url);
    const run = space.launch(runArgs(service, "pass"));
    await untilWaiting(run);
    await kill(run);
    const byHand = space.launch(["attach", await reference(space)]);
    await until(() => byHand.stderr().includes("Attached"), "it is attached to");
    await kill(byHand);
    expect((await space.remotest(runArgs(service, "pass", "--resume"))).code).toBe(0);
    expect(sandbox.starts()).toBe(1);
  });
});

describe.concurrent("--resume after an end that leaves the run at the service", () => {
  it("a signal: continues to wait", async () => {
    await using sandbox = await openSandbox();
    await using space = await openWorkspace(sandbox.url);
    const run = space.launch(runArgs("ats", "fail"));
    await untilWaiting(run);
    run.kill("SIGTERM");
    expect((await run.ended).code).toBe(143);
    expect((await space.remotest(runArgs("ats", "fail", "--resume"))).code).toBe(1);
    expect(sandbox.starts()).toBe(1);
  });

  it("a timeout: continues to wait", async () => {
    await using sandbox = await openSandbox(5);
    await using space = await openWorkspace(sandbox.url);
    expect((await space.remotest(runArgs("ats", "pass", "--timeout", "4s"))).code).toBe(4);
    expect((await space.remotest(runArgs("ats", "pass", "--resume"))).code).toBe(0);
    expect(sandbox.starts()).toBe(1);
  });

  it("a service without an answer: polls again, as often as necessary", async () => {
    // The first two processes get one refused poll each, and the third gets the results.
    await using fake = await fakes.ats({ status: first(2, html(404), ats.done({})) });
    await using space = await openWorkspace(fake.url);
    expect((await space.remotest(runArgs("ats", "any"))).code).toBe(3);
    expect((await space.remotest(runArgs("ats", "any", "--resume"))).code).toBe(3);
    expect((await space.remotest(runArgs("ats", "any", "--resume"))).code).toBe(0);
    expect(fake.calls.start).toBe(1);
  });
});

describe.concurrent.each(services)("%s: --resume after an unknown start", (service) => {
  const rows: readonly { title: string; start: Responder; signal?: "SIGKILL" | "SIGINT" }[] = [
    { title: "the answer is lost", start: reset },
    { title: "killed while the request is on its way", start: silent, signal: "SIGKILL" },
    { title: "interrupted while the request is on its way", start: silent, signal: "SIGINT" },
  ];
  it.each(rows)("$title: 5, every time, and it is not sent", async ({ start, signal }) => {
    await using fake = await fakes[service]({ start: first(1, start, good[service]) });
    await using space = await openWorkspace(fake.url);
    const run = space.launch(runArgs(service, "any"));
    if (signal) {
      await until(() => fake.calls.start === 1, "the request has arrived");
      run.kill(signal);
    }
    await run.ended;
    expect(await space.ledger()).toMatchObject([{ ref: null, start: "on-its-way" }]);
    const [{ startedAt } = {}] = (await space.ledger()) as unknown as { startedAt?: string }[];
    for (let time = 0; time < 2; time++) {
      const { code, stderr, stdout } = await space.remotest(runArgs(service, "any", "--resume", "--json"));
      expect(code, stderr).toBe(5);
      expect(stderr).toContain(`sent the start request at ${startedAt}`);
      expect(stderr).toMatch(
        /Check at the service .*remotest attach <ref>.*without --resume.*remotest-report\/run\.json/,
      );
      expect(JSON.parse(stdout)).toMatchObject({ verdict: "unknown-start", exitCode: 5 });
    }
    expect(fake.calls.start).toBe(1);
    expect((await space.remotest(runArgs(service, "any"))).code).toBe(0);
    expect(fake.calls.start).toBe(2);
  });
});

describe.concurrent("start --resume", () => {
  it("prints the reference of the run that already exists, and run --resume waits for it", async () => {
    await using sandbox = await openSandbox();
    await using space = await openWorkspace(sandbox.url);
    const args = ["start", ...startArgs("ats", "pass")];
    const one = await space.remotest(args);
    const again = await space.remotest([...args, "--resume"]);
    expect(again).toMatchObject({ code: 0, stdout: one.stdout });
    expect((await space.remotest(runArgs("ats", "pass", "--resume"))).code).toBe(0);
    expect(sandbox.starts()).toBe(1);
  });

  it("does not start what may have been started: 5", async () => {
    await using fake = await fakes.ats({ start: reset });
    await using space = await openWorkspace(fake.url);
    const args = ["start", ...startArgs("ats", "any")];
    expect((await space.remotest(args)).code).toBe(5);
    expect((await space.remotest([...args, "--resume"])).code).toBe(5);
    expect(fake.calls.start).toBe(1);
  });
});

describe.concurrent("a process that is killed at any moment", () => {
  it.each(services)("%s: run.json is complete, and never contains less than the service knows", async (service) => {
    await using sandbox = await openSandbox(60);
    for (let time = 0; time < 15; time++) {
      await using space = await openWorkspace(sandbox.url);
      const before = sandbox.starts();
      const run = space.launch(runArgs(service, "pass"));
      // A whole run takes about a second here; the command is ready after 100 ms.
      await new Promise((resolve) => setTimeout(resolve, 40 + Math.random() * 800));
      run.kill("SIGKILL");
      await run.ended;
      const started = sandbox.starts() - before;
      const text = await readFile(join(space.path, "remotest-report/run.json"), "utf8").catch(() => "absent");
      const [entry] = text === "absent" ? [] : (JSON.parse(text) as { runs: { ref?: string; start?: string }[] }).runs;
      if (started > 0) expect(entry?.ref ?? entry?.start, text).toMatch(/:|on-its-way/);
      const { code, stderr } = await space.remotest(runArgs(service, "pass", "--resume"));
      expect(code, stderr).toBe(entry?.start === "on-its-way" ? 5 : 0);
      const over = /is over, and its verdict was reported/.test(stderr);
      if (entry?.ref) expect(sandbox.starts() - before, text).toBe(over ? 2 : 1);
      await rm(join(space.path, "remotest-report"), { recursive: true });
    }
  });
});
