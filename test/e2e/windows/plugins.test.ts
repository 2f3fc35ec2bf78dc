import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { runTask } from "../plugins/azure/agent.ts";
import { runAction } from "../plugins/github/runner.ts";
import { buildPackage } from "../stage/build-package.ts";
import { onWindows, windowsNode, windowsPath } from "../stage/windows.ts";

const packages = join(import.meta.dirname, "../../../packages");
let node: string;
let sandbox: Sandbox;
let jobs: string;

/** Makes the folder of a job, with an app. */
async function job(): Promise<string> {
  const cwd = await mkdtemp(join(jobs, "job-"));
  await writeFile(join(cwd, "shop.apk"), "PK\u0003\u0004 an app");
  return cwd;
}

const ends = [
  { template: "pass", code: 0, outcome: "passed", result: "Succeeded" },
  { template: "fail", code: 1, outcome: "failed", result: "Failed" },
] as const;

onWindows("the plugins on a Windows agent", () => {
  beforeAll(async () => {
    jobs = await mkdtemp(join(tmpdir(), "remotest-windows-"));
    [node, sandbox] = await Promise.all([windowsNode(), startSandbox({ port: 0, speed: 150 })]);
    await Promise.all(["azure-devops-task", "github-action"].map(buildPackage));
  });
  afterAll(async () => {
    await sandbox.close();
    await rm(jobs, { recursive: true });
  });

  it.concurrent.each(ends)("the Azure DevOps task: $outcome", async ({ template, outcome, result }) => {
    const cwd = await job();
    const service = { provider: "ats", appId: "SHOP-1", templateId: template, atsApiToken: "demo" };
    const inputs = { ...service, baseUrl: sandbox.url, pollInterval: "100ms", reportDir: "rep\\two" };
    const folder = join(packages, "azure-devops-task/dist/RemotestRun");
    const { main, post } = await runTask(folder, { inputs, cwd, node, handler: "Node20_1" });
    expect([main.code, main.result], main.log).toEqual([0, result]);
    expect(main.outputs).toMatchObject({ outcome, reportDir: `Z:${cwd}/rep/two` });
    // The agent takes its files where it runs, by its own paths.
    const published = main.commands.find(({ name }) => name === "results.publish");
    expect(published?.properties["resultFiles"]).toBe(windowsPath(join(cwd, "rep/two/junit.xml")));
    expect(main.commands.find(({ name }) => name === "artifact.upload")?.message).toBe(
      windowsPath(join(cwd, "rep/two")),
    );
    expect(await readFile(join(cwd, "rep/two/outputs.env"), "utf8")).toContain(`REMOTEST_OUTCOME=${outcome}\n`);
    expect(post.log).toBe("");
  });

  it.concurrent.each(ends)("the GitHub action: $outcome", async ({ template, code, outcome }) => {
    const cwd = await job();
    const service = {
      provider: "apptest",
      "project-id": "509",
      "apptest-user-id": "demo",
      "apptest-access-key": "demo",
    };
    const inputs = { ...service, name: template, "app-file": windowsPath(join(cwd, "shop.apk")) };
    const given = { ...inputs, "base-url": sandbox.url, "poll-interval": "100ms", "report-dir": ".\\rep\\two" };
    const { main, post } = await runAction(join(packages, "github-action"), { with: given, cwd, node });
    expect(main.code, main.log).toBe(code);
    expect(main.outputs).toMatchObject({ outcome, "report-dir": `Z:${cwd}/rep/two` });
    expect(main.summary).toBe(await readFile(join(cwd, "rep/two/summary.md"), "utf8"));
    const junit = await readFile(join(cwd, "rep/two/junit.xml"), "utf8");
    if (code === 1) expect(junit).toContain("[[ATTACHMENT|rep/two/provider/result.xml]]");
    expect(post).toMatchObject({ code: 0, log: "" });
  });
});
