// The effect of a signal in each phase of a run: a table of phase × signal.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type RunningCommand, until } from "../stage/command.ts";
import * as apptest from "../stage/fake-apptest.ts";
import * as ats from "../stage/fake-ats.ts";
import { type Call, type FakeService, html, type Responder, silent } from "../stage/fake-service.ts";
import { openWorkspace, runArgs, type Service, services, startArgs, type Workspace } from "../stage/workspace.ts";

const fakes = { apptest: apptest.fakeApptest, ats: ats.fakeAts };
const unfinished = { apptest: apptest.status("Running", { running_cnt: 1 }), ats: ats.done({ status: "Running" }) };
const references = { apptest: "apptest:77", ats: "ats:SHOP-1/J-1" };

interface Phase {
  readonly phase: string;
  readonly script: (service: Service) => Partial<Record<Call, Responder>>;
  readonly reached: (run: RunningCommand, fake: FakeService) => boolean;
  readonly start: "not-started" | "on-its-way" | "started";
  readonly says: RegExp;
}

/** The run is started, so it continues without the command. */
const isRunning = { start: "started", says: /The remote run may still be running at the service/ } as const;

const phases: readonly Phase[] = [
  {
    phase: "a refused start is to be sent again",
    script: () => ({ start: html(429) }),
    reached: (run) => run.stderr().includes("trying again"),
    start: "not-started",
    says: /Stopped by SIG\w+ before the run was started[\s\S]*Start it again when you are ready/,
  },
  {
    phase: "the start is on its way",
    script: () => ({ start: silent }),
    reached: (_, fake) => fake.calls.start === 1,
    start: "on-its-way",
    says: /may or may not have been started[\s\S]*Check at the service/,
  },
  {
    phase: "the command waits for the run",
    script: (service) => ({ status: unfinished[service] }),
    reached: (run) => run.stderr().includes("Running"),
    ...isRunning,
  },
  {
    phase: "a poll hangs",
    script: () => ({ status: silent }),
    reached: (_, fake) => fake.calls.status === 1,
    ...isRunning,
  },
  {
    phase: "a poll is to be repeated",
    script: () => ({ status: html(503) }),
    reached: (run) => run.stderr().includes("asking again"),
    ...isRunning,
  },
  {
    phase: "the results are on their way",
    script: () => ({ result: silent }),
    reached: (_, fake) => fake.calls.result === 1,
    ...isRunning,
  },
];
const signals = [
  { signal: "SIGINT", code: 130 },
  { signal: "SIGTERM", code: 143 },
  { signal: "SIGKILL", code: null },
] as const;
const cells = phases.flatMap((phase) => signals.map((each) => ({ ...phase, ...each })));

describe.concurrent.each(services)("%s: a signal", (service) => {
  it.each(cells)("while $phase, $signal: $code", async ({ script, reached, start, says, signal, code }) => {
    await using fake = await fakes[service](script(service));
    await using space = await openWorkspace(fake.url);
    // So long that nothing else happens between the signal and the end.
    const run = space.launch(["run", ...startArgs(service, "any", "--poll-interval", "30s", "--json")]);
    await until(() => reached(run, fake), "the phase is reached");
    const ref = start === "started" ? references[service] : null;
    // A killed process leaves at least what it had before the phase began.
    await until(async () => (await space.ledger())[0]?.start === start, "the ledger knows");
    const before = { ...fake.calls };
    const asked = performance.now();
    run.kill(signal);
    const ended = await run.ended;
    expect(ended.code, ended.stderr).toBe(code);
    expect(performance.now() - asked).toBeLessThan(5_000);
    expect(fake.calls, "nothing is sent any more").toEqual(before);
    const verdict = signal === "SIGKILL" ? null : "interrupted";
    expect(await space.ledger()).toMatchObject([{ ref, start, verdict, name: "any" }]);
    if (ref) expect(ended.stderr).toContain(`remotest attach ${ref}`);
    if (signal === "SIGKILL") return;
    expect(ended.stderr).toMatch(says);
    expect(JSON.parse(ended.stdout)).toMatchObject({ verdict: "interrupted", exitCode: code, runs: [{ ref }] });
    expect(await space.report("junit.xml")).toContain("<error");
    expect(await space.report("outputs.env")).toContain("REMOTEST_OUTCOME=interrupted");
  });
});

describe.concurrent("a signal before anything is sent", () => {
  const hesitant = `export default {
    name: "hesitant", title: "Hesitant", connectInputs: {}, startInputs: {},
    check: () => new Promise((resolve) => { process.stderr.write("checking\\n"); setTimeout(resolve, 60_000); }),
    parseReference: () => undefined,
    connect: () => { throw new Error("sent"); },
  };`;
  it.each(signals)(
    "while the inputs are checked, $signal: the process ends, and leaves nothing",
    async ({ signal }) => {
      await using space = await openWorkspace("http://127.0.0.1:9");
      await writeFile(join(space.path, "hesitant.mjs"), hesitant);
      const run = space.launch(["run", "./hesitant.mjs", "--name", "any"]);
      await until(() => run.stderr().includes("checking"), "the inputs are checked");
      run.kill(signal);
      // A shell shows this as 130 and 143.
      expect((await run.ended).code).toBeNull();
      expect(await space.reports()).toEqual([]);
    },
  );
});

