import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runTask } from "./azure/agent.ts";
import { pluginStage } from "../stage/plugin-stage.ts";
import { runAction } from "./github/runner.ts";

const packages = join(import.meta.dirname, "../../../packages");
const stage = pluginStage();

async function job(until: string): Promise<string> {
  const cwd = await stage.jobDir();
  await writeFile(join(cwd, "quarantine.yaml"), `- {case: "주문하기 *", reason: SHOP-12, until: ${until}}\n`);
  return cwd;
}

describe.each([
  { what: "an entry that applies", until: "2999-12-31", passes: true },
  { what: "an entry that has expired", until: "2020-12-31", passes: false },
])("a plugin's quarantine file, with $what", ({ until, passes }) => {
  it(`GitHub: the step ${passes ? "passes, with a warning" : "fails, with an error"} beside the test`, async () => {
    const inputs = { provider: "ats", "app-id": "SHOP-1", "template-id": "fail", "ats-api-token": "demo" };
    const more = { "base-url": stage.sandbox.url, "poll-interval": "100ms", quarantine: "quarantine.yaml" };
    const { main } = await runAction(join(packages, "github-action"), {
      with: { ...inputs, ...more },
      cwd: await job(until),
    });
    expect(main.code, main.log).toBe(passes ? 0 : 1);
    expect(main.outputs).toMatchObject({ outcome: passes ? "passed" : "failed", failed: "1" });
    const remarks = main.commands.filter(({ message }) => message.includes("못 찾음"));
    expect(remarks.map(({ name }) => name)).toEqual([passes ? "warning" : "error"]);
    expect(main.summary).toMatch(passes ? /Passed, 1 forgiven/ : /expired on 2020/);
  });

  it(`Azure DevOps: the task ${passes ? "succeeds with issues" : "fails"}`, async () => {
    const inputs = {
      provider: "ats",
      appId: "SHOP-1",
      templateId: "fail",
      atsApiToken: "demo",
      baseUrl: stage.sandbox.url,
    };
    const { main } = await runTask(join(packages, "azure-devops-task/dist/RemotestRun"), {
      inputs: { ...inputs, pollInterval: "100ms", quarantine: "quarantine.yaml" },
      cwd: await job(until),
      node: process.execPath,
      handler: "Node24",
    });
    expect(main.result, main.log).toBe(passes ? "SucceededWithIssues" : "Failed");
  });
});
