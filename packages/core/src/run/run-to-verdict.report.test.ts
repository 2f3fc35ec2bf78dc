import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ProviderError, UnexpectedError } from "../errors.ts";
import { commandNames } from "../inputs/wording.ts";
import { finished, passing, running, scriptedProvider, scriptedRun as handle } from "../provider/provider.fixture.ts";
import type { RunHandle, RunResults } from "../provider/provider.ts";
import type { RunReport } from "../report/report.ts";
import { testCase, testRun } from "../results/test-runs.fixture.ts";
import { entriesIn, performIn, portsOf, settingsOf, type Stage, startOf } from "./plan.fixture.ts";
import type { RunEvent } from "./run-event.ts";
import { run } from "./run.ts";

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "run-report-"))));
afterEach(() => rm(dir, { recursive: true, force: true }));

type Script = Parameters<typeof performIn>[1];

async function reportOf(script: Script, stage?: Stage): Promise<RunReport> {
  const { runs } = await performIn(dir, script, stage).report;
  return runs[0] ?? expect.unreachable();
}

const failing: RunResults = { testRun: testRun([testCase("failed", "b")], { kind: "failed" }), files: [] };
const plan = { hash: "ab".repeat(32), runs: 4 };

describe("what a service cannot do and the settings ask for", () => {
  test("is told once, before anything is sent", async () => {
    const events: RunEvent[] = [];
    const settings = { rerunFailed: 1, onInterrupt: "cancel" } as const;
    await reportOf({}, { settings, events });
    expect(events.slice(0, 3)).toMatchObject([
      { type: "warning", run: 0, message: "Scripted cannot rerun what did not pass, so --rerun-failed has no effect." },
      { type: "warning", run: 0, message: "Scripted cannot cancel a run, so --on-interrupt cancel has no effect." },
      { type: "starting" },
    ]);
    expect(events.filter(({ type }) => type === "warning")).toHaveLength(2);
  });
});

