import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type LedgerEntry, ledgerText } from "../ledger/ledger.ts";
import type { Report, ReportedPlan } from "../report/report.ts";
import { entriesIn, portsOf, settingsOf, shopRun } from "./plan.fixture.ts";
import type { PlannedRun, RunSettings } from "./plan.ts";
import { run } from "./run.ts";

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "run-part-"))));
afterEach(() => rm(dir, { recursive: true, force: true }));

const plan: ReportedPlan = { hash: "ab".repeat(32), runs: 4, shard: { number: 2, of: 3 }, build: "GitHub 41" };
const perform = (planned: readonly PlannedRun[], more?: Partial<RunSettings>): Promise<Report> =>
  run(planned, settingsOf(dir, more), portsOf());
const started = (number: number, position: number): PlannedRun => ({
  ...shopRun(() => Promise.resolve({ ref: `shop:${number}` })),
  name: `run ${number}`,
  position,
});
const attached = (number: number): PlannedRun => ({
  ...shopRun(() => Promise.reject(new Error("must not be started"))),
  name: `shop:${number}`,
  beginning: { kind: "attach", handle: { ref: `shop:${number}` } },
});

describe("a run that was started as a part of a plan", () => {
  test("has its place in the ledger", async () => {
    await perform([started(7, 3)], { plan, commit: "c0ffee1" });
    expect(await entriesIn(dir)).toMatchObject([{ part: { ...plan, position: 3 }, commit: "c0ffee1", ref: "shop:7" }]);
    await perform([started(8, 3)]);
    expect(await entriesIn(dir)).toMatchObject([{ part: null, ref: "shop:8" }]);
  });

  test("still belongs to it after attach, with its name, commit and build, wherever that runs", async () => {
    await perform([started(7, 3), started(8, 1)], { plan, commit: "c0ffee1" });
    const report = await perform([attached(7), attached(8)], { commit: "decaf00" });
    expect(report).toMatchObject({ plan, commit: "c0ffee1" });
    expect(report.runs).toMatchObject([
      { name: "run 7", position: 3, handle: { ref: "shop:7" } },
      { name: "run 8", position: 1, handle: { ref: "shop:8" } },
    ]);
    expect(await entriesIn(dir)).toMatchObject([{ part: { position: 3 } }, { part: { position: 1 } }]);
  });

  test("stops the pipeline after attach only if it would have stopped it before", async () => {
    await perform([{ ...started(7, 3), blocking: false }, started(8, 1)], { plan });
    const strict = { policy: { failOn: "failed", maxFailures: { count: 0 }, minTests: 40 } } as const;
    const report = await perform([attached(7), attached(8)], strict);
    expect(report.runs.map(({ blocking, verdict }) => [blocking, verdict.kind])).toEqual([
      [false, "failed"],
      [undefined, "failed"],
    ]);
    expect(report.verdict.kind).toBe("failed");
    // The results of the other one are not available any more, so what it brought is not a pass.
    const alone = await perform([attached(7)], strict);
    expect(alone.runs.map(({ blocking }) => blocking)).toEqual([false, undefined]);
    expect(alone.verdict.kind).toBe("provider-error");
  });

  test("stops the pipeline if it is no longer known that it must not", async () => {
    await perform([{ ...started(7, 3), blocking: false }], { plan });
    const ledger = { version: 1, runs: (await entriesIn(dir)).map((entry) => ({ ...entry, part: null })) };
    await writeFile(join(dir, "run.json"), JSON.stringify(ledger));
    const minTests = { policy: { failOn: "failed", maxFailures: { count: 0 }, minTests: 40 } } as const;
    expect((await perform([attached(7)], minTests)).verdict.kind).toBe("failed");
  });

  test("does not make another run a part of the plan", async () => {
    await perform([started(7, 3)], { plan, commit: "c0ffee1" });
    const report = await perform([attached(7), attached(9)], { commit: "decaf00" });
    expect(report.plan).toBeUndefined();
    expect(report.commit).toBe("decaf00");
  });

  test.for([
    { title: "another run", shards: [2], more: [attached(9)], lacks: true },
    { title: "a part of the other shards", shards: [2, 1], more: [], lacks: true },
    { title: "all other shards", shards: [2, 1, 3, 3], more: [], lacks: undefined },
  ])("of which some shards may be missing, beside $title: $lacks", async ({ shards, more, lacks }) => {
    const entries: LedgerEntry[] = [];
    for (const [position, number] of shards.entries()) {
      await perform([started(position, position)], { plan: { ...plan, shard: { number, of: 3 } } });
      entries.push(...(await entriesIn(dir)).slice(0, 1));
    }
    await writeFile(join(dir, "run.json"), ledgerText(entries));
    const report = await perform([...entries.map((_, number) => attached(number)), ...more]);
    expect([report.plan, report.lacksShards, report.verdict.kind]).toEqual([undefined, lacks, "passed"]);
  });

  test.for([
    { title: "one commit: that one", other: "c0ffee1", wanted: "c0ffee1" },
    { title: "two commits: none", other: "c0ffee2", wanted: undefined },
  ])(
    "is reported with one of another plan, of $title, and never the one of this command",
    async ({ other, wanted }) => {
      await perform([started(7, 3)], { plan, commit: "c0ffee1" });
      const [left] = await entriesIn(dir);
      await perform([started(8, 0)], { plan: { ...plan, hash: "cd".repeat(32) }, commit: other });
      const both = [left, ...(await entriesIn(dir))];
      await writeFile(join(dir, "run.json"), JSON.stringify({ version: 1, runs: both }));
      const report = await perform([attached(7), attached(8)], { commit: "decaf00" });
      expect([report.plan, report.commit]).toEqual([undefined, wanted]);
      expect(report.runs.map(({ commit }) => commit)).toEqual(["c0ffee1", other]);
    },
  );

  test("takes the place that a later plan gives it", async () => {
    await perform([{ ...started(7, 3), inputs: "same" }], { plan });
    const later = { ...plan, runs: 5, build: "GitHub 42" };
    const { plan: reported } = await perform([{ ...started(7, 0), inputs: "same" }], { plan: later, resume: true });
    expect(reported).toEqual(later);
    expect(await entriesIn(dir)).toMatchObject([{ part: { build: "GitHub 42", position: 0 } }]);
  });
});

