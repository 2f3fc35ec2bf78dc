import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PastReport } from "@remotest/core/flow";
import { describe, expect, it } from "vitest";
import { addToHistoryDir } from "../files/history-dir.ts";
import { reportOf, ran } from "../files/history.fixture.ts";
import { readPlan } from "../plan-file/read-plan.ts";
import type { PlanFile } from "../plan-file/plan-run.ts";
import { allProviders, loadProvider } from "../providers/load-provider.ts";
import type { Platform } from "../platform.ts";
import { loadConfig } from "./given-config.ts";
import { legsOf } from "./plan-legs.ts";
import { planHash, shardOf } from "./plan-shard.ts";
import { durationOf, runDurations } from "./run-durations.ts";
import { shardInputs } from "../plan-file/plan-inputs.ts";
import { commonInputs } from "@remotest/core/flow";

const platform = (env: Platform["env"] = {}): Platform => ({
  version: "1.0.0",
  env,
  stdout: { write: () => undefined },
  stderr: { write: (text) => expect(text).toBeUndefined() },
  interrupted: new AbortController().signal,
  onInterrupt: () => undefined,
});

async function planOf(yaml: string, env: Platform["env"] = {}): Promise<PlanFile> {
  const file = await readPlan(yaml, "remotest.yaml", { env, known: await allProviders(), load: loadProvider });
  expect(file.problems).toEqual([]);
  return file;
}

const templates = ["smoke", "pay", "search", "cart", "login"];
const plan = `
version: 1
runs:
  - name: shop \${matrix.template}
    provider: ats
    with: { appId: SHOP-1, templateId: "\${matrix.template}" }
    matrix: { template: [${templates.join(", ")}] }
`;

async function namesOf(file: PlanFile, shard: string, options: Record<string, string> = {}): Promise<string[]> {
  const line = {
    words: ["run"],
    options: new Map(Object.entries({ shard, ...options }).map(([name, value]) => [name, [value]])),
    asksForHelp: false,
    problems: [],
  };
  const config = loadConfig([{ scope: "remotest", table: { ...commonInputs, ...shardInputs } }], line, platform());
  const found = await shardOf(file.runs, file, config, platform());
  expect(found.problems).toEqual([]);
  return found.runs.map(({ run }) => run.name ?? "");
}

function past(...runs: readonly NonNullable<PastReport["runs"]>[number][]): PastReport {
  const counts = { total: 0, passed: 0, failed: 0, errors: 0, skipped: 0, flaky: 0, quarantined: 0 };
  return { endedAt: new Date(0), durationMs: 0, counts, outcomes: new Map(), runs };
}

describe("the shards of a plan", () => {
  it("have each run once, with its place in the plan", async () => {
    const file = await planOf(plan);
    const all = await Promise.all([1, 2, 3].map((number) => namesOf(file, `${number}/3`)));
    expect(all.flat().toSorted()).toEqual(templates.map((name) => `shop ${name}`).toSorted());
    expect(all.every((names) => names.length > 0)).toBe(true);
  });

  it.each([undefined, 1, 2, 3, 9])(
    "are those of the legs for a matrix, of which none is empty: --shards %s",
    async (shards) => {
      await using dir = await historyDir({ smoke: 60, pay: 20, search: 20, cart: 20, login: 1 });
      const file = await planOf(plan);
      const options = { historyDir: dir.path, reportDir: "remotest-report" };
      const { legs, legOf } = await legsOf({ file, chosen: file.runs, run: undefined, shards, options }, platform());
      expect(legs).toHaveLength(Math.min(shards ?? templates.length, templates.length));
      for (const [index, leg] of legs.entries()) {
        const names = file.runs.filter((_, run) => legOf[run] === index).map(({ name }) => name);
        expect(names).toEqual(await namesOf(file, leg.shard, dir.options));
        expect(names.length).toBeGreaterThan(0);
        expect(leg.name).toBe(shards === undefined ? names[0] : `shard ${index + 1} of ${legs.length}`);
      }
    },
  );

  it("are balanced by the durations in the history directory", async () => {
    await using dir = await historyDir({ smoke: 60, pay: 20, search: 20, cart: 20, login: 1 });
    const file = await planOf(plan);
    const shards = [await namesOf(file, "1/2", dir.options), await namesOf(file, "2/2", dir.options)];
    const long = shards.find((names) => names.includes("shop smoke")) ?? [];
    expect(long.length).toBeLessThanOrEqual(2);
    expect(long.every((name) => ["shop smoke", "shop login"].includes(name))).toBe(true);
  });
});

