import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { openWorkspace, type Workspace } from "../stage/workspace.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, speed: 150 });
});
afterAll(() => sandbox.close());

async function spaceWith(templates: readonly string[]): Promise<Workspace> {
  const space = await openWorkspace(sandbox.url);
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
