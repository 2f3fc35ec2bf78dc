import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UnknownStartError } from "../errors.ts";
import {
  finished,
  passing,
  running,
  type Script,
  scriptedProvider,
  scriptedRun as handle,
} from "../provider/provider.fixture.ts";
import type { RunResults, RunState } from "../provider/provider.ts";
import { counted } from "../results/test-runs.fixture.ts";
import { entriesIn, performIn, portsOf, settingsOf, type Stage, startOf } from "./plan.fixture.ts";
import { down, refusal } from "./run-context.fixture.ts";
import type { RunEvent } from "./run-event.ts";
import type { RunSettings } from "./plan.ts";
import { run } from "./run.ts";

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "run-"))));
afterEach(() => rm(dir, { recursive: true, force: true }));

const settings = (): RunSettings => settingsOf(dir);
const perform = (script: Script, stage?: Stage) => performIn(dir, script, stage);
const ledger = () => entriesIn(dir);

const failing: RunResults = { testRun: counted(1, 1), files: [] };
const never = refusal();

describe("a run", () => {
  test("that passes: exit 0, the reports written, the service's own files kept", async () => {
    const report = await perform({}).report;
    expect(report).toMatchObject({
      exitCode: 0,
      verdict: { kind: "passed" },
      runs: [{ handle, name: "a run", distinction: "T" }],
    });
    expect(await readFile(join(dir, "verdict.txt"), "utf8")).toBe("passed");
    expect(await readFile(join(dir, "provider/raw.xml"), "utf8")).toBe("<raw/>");
    expect(await ledger()).toMatchObject([
      { provider: "scripted", ref: "scripted:1", url: handle.url, verdict: "passed" },
    ]);
  });

  test("that is attached to later is still distinguished by what it was started with, and called as then", async () => {
    await perform({}, { planned: { label: "checkout" } }).report;
    expect(await ledger()).toMatchObject([{ distinction: "T", label: "checkout" }]);
    const attached = { beginning: { kind: "attach", handle }, planned: { distinction: undefined } } as const;
    const { runs } = await perform({}, attached).report;
    expect(runs).toMatchObject([{ handle: { ref: handle.ref }, distinction: "T", label: "checkout" }]);
  });

  test("is in the ledger as soon as it is started, before the wait begins", async () => {
    let seen: unknown;
    const poll = async (): Promise<RunState> => {
      seen = (await ledger())[0];
      return finished;
    };
    await perform({ poll: [poll] }).report;
    expect(seen).toMatchObject({ ref: "scripted:1", name: "a run", verdict: null, endedAt: null });
  });

  test("leaves no file of an earlier run in place, and no draft of a file", async () => {
    await writeFile(join(dir, "verdict.txt"), "passed");
    const { report } = perform({ start: [never] });
    await report;
    expect(await readFile(join(dir, "verdict.txt"), "utf8")).toBe("provider-error");
    expect((await readdir(dir)).toSorted()).toEqual(["previous", "run.json", "verdict.txt"]);
    expect(await readFile(join(dir, "previous/verdict.txt"), "utf8")).toBe("passed");
  });

  test("sends its events in order", async () => {
    const events: RunEvent[] = [];
    await perform({ poll: [down(), running, finished] }, { events }).report;
    expect(events.map(({ type }) => type)).toEqual([
      "starting",
      "started",
      "retry",
      "state",
      "state",
      "results",
      "ended",
    ]);
  });

  test("that is attached to is not started, and is judged like a started one", async () => {
    const { report, calls } = perform({ results: [failing] }, { beginning: { kind: "attach", handle } });
    expect((await report).exitCode).toBe(1);
    expect(calls.start).toBe(0);
  });

  test("whose report directory cannot be written is not started", async () => {
    await writeFile(join(dir, "file"), "");
    const { report, calls } = perform({}, { settings: { reportDir: join(dir, "file") } });
    await expect(report).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining("--report-dir") as string,
    });
    expect(calls.start).toBe(0);
  });
});

describe("reports that cannot be written", () => {
  const failingReporter = (): never => {
    throw new Error("the disk is full");
  };
  test.for([
    { given: "a pass", script: {}, wanted: 3, reason: "the disk is full" },
    { given: "a failure", script: { results: [failing] }, wanted: 3, reason: "the disk is full" },
    {
      given: "an unknown start",
      script: { start: [new UnknownStartError("lost", "check")] },
      wanted: 5,
      reason: "lost",
    },
  ])("do not let $given pass, but its runs are reported", async ({ script, wanted, reason }) => {
    const { provider } = scriptedProvider(script);
    const plan = [startOf(provider)];
    const report = await run(plan, settings(), portsOf({ reporters: [{ file: "x.txt", render: failingReporter }] }));
    expect(report).toMatchObject({ exitCode: wanted, runs: [{ name: "n" }] });
    expect(report.verdict.reason).toContain(reason);
  });
});

test("files of the service that cannot be kept cost no result, but prevent a pass", async () => {
  const files = [{ name: "n".repeat(300), title: "The answer", content: "<raw/>" }];
  const verdicts = [];
  for (const [index, results] of [passing, failing].entries()) {
    const { report } = perform({ start: [{ ref: `scripted:${index}` }], results: [{ ...results, files }] });
    const { exitCode, runs } = await report;
    verdicts.push([exitCode, runs[0]?.verdict.kind, await readFile(join(dir, "verdict.txt"), "utf8")]);
  }
  expect(verdicts).toEqual([
    [3, "provider-error", "provider-error"],
    [3, "provider-error", "provider-error"],
  ]);
});

describe("telling that fails", () => {
  test.for([
    { given: "a pass", script: {}, wanted: 3 },
    { given: "an unknown start", script: { start: [new UnknownStartError("lost", "check")] }, wanted: 5 },
  ])("turns $given into exit code $wanted, and it is reported again with --resume", async ({ script, wanted }) => {
    const { provider } = scriptedProvider(script);
    const plan = [startOf(provider)];
    const report = await run(
      plan,
      settings(),
      portsOf({
        tell: async () => {
          throw new Error("outputs.env is not written");
        },
      }),
    );
    expect(report.exitCode).toBe(wanted);
    expect(await ledger()).toMatchObject([{ reported: false }]);
  });
});
