import { expect, test } from "vitest";
import { allProviders, loadProvider } from "../providers/load-provider.ts";
import type { PlanFile } from "./plan-run.ts";
import { readPlan } from "./read-plan.ts";

async function planOf(...runs: readonly string[]): Promise<PlanFile> {
  const items = runs.map((run) => `  - { provider: ats, with: { appId: SHOP, templateId: T }, ${run} }\n`);
  const known = await allProviders();
  return readPlan(`version: 1\nruns:\n${items.join("")}`, "remotest.yaml", { env: {}, known, load: loadProvider });
}

test.for([
  { given: "only blanks differ", names: ["name: pay", 'name: " pay "'], wanted: 'Two runs have the name "pay".' },
  { given: "only the end of a line differs", names: ["name: pay", 'name: "pay\\n"'], wanted: 'have the name "pay".' },
  { given: "one is empty", names: ["name: pay", 'name: ""'], wanted: "The run has no name" },
  { given: "one is blank", names: ["name: pay", 'name: " "'], wanted: "The run has no name" },
  { given: "one is missing", names: ["name: pay", "timeout: 5m"], wanted: "The run has no name" },
])("the names of runs must differ: $given", async ({ names, wanted }) => {
  const { problems } = await planOf(...names);
  expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining(wanted)]);
});

test("a single run needs no name", async () => {
  const { problems, runs } = await planOf('name: " "');
  expect([problems, runs[0]?.name]).toEqual([[], undefined]);
});

test("a key that is wrong in a thousand runs of a matrix is found once, in a moment", { timeout: 5_000 }, async () => {
  const values = Array.from({ length: 1_500 }, (_, index) => index);
  const wrong = Array.from({ length: 2_000 }, (_, index) => `wrong${index}: 1`);
  const { problems } = await planOf(`name: "x \${matrix.k}", matrix: { k: [${values.join()}] }, ${wrong.join()}`);
  expect(problems).toHaveLength(2_000);
});
