import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ProviderError, UnknownStartError } from "../errors.ts";
import type { RunHandle } from "../provider/provider.ts";
import type { Report } from "../report/report.ts";
import type { RunEvent } from "./run-event.ts";
import { entriesIn, portsOf, settingsOf, startOf } from "./plan.fixture.ts";
import { stagedProvider } from "../provider/provider.fixture.ts";
import { run } from "./run.ts";
import type { TestRun } from "../results/test-run.ts";
import { testCase, testRun } from "../results/test-runs.fixture.ts";

let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), "rerun-"))));
afterEach(() => rmSync(dir, { recursive: true }));

const failing = testRun([testCase("passed", "a"), testCase("failed", "b")], { kind: "failed" });
const passing = testRun([testCase("passed", "b")], { kind: "passed" });
const ledger = () => entriesIn(dir);

interface Shop {
  /** The results of each run, by its number. */
  readonly results: Readonly<Record<string, TestRun>>;
  /** The numbers of the reruns in order, or their errors. */
  readonly reruns?: readonly (string | Error)[] | "unsupported";
  readonly asked: { kind: "attach" | "rerun"; id: string; resume?: boolean; rerunFailed?: number };
}

interface RerunResult extends Pick<Report, "exitCode" | "runs"> {
  /** `started 2`, `attached 1`, notes and warnings. */
  readonly events: readonly string[];
  readonly sent: number;
  /** The handle that the provider got for each run whose results it was asked for: `2 of shop:1` for a rerun, else `1`. */
  readonly collected: readonly string[];
}

async function perform({ results, reruns = [], asked }: Shop): Promise<RerunResult> {
  const events: string[] = [];
  const collected: string[] = [];
  let sent = 0;
  const next = async (): Promise<RunHandle> => {
    const step = reruns[sent++] ?? new TypeError("this rerun must not be requested");
    if (step instanceof Error) throw step;
    return { ref: `shop:${step}` };
  };
  const provider = stagedProvider(
    {
      poll: async () => ({ status: "finished", progress: {} }),
      results: async ({ ref, rerunOf }) => {
        collected.push(`${ref.slice(5)}${rerunOf === undefined ? "" : ` of ${rerunOf}`}`);
        return { testRun: results[ref.slice(5)] ?? testRun([]), files: [] };
      },
      rerun: reruns === "unsupported" ? reruns : next,
    },
    "shop",
  );
  const listen = (event: RunEvent): void => {
    if (event.type === "started" || event.type === "attached")
      events.push(
        `${event.type} ${event.handle.ref.slice(5)}${event.attempt === undefined ? "" : ` as ${event.attempt}`}`,
      );
    if (event.type === "rerunning") events.push(`rerunning ${event.tests}, ${event.attempt} of ${event.times}`);
    if (event.type === "note" || event.type === "warning") events.push(event.message);
  };
  const { kind, id, resume = false, rerunFailed = 0 } = asked;
  const beginning = { kind, handle: { ref: `shop:${id}` } };
  const report = await run(
    [startOf(provider, { beginning })],
    settingsOf(dir, { rerunFailed, resume }),
    portsOf({ listen }),
  );
  return { ...report, events, sent, collected };
}

