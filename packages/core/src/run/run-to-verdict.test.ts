import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { InterruptedError, ProviderError, UnknownStartError } from "../errors.ts";
import {
  deaf,
  finished,
  hangs,
  passing,
  running,
  type Script,
  scriptedRun as handle,
} from "../provider/provider.fixture.ts";
import type { CallContext, RunHandle, RunResults, RunState } from "../provider/provider.ts";
import { counted, testCase, testRun } from "../results/test-runs.fixture.ts";
import { Bell } from "./bell.ts";
import { entriesIn, performIn, type Stage } from "./plan.fixture.ts";
import type { RunSettings } from "./plan.ts";
import { down, refusal } from "./run-context.fixture.ts";
import type { RunEvent } from "./run-event.ts";

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "run-to-verdict-"))));
afterEach(() => rm(dir, { recursive: true, force: true }));

const perform = (script: Script, stage?: Stage) => performIn(dir, script, stage);
const ledger = () => entriesIn(dir);

const failing: RunResults = { testRun: counted(1, 1), files: [] };
const never = refusal();

describe("a run", () => {
  const unrecognised: RunState = { status: "unrecognised", says: "Exploded", progress: {} };
  const untrusted = new ProviderError({ code: "x", message: "contradiction", next: "Check.", retry: "never" });
  test.for<{
    given: string;
    script: Script;
    settings?: Partial<RunSettings>;
    wanted: number;
    calls?: Partial<Record<keyof Script, number>>;
  }>([
    { given: "a test failed", script: { results: [failing] }, wanted: 1 },
    { given: "no test ran", script: { results: [{ testRun: counted(0), files: [] }] }, wanted: 1 },
    { given: "the start is refused", script: { start: [never] }, wanted: 3, calls: { start: 1, poll: 0 } },
    {
      given: "the start certainly did not arrive, then did",
      script: { start: [down(), handle] },
      wanted: 0,
      calls: { start: 2 },
    },
    { given: "the start never arrives", script: { start: [down()] }, wanted: 3, calls: { start: 4 } },
    {
      given: "the start's fate is unknown",
      script: { start: [new UnknownStartError("lost", "check")] },
      wanted: 5,
      calls: { start: 1, poll: 0 },
    },
    {
      given: "the start hangs until the timeout",
      script: { start: [hangs] },
      settings: { timeoutMs: 1_500 },
      wanted: 5,
      calls: { start: 1 },
    },
    {
      given: "the timeout comes before a refused start is sent again",
      script: { start: [down()] },
      settings: { timeoutMs: 400, pollIntervalMs: 2_000 },
      wanted: 3,
      calls: { start: 1 },
    },
    {
      given: "polls fail ten times in a row and then succeed",
      script: { poll: [...Array.from({ length: 10 }, () => down()), finished] },
      wanted: 0,
    },
    { given: "polls fail once too often", script: { poll: [down()] }, wanted: 3, calls: { poll: 11 } },
    {
      given: "polls fail often, but not in a row",
      script: { poll: [...Array.from({ length: 8 }, () => [down(), down(), running]).flat(), finished] },
      wanted: 0,
    },
    { given: "a poll is refused for good", script: { poll: [never] }, wanted: 3, calls: { poll: 1 } },
    {
      given: "the status is not known",
      script: { poll: [unrecognised] },
      settings: { timeoutMs: 400 },
      wanted: 4,
    },
    { given: "such a status is followed by the end", script: { poll: [unrecognised, finished] }, wanted: 0 },
    { given: "it never finishes", script: { poll: [running] }, settings: { timeoutMs: 400 }, wanted: 4 },
    { given: "a poll ignores its signal", script: { poll: [deaf] }, settings: { timeoutMs: 400 }, wanted: 4 },
    { given: "the start ignores its signal", script: { start: [deaf] }, settings: { timeoutMs: 1_500 }, wanted: 5 },
    { given: "the results ignore their signal", script: { results: [deaf] }, settings: { timeoutMs: 400 }, wanted: 4 },
    { given: "the start fails with an unexpected error", script: { start: [new TypeError("a fault")] }, wanted: 5 },
    {
      given: "a poll hangs until the timeout",
      script: { poll: [hangs, running] },
      settings: { timeoutMs: 400 },
      wanted: 4,
      calls: { poll: 2 },
    },
    {
      given: "the last poll finds it finished",
      script: { poll: [hangs, finished] },
      settings: { timeoutMs: 1_500 },
      wanted: 0,
    },
    {
      given: "the results are not there yet",
      script: { results: [down(), down(), passing] },
      wanted: 0,
      calls: { results: 3 },
    },
    { given: "the results cannot be trusted", script: { results: [untrusted] }, wanted: 3, calls: { results: 1 } },
    { given: "something unexpected happens", script: { results: [new TypeError("a fault")] }, wanted: 3 },
  ])("when $given: exit $wanted", async ({ script, settings: more, wanted, calls }) => {
    const performed = perform(script, more ? { settings: more } : {});
    const { exitCode } = await performed.report;
    expect(exitCode).toBe(wanted);
    if (calls) expect(performed.calls).toMatchObject(calls);
  });
});

