import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../../packages/sandbox/src/index.ts";
import { surroundings } from "../../stage/command.ts";
import { buildPackage } from "../../stage/build-package.ts";

const task = join(import.meta.dirname, "../../../../packages/azure-devops-task/dist/RemotestRun/dist/main.js");
const runner = join(import.meta.dirname, "../../stage/peers/azure-mock-runner.ts");

let sandbox: Sandbox;
let cwd: string;
beforeAll(async () => {
  await buildPackage("azure-devops-task");
  sandbox = await startSandbox({ port: 0, speed: 150 });
  cwd = await mkdtemp(join(tmpdir(), "remotest-mock-"));
});
afterAll(async () => {
  await sandbox.close();
  await rm(cwd, { recursive: true });
});

interface TaskRecord {
  readonly succeeded: boolean;
  readonly stderr: string;
  readonly commands: readonly { command: string; properties: Record<string, string>; message: string }[];
}

describe("the Azure DevOps task under the mock runner of the task library", () => {
  it.each([
    { template: "pass", succeeded: true, result: "Succeeded" },
    { template: "fail", succeeded: false, result: "Failed" },
    { template: "maintenance", succeeded: false, result: "Failed" },
  ])("$template: $result", async ({ template, succeeded, result }) => {
    const inputs = {
      provider: "ats",
      appId: "SHOP-1",
      templateId: template,
      name: "%0A50%; [x]\r",
      atsApiToken: "demo",
      baseUrl: sandbox.url,
      pollInterval: "100ms",
    };
    const env = Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    );
    const { stdout } = await promisify(execFile)(process.execPath, [runner, task], {
      cwd,
      env: { ...surroundings, HOME: cwd, ...env },
    });
    const seen = JSON.parse(stdout) as TaskRecord;
    expect(seen).toMatchObject({ succeeded, stderr: "" });
    expect(seen.commands.at(-1)).toMatchObject({ command: "task.complete", properties: { result } });
    // The library reads back what the task escapes; the reports remove the line end in the name.
    const issue = seen.commands.find(({ command }) => command === "task.logissue");
    if (template === "maintenance") expect(issue?.message).toMatch(/^%0A50%; \[x\]: unknown-start: /);
    const junit = seen.commands.find(({ command }) => command === "results.publish");
    expect(junit?.properties).toMatchObject({ type: "JUnit", resultFiles: join(cwd, "remotest-report/junit.xml") });
    const outcome = seen.commands.find(({ properties }) => properties["variable"] === "outcome");
    expect(outcome?.properties["isOutput"]).toBe("true");
  });
});
