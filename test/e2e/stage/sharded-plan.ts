import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { openWorkspace } from "./workspace.ts";

/** The number of runs of a plan that shows how the jobs of a CI system share it. */
const fewRuns = 8;
/** As many as one process waits for at the same time in `pnpm bench:plan`. On a busy machine, the jobs need minutes. */
export const manyRuns = 500;

/** A plan that passes, except for one run. Names contain what CI systems interpret. */
function planOf(runs: number): string {
  // Two of the runs have names of their own.
  const templates = Array.from({ length: runs - 2 }, (_, index) => `${index === 2 ? "fail" : "pass"}-${index + 1}`);
  return `version: 1
defaults: { pollInterval: 100ms }
runs:
  - name: shop \${matrix.template}
    provider: ats
    with: { appId: SHOP-1, templateId: "\${matrix.template}" }
    matrix: { template: [${templates.join(", ")}] }
  - name: "$\${{ github.token }} $[[ inputs.x ]] \`id\` $(id)"
    provider: ats
    with: { appId: SHOP-1, templateId: pass-${runs - 1} }
  - name: "##vso[task.complete result=Succeeded]'''\\" ::set-output name=a::b"
    provider: ats
    with: { appId: SHOP-1, templateId: pass-${runs} }
`;
}

/** Writes a plan for the examples with shards to remotest.yaml in a folder. */
export const writePlan = (folder: string, runs = fewRuns): Promise<void> =>
  writeFile(join(folder, "remotest.yaml"), planOf(runs));

/** The part of results.json that does not say when and where a run was started. */
export interface PlanEssence {
  readonly plan?: { readonly hash: string; readonly runs: number; readonly shard?: object };
  readonly verdict: object;
  readonly exitCode: number;
  readonly runs: readonly {
    readonly name: string;
    readonly label?: string;
    readonly verdict: { readonly kind: string };
    readonly results?: object;
  }[];
}

/** Returns what a single process and the shards of a plan must agree on. */
export function essence(text: string): PlanEssence {
  const { plan, verdict, exitCode, runs } = JSON.parse(text) as PlanEssence;
  const timeless = JSON.stringify(
    runs.map(({ name, label, verdict: own, results }) => ({ name, label, verdict: own, results })),
  );
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
export async function wholeReport(serviceUrl: string, runs = fewRuns): Promise<PlanEssence> {
  await using space = await openWorkspace(serviceUrl);
  await writePlan(space.path, runs);
  const { code, stderr } = await space.remotest(["run", "--quiet"]);
  expect(code, stderr).toBe(1);
  const whole = essence(await readFile(join(space.path, "remotest-report/results.json"), "utf8"));
  expect(whole.runs).toHaveLength(runs);
  const notPassed = whole.runs.filter(({ verdict }) => verdict.kind !== "passed");
  expect(notPassed).toMatchObject([{ name: "shop fail-3", verdict: { kind: "failed" } }]);
  return whole;
}
