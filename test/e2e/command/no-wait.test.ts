import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { until } from "../stage/command.ts";
import * as apptest from "../stage/fake-apptest.ts";
import * as ats from "../stage/fake-ats.ts";
import { first, html } from "../stage/fake-service.ts";
import { openWorkspace, type Service, services, startArgs, type Workspace } from "../stage/workspace.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  // A run takes 0.13 s; a slow one takes 12 s.
  sandbox = await startSandbox({ port: 0, speed: 150 });
});
afterAll(() => sandbox.close());

const fakes = {
  apptest: { open: apptest.fakeApptest, ref: "apptest:77", running: apptest.status("Running", { running_cnt: 1 }) },
  ats: { open: ats.fakeAts, ref: "ats:SHOP-1/J-1", running: ats.done({ status: "Running", result: "" }) },
} as const;

/** Starts a run at the sandbox. Returns its reference. */
async function started(space: Workspace, service: Service, name: string): Promise<string> {
  const { code, stdout, stderr } = await space.remotest(["start", ...startArgs(service, name)]);
  expect(code, stderr).toBe(0);
  return stdout.trim();
}

async function finished(space: Workspace, ...refs: readonly string[]): Promise<void> {
  await until(
    async () => {
      const { stdout } = await space.remotest(["status", ...refs]);
      return stdout
        .trim()
        .split("\n")
        .every((line) => line.endsWith("finished"));
    },
    `${refs.join(" ")} finished`,
  );
}

describe.concurrent.each(services)("%s: attach --no-wait", (service) => {
  it.each([
    { name: "pass", code: 0, verdict: "passed" },
    { name: "fail", code: 1, verdict: "failed" },
  ])("decides on a finished run as run does: $verdict", async ({ name, code, verdict }) => {
    await using space = await openWorkspace(sandbox.url);
    const ref = await started(space, service, name);
    await finished(space, ref);
    const ended = await space.remotest(["attach", ref, "--no-wait"]);
    expect(ended.code, ended.stderr).toBe(code);
    expect(JSON.parse((await space.report("results.json")) ?? "")).toMatchObject({ verdict: { kind: verdict } });
  });

  it("a run that is not finished is 4 after one status check, with the reference and the attach command", async () => {
    const { open, ref, running } = fakes[service];
    await using fake = await open({ status: running });
    await using space = await openWorkspace(fake.url);
    const begun = performance.now();
    const { code, stdout, stderr } = await space.remotest(["attach", ref, "--no-wait", "--json"]);
    expect(code, stderr).toBe(4);
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(fake.calls).toEqual({ start: 0, status: 1, result: 0 });
    expect(stderr).toContain("The run is not finished yet: its status is running.");
    expect(stderr).toContain(`remotest attach ${ref}\n`);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "timed-out", exitCode: 4, runs: [{ ref }] });
    expect(await space.report("outputs.env")).toContain(`REMOTEST_RUN_REF=${ref}\n`);
  });

  it("comes back later without naming the run: run.json has it until its verdict is reported", async () => {
    await using fake = await fakes[service].open({ status: first(1, fakes[service].running, done[service]) });
    await using space = await openWorkspace(fake.url);
    const early = await space.remotest(["attach", fakes[service].ref, "--no-wait"]);
    expect(early.code, early.stderr).toBe(4);
    const later = await space.remotest(["attach", "--no-wait"]);
    expect(later.code, later.stderr).toBe(0);
    expect((await space.remotest(["attach", "--no-wait"])).code).toBe(2);
  });

  it("a status check that fails is repeated, and 3 if the service refuses", async () => {
    const { open, ref, running } = fakes[service];
    await using shaky = await open({ status: first(2, html(503), running) });
    await using space = await openWorkspace(shaky.url);
    const survived = await space.remotest(["attach", ref, "--no-wait", "--poll-interval", "100ms"]);
    expect(survived.code, survived.stderr).toBe(4);
    expect(shaky.calls.status).toBe(3);
    await using closed = await open({ status: html(401) });
    await using other = await openWorkspace(closed.url);
    const refused = await other.remotest(["attach", ref, "--no-wait"]);
    expect(refused.code, refused.stderr).toBe(3);
    expect(closed.calls.status).toBe(1);
  });
});

const done = { apptest: apptest.status("Complete"), ats: ats.done({}) };

describe.concurrent("attach --no-wait", () => {
  it("checks each of several runs: one that is not finished makes it 4, and the other has its results", async () => {
    await using space = await openWorkspace(sandbox.url);
    const failed = await started(space, "apptest", "fail");
    await finished(space, failed);
    const slow = await started(space, "ats", "slow");
    const { code, stdout, stderr } = await space.remotest(["attach", failed, slow, "--no-wait", "--json"]);
    expect(code, stderr).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({
      exitCode: 4,
      failed: 1,
      runs: [
        { ref: failed, verdict: "failed" },
        { ref: slow, verdict: "timed-out" },
      ],
    });
    expect(stderr).toContain(`remotest attach ${failed} ${slow}\n`);
  });

  it("is refused together with --rerun-failed, which would start a rerun at each check", async () => {
    await using fake = await ats.fakeAts();
    await using space = await openWorkspace(fake.url);
    const { code, stderr } = await space.remotest(["attach", "ats:SHOP-1/J-1", "--no-wait", "--rerun-failed", "1"]);
    expect(code).toBe(2);
    expect(stderr).toContain("--no-wait (or REMOTEST_NO_WAIT) and --rerun-failed");
    expect(fake.calls).toEqual({ start: 0, status: 0, result: 0 });
  });
});