describe.concurrent("a signal while the reports are written to a disk that hangs", () => {
  // A pipe without a reader is at the path of a report's draft.
  const stuck = `import { execFileSync } from "node:child_process";
  export default {
    name: "stuck", title: "Stuck", connectInputs: {}, startInputs: {},
    check: async () => [],
    parseReference: (rest) => ({ ref: "stuck:" + rest }),
    connect: () => ({
      start: async () => ({ ref: "stuck:1" }),
      poll: async () => ({ status: "finished", progress: {} }),
      results: async () => {
        const drafts = Array.from({ length: 40 }, (_, n) => "remotest-report/junit.xml." + process.pid + "-" + n + ".part");
        if (process.env.STUCK) execFileSync("mkfifo", drafts);
        const suites = [{ name: "s", cases: [{ name: "c", outcome: "passed", links: [], earlierAttempts: [] }] }];
        return { testRun: { suites, conclusion: { kind: "unstated" }, warnings: [] }, files: [] };
      },
      rerun: "unsupported",
    }),
  };`;
  const rows = [
    { title: "one SIGINT: ends within 5 s", sent: ["SIGINT"], withinMs: 5_500 },
    { title: "one SIGTERM: ends within 5 s", sent: ["SIGTERM"], withinMs: 5_500 },
    { title: "a second signal: ends immediately", sent: ["SIGINT", "SIGTERM"], withinMs: 3_500 },
    { title: "SIGKILL: ends immediately", sent: ["SIGKILL"], withinMs: 2_000 },
  ] as const;
  const launched = async (space: Workspace): Promise<RunningCommand> => {
    await writeFile(join(space.path, "stuck.mjs"), stuck);
    const run = space.launch(["run", "./stuck.mjs", "--name", "any"], { env: { STUCK: "1" } });
    await until(() => run.stderr().includes("Finished ("), "the results are there");
    await until(async () => (await space.ledger())[0]?.verdict === "passed", "the verdict is noted");
    return run;
  };

  it.each(rows)("$title; --resume reports the verdict", async ({ sent, withinMs }) => {
    await using space = await openWorkspace("http://127.0.0.1:9");
    const run = await launched(space);
    const asked = performance.now();
    for (const [index, signal] of sent.entries()) {
      // Earlier it would count as the same request.
      if (index > 0) await new Promise((resolve) => setTimeout(resolve, 1_200));
      run.kill(signal);
    }
    const ended = await run.ended;
    // The signal itself ends it, which a shell shows as 130 or 143.
    expect(ended.code, ended.stderr).toBeNull();
    expect(performance.now() - asked).toBeLessThan(withinMs);
    expect(await space.ledger()).toMatchObject([{ ref: "stuck:1", verdict: "passed", reported: false }]);
    const again = await space.remotest(["run", "./stuck.mjs", "--name", "any", "--resume"]);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).toContain("Attached to stuck:1");
    expect(await space.ledger()).toMatchObject([{ ref: "stuck:1", verdict: "passed", reported: true }]);
  });
});

describe("the timeout expires", () => {
  it.each(services)(
    "%s: the status is checked once more, in case the run has finished since the last poll",
    async (service) => {
      let over = false;
      const status = { apptest: apptest.status("Complete"), ats: ats.done({}) };
      await using fake = await fakes[service]({
        status: (exchange) => (over ? status : unfinished)[service](exchange),
      });
      await using space = await openWorkspace(fake.url);
      const run = space.launch(["run", ...startArgs(service, "any", "--poll-interval", "60s", "--timeout", "3s")]);
      await until(() => run.stderr().includes("Running"), "the first poll");
      over = true;
      const { code, stderr } = await run.ended;
      expect(code, stderr).toBe(0);
      expect(fake.calls).toEqual({ start: 1, status: 2, result: 1 });
    },
  );

  it.each(services)("%s: a run that is still running is left with its reference: 4", async (service) => {
    await using fake = await fakes[service]({ status: unfinished[service] });
    await using space = await openWorkspace(fake.url);
    const { code, stderr } = await space.remotest(runArgs(service, "any", "--timeout", "2s"));
    expect(code, stderr).toBe(4);
    expect(stderr).toContain(`remotest attach ${references[service]}`);
    expect(await space.ledger()).toMatchObject([{ ref: references[service], verdict: "timed-out", reported: true }]);
  });
});
