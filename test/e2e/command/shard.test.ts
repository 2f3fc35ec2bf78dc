import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { until } from "../stage/command.ts";
import { openSandbox } from "../stage/killing.ts";
import { essence, type PlanEssence } from "../stage/sharded-plan.ts";
import { openWorkspace, type Workspace } from "../stage/workspace.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, speed: 150 });
});
afterAll(() => sandbox.close());

async function spaceWith(templates: readonly string[], url = sandbox.url): Promise<Workspace> {
  const space = await openWorkspace(url);
  const plan = `version: 1
defaults: { pollInterval: 100ms }
runs:
  - name: shop \${matrix.template}
    provider: ats
    with: { appId: SHOP-1, templateId: "\${matrix.template}" }
    matrix: { template: [${templates.join(", ")}] }
`;
  await writeFile(join(space.path, "remotest.yaml"), plan);
  return space;
}

describe.concurrent("remotest run --shard", () => {
  it("starts each run of the plan in one of the shards, and says how many", async () => {
    const templates = Array.from({ length: 9 }, (_, index) => `pass-${index}`);
    await using space = await spaceWith(templates);
    const shards = await Promise.all(
      [1, 2, 3].map((number) =>
        space.remotest(["run", "--shard", `${number}/3`, "--report-dir", `shard-${number}`, "--json"]),
      ),
    );
    const names = shards.map(({ code, stdout, stderr }) => {
      expect(code, stderr).toBe(0);
      const { runs } = JSON.parse(stdout) as { readonly runs: readonly { readonly name: string }[] };
      expect(stderr).toContain(`${runs.length} of the plan's 9 runs.`);
      return runs.map(({ name }) => name);
    });
    expect(names.every(({ length }) => length > 0)).toBe(true);
    expect(names.flat().toSorted()).toEqual(templates.map((template) => `shop ${template}`));
  });

  it("passes without a run if the plan has fewer runs than shards, says so, and writes its reports", async () => {
    await using space = await spaceWith(["pass"]);
    const { code, stdout, stderr } = await space.remotest(["run", "--shard", "2/2", "--json"]);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("Shard 2/2 has no run, because the plan has only 1 run.");
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "passed", exitCode: 0, total: 0, runs: [] });
    expect(await space.reports()).toEqual(expect.arrayContaining(["junit.xml", "results.json", "summary.md"]));
    expect(await space.report("outputs.env")).toContain("REMOTEST_OUTCOME=passed\nREMOTEST_TOTAL=0\n");
    expect(await space.report("summary.md")).toContain("has no run");
  });

  it("with --dry-run shows the runs of the shard", async () => {
    await using space = await spaceWith(["a", "b", "c"]);
    const { code, stderr } = await space.remotest(["run", "--shard", "1/3", "--dry-run"]);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("Shard 1/3: 1 of the plan's 3 runs.");
    expect(stderr).toContain("Dry run: 1 run would be started.");
  });

  it.each(["0/3", "4/3", "a", "1"])("%s is refused with exit code 2, and nothing is sent", async (shard) => {
    await using space = await spaceWith(["pass", "pass-2"]);
    const { code, stderr } = await space.remotest(["run", `--shard=${shard}`]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/✗ --shard .*\n {2}→ Write the number of this shard/);
    expect(await space.ledger()).toEqual([]);
  });

  it("is refused beside a provider", async () => {
    await using space = await openWorkspace(sandbox.url);
    const { code, stderr } = await space.remotest(["run", "ats", "--shard", "1/2"]);
    expect(code).toBe(2);
    expect(stderr).toContain("--shard is for the runs of a plan file");
  });
});

