import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { until } from "../stage/command.ts";
import { fakeApptest } from "../stage/fake-apptest.ts";
import { silent } from "../stage/fake-service.ts";
import { openWorkspace, runArgs, type Service, services } from "../stage/workspace.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, speed: 10 });
});
afterAll(() => sandbox.close());

const signals = [
  { signal: "SIGINT", code: 130 },
  { signal: "SIGTERM", code: 143 },
] as const;
const rows = services.flatMap((service) => signals.map((each) => ({ service, ...each })));

describe.concurrent("a signal while the command waits for the run", () => {
  it.each(rows)(
    "$service, $signal: $code, with the reference and the attach command",
    async ({ service, signal, code }) => {
      await using space = await openWorkspace(sandbox.url);
      const run = space.launch(runArgs(service, "slow", "--json"));
      await until(() => /^(Queued|Running)/m.test(run.stderr()), "the command waits for the run");
      const asked = performance.now();
      run.kill(signal);
      const ended = await run.ended;
      expect(ended.code, ended.stderr).toBe(code);
      expect(performance.now() - asked).toBeLessThan(5_000);
      const [entry] = await space.ledger();
      expect(entry).toMatchObject({ verdict: "interrupted", ref: expect.stringContaining(`${service}:`) as string });
      expect(ended.stderr.split("Started").at(-1)).toContain(`remotest attach ${entry?.ref}`);
      expect(JSON.parse(ended.stdout)).toMatchObject({
        verdict: "interrupted",
        exitCode: code,
        runs: [{ ref: entry?.ref }],
      });
      expect(await space.report("junit.xml")).toContain("<error");

      const attached = await space.remotest(["status", entry?.ref ?? ""]);
      expect(attached.stdout).toMatch(/^(queued|running)\n$/);
    },
  );

  it("that arrives twice, because npm passes it on: counts as one request, and the reports are written", async () => {
    await using space = await openWorkspace(sandbox.url);
    const run = space.launch(runArgs("ats", "slow", "--json"));
    await until(() => /^(Queued|Running)/m.test(run.stderr()), "the command waits for the run");
    run.kill("SIGTERM");
    await new Promise((resolve) => setTimeout(resolve, 5));
    run.kill("SIGTERM");
    const { code, stdout } = await run.ended;
    expect(code).toBe(143);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "interrupted" });
    expect(await space.report("junit.xml")).toContain("<error");
  });

  it("during a poll that hangs: done within 5 s", async () => {
    await using fake = await fakeApptest({ status: silent });
    await using space = await openWorkspace(fake.url);
    const run = space.launch(runArgs("apptest", "any"));
    await until(() => fake.calls.status === 1, "the first poll");
    const asked = performance.now();
    run.kill("SIGTERM");
    expect((await run.ended).code).toBe(143);
    expect(performance.now() - asked).toBeLessThan(5_000);
  });

  it("during several runs: each reference is printed", async () => {
    await using space = await openWorkspace(sandbox.url);
    const args = ["run", "ats", "--app-id", "SHOP-1", "--template-id", "slow", "--template-id", "slow too"];
    const run = space.launch(args);
    await until(async () => (await space.ledger()).filter(({ ref }) => ref).length === 2, "both are started");
    run.kill("SIGINT");
    const { code, stderr } = await run.ended;
    expect(code).toBe(130);
    const [first, second] = await space.ledger();
    expect(stderr).toContain(`remotest attach ${first?.ref} ${second?.ref}\n`);
  });
});

describe.concurrent("a provider that ignores the signal", () => {
  const deaf = `export default {
    name: "deaf", title: "Deaf", connectInputs: {}, startInputs: {},
    check: async () => [],
    parseReference: (rest) => ({ ref: "deaf:" + rest }),
    connect: () => ({
      start: async () => ({ ref: "deaf:1" }),
      poll: () => new Promise((resolve) => setTimeout(resolve, 60_000)),
      results: () => new Promise(() => {}),
      cancel: () => new Promise(() => {}),
      rerun: "unsupported",
    }),
  };`;
  it("one signal: done within 5 s; a second one: immediately", async () => {
    await using once = await openWorkspace("http://127.0.0.1:9");
    await using twice = await openWorkspace("http://127.0.0.1:9");
    const runs = await Promise.all(
      [once, twice].map(async (space) => {
        await writeFile(join(space.path, "deaf.mjs"), deaf);
        const run = space.launch(["run", "./deaf.mjs", "--name", "any", "--on-interrupt", "cancel"]);
        await until(() => run.stderr().includes("Started"), "the run is started");
        return run;
      }),
    );
    const ended: number[] = [];
    for (const [index, run] of runs.entries()) void run.ended.then(() => ended.push(index));
    const asked = performance.now();
    for (const run of runs) run.kill("SIGINT");
    // Within a second of each other they are one request; on a busy machine the first may be noticed late.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    runs[1]?.kill("SIGINT");
    for (const [index, space] of [once, twice].entries()) {
      const { code, stderr } = (await runs[index]?.ended) ?? expect.unreachable();
      // The second signal ends the process itself, which a shell shows as 130.
      expect(code, stderr).toBe(index === 0 ? 130 : null);
      // Killed or not, the reference is in run.json since the start.
      expect(stderr).toContain("remotest attach deaf:1");
      expect(await space.ledger()).toMatchObject([{ ref: "deaf:1" }]);
    }
    expect(performance.now() - asked).toBeLessThan(5_000);
    expect(ended).toEqual([1, 0]);
  });
});

describe.concurrent("a signal to the other commands", () => {
  it.each([{ args: ["status", "apptest:77"] }, { args: ["attach", "apptest:77"] }] satisfies { args: string[] }[])(
    "$args: 143",
    async ({ args }) => {
      await using fake = await fakeApptest({ status: silent });
      await using space = await openWorkspace(fake.url);
      const run = space.launch([...args, "--json"]);
      await until(() => fake.calls.status === 1, "the first poll");
      run.kill("SIGTERM");
      const { code, stdout } = await run.ended;
      expect(code).toBe(143);
      expect(JSON.parse(stdout)).toMatchObject({ verdict: "interrupted", exitCode: 143 });
    },
  );

  it.each(["apptest"] satisfies Service[])("start %s: 130, and the start is unknown", async (service) => {
    await using fake = await fakeApptest({ start: silent });
    await using space = await openWorkspace(fake.url);
    const args = ["start", service, "--project-id", "1", "--app-file", "shop.apk", "--name", "any"];
    const run = space.launch(args);
    await until(() => fake.calls.start === 1, "the request has arrived");
    run.kill("SIGINT");
    const { code, stderr } = await run.ended;
    expect(code).toBe(130);
    expect(stderr).toContain("may or may not have been started");
  });
});