async function historyDir(
  minutes: Readonly<Record<string, number>>,
): Promise<AsyncDisposable & { readonly path: string; readonly options: Record<string, string> }> {
  const path = await mkdtemp(join(tmpdir(), "remotest-split-"));
  const runs = Object.entries(minutes).map(([distinction, each]) => ran({ distinction, minutes: each }));
  expect(await addToHistoryDir(path, reportOf(...runs))).toBeUndefined();
  return {
    path,
    options: { "history-dir": path },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

describe("the duration of a run", () => {
  const minutes = (distinction: string, durationMs: number) => ({
    provider: "ats",
    name: "n",
    distinction,
    durationMs,
  });

  it("is the median of the earlier reports, by what distinguishes the run", async () => {
    const { runs } = await planOf(plan);
    const durations = runDurations([9, 1, 3].map((each) => past(minutes("smoke", each), minutes("other", 1))));
    expect(runs.map((run) => durationOf(run, runs, durations))).toEqual([
      3,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("of several templates is that of all together, if each is known", async () => {
    const { runs } = await planOf(
      "version: 1\nruns:\n  - {name: a, provider: ats, with: {appId: A, templateId: [x=smoke, pay]}}\n  - {name: b, provider: ats, with: {appId: A, templateId: [cart, new]}}\n",
    );
    const durations = runDurations([past(minutes("smoke", 3), minutes("pay", 4), minutes("cart", 5))]);
    expect(runs.map((run) => durationOf(run, runs, durations))).toEqual([7, undefined]);
  });

  it("is found by the name where nothing else distinguishes the runs", async () => {
    const { runs } = await planOf(
      "version: 1\ndefaults: {provider: ats, with: {appId: A, templateId: smoke}}\nruns: [{name: a}, {name: b}]\n",
    );
    const durations = runDurations([
      past(minutes("a", 3), minutes("smoke", 9), { provider: "ats", name: "b", durationMs: 4 }),
    ]);
    expect(runs.map((run) => durationOf(run, runs, durations))).toEqual([3, 4]);
  });
});

describe("the hash of a plan", () => {
  const hash = async (yaml: string, env: Platform["env"] = {}): Promise<string> =>
    planHash((await planOf(yaml, env)).runs);
  const app = (path: string): string =>
    `version: 1\nruns: [{name: a, provider: apptest, with: {projectId: 5, appFile: "${path}"}}]\n`;

  it("is the same wherever the file and its app are, and however it is written", async () => {
    expect(await hash(app("/builds/1/shop.apk"))).toBe(await hash(app("/builds/2/shop.apk")));
    expect(await hash(app("shop.apk"))).toBe(await hash(`# a comment\n${app("${env.DIR}/shop.apk")}`, { DIR: "/x" }));
  });

  it.each([
    ["another run", plan.replace("[smoke", "[new, smoke")],
    ["another order", plan.replace("smoke, pay", "pay, smoke")],
    ["another name", plan.replace("shop $", "store $")],
    ["another input", plan.replace("SHOP-1", "SHOP-2")],
    ["another gate", plan.replace("with:", "gate: {minTests: 3}\n    with:")],
    ["a run that does not block", plan.replace("with:", "gate: {blocking: false}\n    with:")],
    ["defaults for all runs", `${plan}defaults: { timeout: 5m }\n`],
  ])("is different for %s", async (_, changed) => {
    expect(changed).not.toBe(plan);
    expect(await hash(changed)).not.toBe(await hash(plan));
  });

  it("is the same for options of the place where the runs are started", async () => {
    expect(await hash(`${plan}defaults: { reportDir: here, historyDir: there }\nconcurrency: 3\n`)).toBe(
      await hash(plan),
    );
  });
});