describe.concurrent("remotest merge of the shards of a plan", () => {
  const templates = Array.from({ length: 40 }, (_, index) => `${index % 7 === 3 ? "fail" : "pass"}-${index}`);
  const shardOf = (space: Workspace, number: number, of = 4) =>
    space.remotest(["run", "--shard", `${number}/${of}`, "--report-dir", `shards/${number}`, "--quiet"]);

  it("of 40 runs over 4 shards is the report of a single process", async () => {
    await using space = await spaceWith(templates);
    const whole = await space.remotest(["run", "--report-dir", "whole", "--quiet"]);
    const codes = await Promise.all([1, 2, 3, 4].map(async (number) => (await shardOf(space, number)).code));
    expect(codes).toContain(1);
    const merged = await space.remotest(["merge", "shards/*", "--quiet"]);
    expect([whole.code, merged.code], merged.stderr).toEqual([1, 1]);
    const read = async (dir: string): Promise<PlanEssence> =>
      essence(await readFile(join(space.path, dir, "results.json"), "utf8"));
    expect(await read("remotest-report")).toEqual(await read("whole"));
    expect((await read("whole")).runs).toHaveLength(40);
  });

  it("names a shard that never ran, and refuses one of another plan: exit code 3", async () => {
    await using space = await spaceWith(["pass-1", "pass-2", "pass-3", "pass-4"]);
    await Promise.all([1, 2].map((number) => shardOf(space, number, 3)));
    const missing = await space.remotest(["merge", "shards/*"]);
    expect(missing.code).toBe(3);
    expect(missing.stderr).toContain("The shard 3/3 of the plan is missing.");

    await using other = await spaceWith(["pass-1", "pass-2", "pass-3", "pass-5"]);
    await shardOf(other, 3, 3);
    const refused = await space.remotest(["merge", "shards/*", join(other.path, "shards/3")]);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toMatch(/The shards are of different plans: .*shards\/1.*; .*shards\/3/);
  });

  it("of which two were killed, and one was then resumed and one attached to, is the report of a single process", async () => {
    await using quick = await openSandbox(60);
    const of = ["pass-1", "pass-2", "fail-3", "pass-4", "pass-5", "pass-6"];
    await using space = await spaceWith(of, quick.url);
    const whole = await space.remotest(["run", "--report-dir", "whole", "--quiet"]);
    const before = quick.starts();
    const refsOf = async (number: number): Promise<number> => {
      const text = await readFile(join(space.path, `shards/${number}/run.json`), "utf8").catch(() => "");
      return text.split('"start": "started"').length - 1;
    };
    const killed = async (number: number): Promise<void> => {
      const running = space.launch(["run", "--shard", `${number}/3`, "--report-dir", `shards/${number}`]);
      await until(async () => (await refsOf(number)) === 2, "both runs are started");
      running.kill("SIGKILL");
      expect((await running.ended).code).toBeNull();
    };
    await Promise.all([shardOf(space, 1, 3), killed(2), killed(3)]);
    const lost = await space.remotest(["merge", "shards/*", "--quiet"]);
    expect([lost.code, lost.stderr]).toEqual([3, expect.stringContaining("remotest attach ats:")]);
    const resumed = space.remotest(["run", "--shard", "2/3", "--report-dir", "shards/2", "--resume", "--quiet"]);
    const attached = space.remotest(["attach", "--report-dir", "shards/3", "--poll-interval", "100ms", "--quiet"]);
    await Promise.all([resumed, attached]);
    const merged = await space.remotest(["merge", "shards/*", "--quiet"]);
    expect([whole.code, merged.code], merged.stderr).toEqual([1, 1]);
    expect(quick.starts() - before).toBe(6);
    const read = async (dir: string): Promise<PlanEssence> =>
      essence(await readFile(join(space.path, dir, "results.json"), "utf8"));
    expect(await read("remotest-report")).toEqual(await read("whole"));
  });

  it("refuses those of an earlier commit or of an earlier run of the pipeline, but takes each attempt at a job", async () => {
    await using space = await spaceWith(["pass-1", "pass-2"]);
    const job = (number: number, dir: string, run: string, commit: string, attempt = "1") =>
      space.remotest(["run", "--shard", `${number}/2`, "--report-dir", dir, "--quiet"], {
        env: { GITHUB_ACTIONS: "true", GITHUB_RUN_ID: run, GITHUB_RUN_ATTEMPT: attempt, GITHUB_SHA: commit },
      });
    const [now, before] = ["c0ffee1".repeat(5), "decaf00".repeat(5)];
    await Promise.all([
      job(1, "now", "42", now),
      job(2, "repeated", "42", now, "2"),
      job(2, "of-earlier-run", "41", now),
      job(2, "of-earlier-commit", "42", before),
    ]);
    const codes = async (
      dir: string,
      run = "42",
      ...more: readonly string[]
    ): Promise<readonly [number | null, readonly string[]]> => {
      const env = { GITHUB_ACTIONS: "true", GITHUB_RUN_ID: run };
      const { code, stdout } = await space.remotest(["merge", "now", dir, "--json", ...more], { env });
      const { runs } = JSON.parse(stdout) as { runs: readonly { readonly error?: { readonly code: string } }[] };
      return [code, runs.flatMap(({ error }) => (error ? [error.code] : []))];
    };
    expect(await codes("repeated")).toEqual([0, []]);
    expect(await codes("repeated", "43")).toEqual([3, ["shards-of-another-build"]]);
    expect(await codes("repeated", "43", "--allow-other-build")).toEqual([0, []]);
    expect(await codes("of-earlier-run")).toEqual([3, ["shards-of-different-builds"]]);
    expect(await codes("of-earlier-commit")).toEqual([3, ["shards-of-different-commits"]]);
  });

  it("needs no report of an empty shard, and takes it", async () => {
    await using space = await spaceWith(["pass-1"]);
    await Promise.all([1, 2].map((number) => shardOf(space, number, 2)));
    for (const given of [["shards/*"], ["shards/1"]]) {
      const { code, stderr } = await space.remotest(["merge", ...given]);
      expect(code, stderr).toBe(0);
    }
  });
});