describe("a rerun requested with remotest rerun", () => {
  test("collects the run, reruns what did not pass, and judges both", async () => {
    const { exitCode, events, runs } = await perform({
      results: { 1: failing, 2: passing },
      reruns: ["2"],
      asked: { kind: "rerun", id: "1" },
    });
    expect(exitCode).toBe(0);
    expect(events).toEqual(["attached 1", "rerunning 1, 1 of 1", "started 2 as 1"]);
    expect(runs).toMatchObject([{ handle: { ref: "shop:1" }, end: { testRun: { suites: [{ cases: [{}, {}] }] } } }]);
    expect(await ledger()).toMatchObject([
      { ref: "shop:1", reruns: ["shop:2"], rerunOnItsWay: false, start: "started" },
    ]);
  });

  test.for<{ title: string; first: TestRun; code: number }>([
    { title: "all passed", first: passing, code: 0 },
    { title: "it was cancelled", first: { ...failing, conclusion: { kind: "cut-short", message: "x" } }, code: 1 },
    { title: "the service failed it", first: { ...failing, conclusion: { kind: "failed", message: "x" } }, code: 1 },
  ])("sends nothing if $title", async ({ first, code }) => {
    const ended = await perform({ results: { 1: first }, reruns: ["2"], asked: { kind: "rerun", id: "1" } });
    expect(ended).toMatchObject({ exitCode: code, sent: 0 });
    expect(ended.events).toEqual(["attached 1", "Nothing to rerun: no rerun could make a test of this run pass."]);
  });

  test("is not a pass if it ran another test", async () => {
    const other = testRun([testCase("passed", "z")], { kind: "passed" });
    const ended = await perform({
      results: { 1: failing, 2: other },
      reruns: ["2"],
      asked: { kind: "rerun", id: "1" },
    });
    expect(ended.exitCode).toBe(1);
  });

  test("is refused before anything is sent if the service has none", async () => {
    const ended = await perform({ results: { 1: failing }, reruns: "unsupported", asked: { kind: "rerun", id: "1" } });
    expect(ended.events).toEqual([]);
    expect(ended.runs[0]?.end).toMatchObject({
      error: {
        code: "rerun-unsupported",
        message: "The service cannot rerun what did not pass (shop:1).",
        next: "Start a new run with `remotest run`, or leave out --rerun-failed.",
        retry: "never",
      },
    });
  });

  test.for<{ title: string; error: Error; code: number; onItsWay: boolean }>([
    {
      title: "refused",
      error: new ProviderError({ code: "x", message: "no", next: "n", retry: "never" }),
      code: 3,
      onItsWay: false,
    },
    { title: "of unknown fate", error: new UnknownStartError("lost", "check"), code: 5, onItsWay: true },
  ])("that is $title ends with exit code $code, and is noted in the ledger", async ({ error, code, onItsWay }) => {
    const ended = await perform({ results: { 1: failing }, reruns: [error], asked: { kind: "rerun", id: "1" } });
    expect(ended.exitCode).toBe(code);
    expect(await ledger()).toMatchObject([{ ref: "shop:1", reruns: [], rerunOnItsWay: onItsWay }]);
    const again = await perform({
      results: { 1: failing, 2: passing },
      reruns: ["2"],
      asked: { kind: "rerun", id: "1", resume: true },
    });
    expect(again).toMatchObject(onItsWay ? { exitCode: 5, sent: 0 } : { exitCode: 0, sent: 1 });
    if (onItsWay)
      expect(again.runs[0]?.end).toMatchObject({
        error: {
          message:
            "An earlier process sent the rerun request and ended before an answer came, so the rerun may or may not have been started.",
          next: "Check at the service whether the rerun is there.",
        },
      });
  });

  test("is a new one without --resume, and the same one with it", async () => {
    const results = { 1: failing, 2: failing, 3: passing };
    await perform({ results, reruns: ["2"], asked: { kind: "rerun", id: "1" } });
    const resumed = await perform({ results, asked: { kind: "rerun", id: "1", resume: true } });
    expect(resumed).toMatchObject({
      exitCode: 1,
      sent: 0,
      events: ["attached 1", "rerunning 1, 1 of 1", "attached 2 as 1"],
    });
    const again = await perform({ results, reruns: ["3"], asked: { kind: "rerun", id: "1" } });
    expect(again).toMatchObject({ exitCode: 0, sent: 1 });
  });

  test.for(["1", "2"])("whose answer names another run, %s, is an unknown start", async (named) => {
    await perform({ results: { 1: failing, 2: failing }, reruns: ["2"], asked: { kind: "rerun", id: "1" } });
    const again = await perform({ results: { 1: failing }, reruns: [named], asked: { kind: "rerun", id: "1" } });
    expect(again.exitCode).toBe(5);
    expect(again.runs[0]?.end).toMatchObject({
      error: {
        message: `The service answered with the reference of another run, shop:${named}, so it is not known whether this one was started.`,
        next: "Check at the service how many runs there are, before you start it again.",
      },
    });
  });
});

test("only a rerun that the flow has sent, in this process or in an earlier one, is one to the provider", async () => {
  const results = { 1: failing, 2: passing };
  const elsewhere = await perform({ results, asked: { kind: "attach", id: "2" } });
  expect(elsewhere.collected).toEqual(["2"]);
  rmSync(join(dir, "run.json"));
  const sent = await perform({ results, reruns: ["2"], asked: { kind: "rerun", id: "1" } });
  expect(sent.collected).toEqual(["1", "2 of shop:1"]);
  const attached = await perform({ results, asked: { kind: "attach", id: "2" } });
  expect(attached.collected).toEqual(["1", "2 of shop:1"]);
});

describe("attaching to a rerun where it was started", () => {
  test("means the run that it reruns, with all its reruns", async () => {
    const results = { 1: failing, 2: passing };
    await perform({ results, reruns: ["2"], asked: { kind: "rerun", id: "1" } });
    const attached = await perform({ results, asked: { kind: "attach", id: "2" } });
    expect(attached).toMatchObject({ exitCode: 0, sent: 0 });
    expect(attached.events).toEqual([
      "shop:2 is a rerun of shop:1, so the results of both count.",
      "attached 1",
      "rerunning 1, 1 of 1",
      "attached 2 as 1",
    ]);
    const other = testRun([testCase("passed", "z")], { kind: "passed" });
    expect((await perform({ results: { 1: failing, 2: other }, asked: { kind: "attach", id: "2" } })).exitCode).toBe(1);
  });
});
