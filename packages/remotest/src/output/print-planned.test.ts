import { expect, test } from "vitest";
import { allProviders, loadProvider } from "../providers/load-provider.ts";
import { readPlan } from "../plan-file/read-plan.ts";
import { redactedOwnText } from "../secrets/redacted-text.ts";
import { plannedDocument, plannedTable, shownRun } from "./print-planned.ts";

test("a secret that a variable put into the plan is not printed", async () => {
  const text = [
    "version: 1",
    "runs:",
    '  - name: "pay ${matrix.key}"',
    "    provider: ats",
    '    with: { appId: "${env.DEPLOY_TOKEN}", templateId: T }',
    '    matrix: { key: ["${env.DEPLOY_TOKEN}"] }',
  ].join("\n");
  const env = { DEPLOY_TOKEN: "s3cret-of-deploy" };
  const plan = await readPlan(text, "remotest.yaml", { env, known: await allProviders(), load: loadProvider });
  expect(plan.problems).toEqual([]);
  const runs = plan.runs.map((run) => shownRun(run, redactedOwnText([env.DEPLOY_TOKEN])));
  expect(plannedDocument(plan, runs)).toMatchObject({
    runs: [{ name: "pay ***", matrix: { key: "***" }, with: { appId: "***", templateId: "T" } }],
  });
  expect(plannedTable(runs)).toContain("pay ***  ats       appId=*** templateId=T");
});