describe("a run of no plan", () => {
  const alone = (number: number): PlannedRun => {
    const { position: _, ...rest } = started(number, 0);
    return rest;
  };

  test("is about the commit for which it was started, wherever it is attached to", async () => {
    await perform([alone(7)], { commit: "c0ffee1" });
    for (let time = 1; time <= 2; time++) {
      const report = await perform([attached(7)], { commit: "decaf00" });
      expect([report.commit, report.runs[0]?.commit]).toEqual(["c0ffee1", "c0ffee1"]);
    }
  });

  test("that was started elsewhere is about the commit of this command, which later ones do not rely on", async () => {
    const report = await perform([attached(7)], { commit: "decaf00" });
    expect([report.commit, report.runs[0]?.commit]).toEqual(["decaf00", undefined]);
    expect(await entriesIn(dir)).toMatchObject([{ commit: null }]);
  });

  test("keeps its commit when it is resumed", async () => {
    const inputs = "same";
    await perform([{ ...alone(7), inputs }], { commit: "c0ffee1" });
    const left = (await entriesIn(dir)).map((entry) => ({ ...entry, verdict: null, reported: false }));
    await writeFile(join(dir, "run.json"), JSON.stringify({ version: 1, runs: left }));
    const report = await perform([{ ...alone(8), inputs }], { commit: "decaf00", resume: true });
    expect([report.commit, report.runs[0]?.handle?.ref]).toEqual(["c0ffee1", "shop:7"]);
  });
});