describe("a clock that is set during the run", () => {
  afterEach(() => void vi.useRealTimers());

  test.each([-86_400_000, 86_400_000])("by %s ms changes neither the verdict nor how long it took", async (jumpMs) => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const jump = async (): Promise<RunState> => {
      vi.setSystemTime(Date.now() + jumpMs);
      return running;
    };
    const { verdict, runs } = await perform({ poll: [jump, finished] }).report;
    expect(verdict.kind).toBe("passed");
    const [took] = runs.map(({ startedAt, endedAt }) => endedAt.getTime() - startedAt.getTime());
    expect(took).toBeGreaterThanOrEqual(0);
    expect(took).toBeLessThan(5_000);
  });
});

describe("a run that is interrupted", () => {
  test.for([
    { signal: "SIGINT", code: 130 },
    { signal: "SIGTERM", code: 143 },
  ] as const)("by $signal ends immediately with $code, and its reference is kept", async ({ signal, code }) => {
    const stop = new AbortController();
    const polled = async (): Promise<RunState> => {
      setTimeout(() => stop.abort(new InterruptedError(signal)), 10);
      return running;
    };
    // The next poll is a minute away.
    const report = await perform({ poll: [polled] }, { interrupted: stop.signal, settings: { pollIntervalMs: 60_000 } })
      .report;
    expect(report).toMatchObject({ exitCode: code, runs: [{ handle }] });
    expect(await ledger()).toMatchObject([{ ref: "scripted:1", verdict: "interrupted" }]);
  });

  test("while the start is on its way, says that it may have been started", async () => {
    const stop = new AbortController();
    const sent = (context: CallContext): Promise<never> => {
      setImmediate(() => stop.abort(new InterruptedError("SIGINT")));
      return hangs(context);
    };
    const report = await perform({ start: [sent] }, { interrupted: stop.signal }).report;
    expect(report.exitCode).toBe(130);
    expect(report.verdict.reason).toContain("may or may not have been started");
  });

  test("before the start is sent again, says that nothing was started", async () => {
    const stop = new AbortController();
    const refused = async (): Promise<never> => {
      setTimeout(() => stop.abort(new InterruptedError("SIGINT")), 10);
      throw down();
    };
    const settings = { pollIntervalMs: 60_000 };
    const report = await perform({ start: [refused] }, { interrupted: stop.signal, settings }).report;
    expect(report.verdict.reason).toContain("before the run was started");
  });
});

