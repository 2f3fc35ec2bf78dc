import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { openWorkspace } from "./workspace.ts";

/** A plan for the examples with shards: it passes, except for one run. Names contain what CI systems interpret. */
const shardedPlan = `version: 1
defaults: { pollInterval: 100ms }
runs:
  - name: shop \${matrix.template}
    provider: ats
    with: { appId: SHOP-1, templateId: "\${matrix.template}" }
    matrix: { template: [pass-1, pass-2, fail-3, pass-4, pass-5, pass-6] }
  - name: "$\${{ github.token }} $[[ inputs.x ]] \`id\` $(id)"
    provider: ats
    with: { appId: SHOP-1, templateId: pass-7 }
  - name: "##vso[task.complete result=Succeeded]'''\\" ::set-output name=a::b"
    provider: ats
    with: { appId: SHOP-1, templateId: pass-8 }
`;
/** Writes it to remotest.yaml in a folder. */
export const writePlan = (folder: string): Promise<void> => writeFile(join(folder, "remotest.yaml"), shardedPlan);

/** The part of results.json that does not say when and where a run was started. */
export interface PlanEssence {
  readonly plan?: { readonly hash: string; readonly runs: number; readonly shard?: object };
  readonly verdict: object;
  readonly exitCode: number;
  readonly runs: readonly { readonly name: string; readonly verdict: object; readonly results?: object }[];
}

/** Returns what a single process and the shards of a plan must agree on. */
export function essence(text: string): PlanEssence {
  const { plan, verdict, exitCode, runs } = JSON.parse(text) as PlanEssence;
  const timeless = JSON.stringify(runs.map((run) => ({ name: run.name, verdict: run.verdict, results: run.results })));
  // Durations are those of the sandbox's clock, and links contain the number of the run.
  const stable = timeless.replaceAll(/"durationMs":\d+,?|"links":\[[^\]]*\],?/g, "").replaceAll(",}", "}");
  // The build is that of the shards; a merged report has none.
  const { build: _build, ...same } = (plan ?? {}) as typeof plan & { readonly build?: string };
  return {
    ...(plan && { plan: same }),
    verdict,
    exitCode,
    runs: JSON.parse(stable) as PlanEssence["runs"],
  };
}

/** Returns what one process reports that starts the whole plan. */
export async function wholeReport(serviceUrl: string): Promise<PlanEssence> {
  await using space = await openWorkspace(serviceUrl);
  await writePlan(space.path);
  const { code, stderr } = await space.remotest(["run", "--quiet"]);
  expect(code, stderr).toBe(1);
  const whole = essence(await readFile(join(space.path, "remotest-report/results.json"), "utf8"));
  expect(whole.runs).toHaveLength(8);
  return whole;
}