describe("the report of a run", () => {
  test("says which run of which plan it is", async () => {
    const planned = { label: "shop (T)", position: 3, blocking: false };
    expect(await reportOf({}, { planned, settings: { plan } })).toMatchObject({
      provider: "scripted",
      name: "a run",
      distinction: "T",
      label: "shop (T)",
      blocking: false,
      position: 3,
      handle,
    });
    const bare = await reportOf({}, { planned: { distinction: undefined, position: 3, blocking: true } });
    expect([bare.distinction, bare.label]).toEqual([undefined, undefined]);
    for (const none of ["blocking", "position"]) expect(bare).not.toHaveProperty(none);
  });

  test("of a run that was attached to says what the plan said that started it", async () => {
    const planned = { position: 3, blocking: false };
    await reportOf({}, { planned, settings: { plan } });
    const beginning = { kind: "attach", handle } as const;
    const later = { beginning, planned: { name: "scripted:1", distinction: undefined } };
    // Of the whole plan, and of this run alone.
    const ofPlan = { name: "a run", distinction: "T", blocking: false, position: 3 };
    expect(await reportOf({}, { ...later, settings: { plan } })).toMatchObject(ofPlan);
    const elsewhere = await reportOf({}, { ...later, planned: { name: "own", blocking: false } });
    expect(elsewhere).toMatchObject({ name: "a run", blocking: false });
  });

  test("of a run that belongs to no plan file has the name that this command gives it", async () => {
    await reportOf({});
    const beginning = { kind: "attach", handle } as const;
    expect((await reportOf({}, { beginning, planned: { name: "scripted:1" } })).name).toBe("scripted:1");
  });

  test("of a run that is resumed has the name of today: the name of the commit is only a guess", async () => {
    const planned = { inputs: "i", position: 3 };
    await performIn(dir, { poll: [running] }, { planned, settings: { plan, timeoutMs: 200 } }).report;
    const later = { planned: { ...planned, name: "renamed" }, settings: { plan, resume: true } };
    expect(await reportOf({ start: [new Error("sent again")] }, later)).toMatchObject({ name: "renamed", handle });
  });

  test("of a run that is not in the ledger has no place in the plan", async () => {
    const beginning = { kind: "attach", handle: { ref: "scripted:7" } } as const;
    const report = await reportOf({}, { beginning, settings: { plan } });
    expect(report).toMatchObject({ verdict: { kind: "passed" }, handle: { ref: "scripted:7" } });
    for (const none of ["blocking", "position"]) expect(report).not.toHaveProperty(none);
  });

  test("has the events of its course, with its results and its verdict", async () => {
    const events: RunEvent[] = [];
    const { end, verdict } = await reportOf({}, { events });
    expect(end).toMatchObject({ kind: "results" });
    const { testRun: told } = end.kind === "results" ? end : expect.unreachable();
    expect(events.slice(-2)).toEqual([
      { type: "results", run: 0, testRun: told },
      { type: "ended", run: 0, verdict },
    ]);
  });

  test("has the answers that could not be used, of the run and of its rerun", async () => {
    const evidence = [{ name: "answer.xml", title: "As it came", content: "<odd/>" }];
    const odd = new ProviderError({ code: "x-odd", message: "odd", next: "Ask.", retry: "never", evidence });
    expect(await reportOf({ results: [odd] })).toMatchObject({
      attachments: [{ title: "As it came", file: "provider/answer.xml" }],
      end: { error: { next: expect.stringContaining("provider/answer.xml") as string } },
    });
    const again: RunHandle = { ref: "scripted:2" };
    const script = { start: [{ ref: "scripted:9" }], poll: [finished], results: [failing, odd], rerun: [again] };
    expect(await reportOf(script, { settings: { rerunFailed: 1 } })).toMatchObject({
      end: { kind: "results", testRun: { warnings: [expect.stringContaining("odd") as string] } },
      attachments: [{ title: "As it came, rerun 1", file: "provider/rerun-1-answer.xml" }],
    });
    expect(await readFile(join(dir, "provider/rerun-1-answer.xml"), "utf8")).toBe("<odd/>");
  });

  test("names the files of every attempt", async () => {
    const file = { name: "raw.xml", title: "The answer", content: "2" };
    const script = {
      poll: [finished],
      results: [
        { ...failing, files: [file] },
        { testRun: passing.testRun, files: [file] },
      ],
      rerun: [{ ref: "scripted:2" }],
    };
    const { attachments } = await reportOf(script, { settings: { rerunFailed: 1 } });
    expect(attachments.map((each) => each.file)).toEqual(["provider/raw.xml", "provider/rerun-1-raw.xml"]);
  });

  test("says in the user's own names what to do after a fault that none expected", async () => {
    const { provider } = scriptedProvider({ poll: [new TypeError("a fault")] });
    const names = { ...commandNames, option: (input: string) => `the input ${input}` };
    const { runs } = await run([startOf(provider)], settingsOf(dir), portsOf({ names }));
    const { end } = runs[0] ?? expect.unreachable();
    expect(end).toMatchObject({
      kind: "no-results",
      error: {
        message: "Something unexpected went wrong: a fault",
        next: "Report it with the output of the input verbose.",
      },
    });
    expect(end.kind === "no-results" && end.error).toBeInstanceOf(UnexpectedError);
  });

  test("has a verdict even if run.json cannot be written at the end", async () => {
    const full = async (): Promise<RunResults> => {
      await rm(join(dir, "run.json"));
      await mkdir(join(dir, "run.json"));
      return passing;
    };
    const { verdict, end } = await reportOf({ results: [full] });
    expect([verdict.kind, end.kind]).toEqual(["passed", "results"]);
  });

  test("is judged by the gate that was noted when it was started", async () => {
    const strict = { failOn: "failed", maxFailures: { count: 0 }, minTests: 40 } as const;
    const started = await reportOf(
      {},
      { planned: { gate: { maxFailures: { count: 2 } } }, settings: { policy: strict } },
    );
    expect(started).toMatchObject({
      verdict: { kind: "failed" },
      policy: { minTests: 40 },
      gate: { minTests: 40, maxFailures: { count: 2 } },
    });
    const beginning = { kind: "attach", handle } as const;
    expect(await reportOf({}, { beginning })).toMatchObject({
      verdict: { kind: "failed" },
      policy: { minTests: 40, maxFailures: { count: 2 } },
      gate: { minTests: 40, maxFailures: { count: 2 } },
    });
    // What the user says now takes precedence.
    const said = { minTests: 1 };
    expect((await reportOf({}, { beginning, settings: { said } })).verdict.kind).toBe("passed");
  });

  test("says how long it took only if its beginning or its end was seen", async () => {
    const took = async (stage: Stage): Promise<number | undefined> => {
      const { end } = await reportOf({ poll: [finished] }, stage);
      return end.kind === "results" ? end.testRun.durationMs : expect.unreachable();
    };
    expect(await took({})).toEqual(expect.any(Number));
    expect(await took({ beginning: { kind: "attach", handle: { ref: "scripted:8" } } })).toBeUndefined();
  });

  test("keeps the duration that the service states", async () => {
    const stated: RunResults = { testRun: { ...passing.testRun, durationMs: 7 }, files: [] };
    const { end } = await reportOf({ poll: [running, finished], results: [stated] });
    expect(end).toMatchObject({ testRun: { durationMs: 7 } });
  });
});

test("the verdict of each run is in the ledger", async () => {
  await reportOf({ results: [failing] });
  expect(await entriesIn(dir)).toMatchObject([{ verdict: "failed", reported: true }]);
});

test("the turn of a run to start ends when it is started: the next one starts while it is waited for", async () => {
  const second = scriptedProvider({ start: [{ ref: "scripted:2" }] });
  const first = scriptedProvider({ poll: [async () => (second.calls.start === 1 ? finished : running)] });
  const turns = [first, second].map(({ provider }) => startOf(provider));
  const { runs } = await run(turns, settingsOf(dir, { concurrency: 1 }), portsOf());
  expect(runs.map(({ verdict }) => verdict.kind)).toEqual(["passed", "passed"]);
});