describe("the bell", () => {
  const failed: RunResults = { testRun: testRun([testCase("failed", "b")], { kind: "failed" }), files: [] };
  /** Returns the runs that were waited for with the bell, one for each wait. */
  const awaited = async (
    bell: Bell,
    script: Script,
    settings: Partial<RunSettings>,
    inputs = "i",
  ): Promise<(string | undefined)[]> => {
    const runs: (string | undefined)[] = [];
    const wait = bell.wait.bind(bell);
    vi.spyOn(bell, "wait").mockImplementation((...call) => {
      runs.push(bell.awaited?.ref);
      return wait(...call);
    });
    await perform(script, { settings, planned: { bell, inputs } }).report;
    expect(bell.awaited).toBeUndefined();
    return runs;
  };
  const waits = async (...[script, settings, inputs]: [Script, Partial<RunSettings>, string?]): Promise<number> =>
    (await awaited(new Bell(), script, settings, inputs)).length;

  test("is waited for by a run that this process starts, and not by its reruns: they call nobody", async () => {
    expect(await waits({ poll: [running, running, finished] }, {})).toBe(2);
    const script = { results: [failed], poll: [running, finished, running, running, finished] };
    expect(await waits({ ...script, rerun: [{ ref: "scripted:2" }] }, { rerunFailed: 1 }, "j")).toBe(1);
  });

  test("is not waited for by a run that an earlier process started: it calls the address of that one", async () => {
    expect(await waits({ poll: [running, running] }, { timeoutMs: 400 })).toBeGreaterThan(0);
    expect(await waits({ start: [never], poll: [running, running, finished] }, { resume: true })).toBe(0);
    expect(await ledger()).toMatchObject([{ ref: "scripted:1", verdict: "passed" }]);
  });

  test("for parts of a run is waited for by every run and rerun: the account has the address", async () => {
    const script = { results: [failed], poll: [running, finished, running, finished] };
    expect(
      await awaited(new Bell("part"), { ...script, rerun: [{ ref: "scripted:2" }] }, { rerunFailed: 1 }, "j"),
    ).toEqual(["scripted:1", "scripted:2"]);
    await perform({ poll: [running, running] }, { settings: { timeoutMs: 400 }, planned: { inputs: "i" } }).report;
    const resumed = { start: [never], poll: [running, finished] };
    expect(await awaited(new Bell("part"), resumed, { resume: true })).toEqual(["scripted:1"]);
  });
});

describe("reruns", () => {
  const again: RunHandle = { ref: "scripted:2" };
  const first: RunResults = {
    testRun: testRun([testCase("passed", "a"), testCase("failed", "b")], { kind: "failed" }),
    files: [],
  };
  const second: RunResults = {
    testRun: testRun([testCase("passed", "b")], { kind: "passed" }),
    files: [{ name: "raw.xml", title: "The answer", content: "2" }],
  };

  test("what did not pass, note it in the ledger, and keep each attempt's files apart", async () => {
    const script = { results: [first, second], poll: [finished], rerun: [again] };
    const { report, calls } = perform(script, { settings: { rerunFailed: 2 } });
    expect(await report).toMatchObject({ exitCode: 0, runs: [{ handle }] });
    expect(calls).toMatchObject({ start: 1, rerun: 1 });
    expect(await ledger()).toMatchObject([{ ref: "scripted:1", reruns: ["scripted:2"] }]);
    expect(await readdir(join(dir, "provider"))).toEqual(["rerun-1-raw.xml"]);
  });

  test("are waited for even if run.json cannot be written, with a warning", async () => {
    const full = async (): Promise<RunHandle> => {
      await rm(join(dir, "run.json"));
      await mkdir(join(dir, "run.json"));
      return again;
    };
    const events: RunEvent[] = [];
    const script = { results: [first, second], poll: [finished], rerun: [full] };
    expect(await perform(script, { settings: { rerunFailed: 1 }, events }).report).toMatchObject({ exitCode: 0 });
    expect(events).toContainEqual({
      type: "warning",
      run: 0,
      message: expect.stringMatching(/^run\.json cannot be written: .*(?:EISDIR|ENOTEMPTY|EEXIST|EPERM)/) as string,
    });
  });

  test("bring a warning if the service has none, and the failure stands", async () => {
    const events: RunEvent[] = [];
    const report = await perform({ results: [first] }, { settings: { rerunFailed: 1 }, events }).report;
    const message = "Scripted cannot rerun what did not pass, so --rerun-failed has no effect.";
    expect(report).toMatchObject({ exitCode: 1, runs: [{ end: { testRun: { warnings: [message] } } }] });
    // The warning comes once, before anything is sent.
    expect(events[0]).toEqual({ type: "warning", run: 0, message });
    expect(events.filter(({ type }) => type === "warning")).toHaveLength(1);
  });
});
