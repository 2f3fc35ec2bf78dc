// `remotest init` in an empty repository of each CI system; then the pipeline that it wrote, run by that system's engine.
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { layOutMirrors } from "../../../scripts/release/lay-out-mirrors.ts";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { buildPackage } from "../stage/build-package.ts";
import { remotest } from "../stage/command.ts";
import { type OnePackageRegistry, serveCommand } from "../stage/one-package-registry.ts";
import { requirePeer } from "../stage/peer.ts";
import { root } from "../stage/documents.ts";
import { runTask } from "./azure/agent.ts";
import { act, openAct } from "./github/act.ts";
import { startAgent } from "./jenkins/build.ts";
import { requireJenkinsEngine } from "./jenkins/engine.ts";
import { type ReleasedComponent, openReleasedComponent } from "./gitlab/released-component.ts";
import { userProject } from "./gitlab/pipeline.ts";

let sandbox: Sandbox;
let place: string;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, speed: 150 });
  place = await mkdtemp(join(tmpdir(), "remotest-init-"));
});
afterAll(async () => {
  await sandbox.close();
  await rm(place, { recursive: true, force: true });
});

/** Writes the files for a plan of two runs. Without a terminal, nothing is asked. */
async function init(ci: string, cwd: string): Promise<void> {
  await mkdir(join(cwd, ".git"), { recursive: true });
  const templates = ["pass-1", "pass-2"].flatMap((template) => ["--template-id", template]);
  const ended = await remotest(["init", "ats", "--ci", ci, "--app-id", "SHOP-1", ...templates], { cwd });
  expect(ended, ended.stderr).toMatchObject({ code: 0, stdout: "" });
  expect(ended.stderr).toMatch(/Next steps[^]*ATS_API_TOKEN[^]*doctor ats[^]*plan/);
}

const env = (): Record<string, string> => ({ ATS_BASE_URL: sandbox.url, REMOTEST_POLL_INTERVAL: "100ms" });

requirePeer("act", [act, "--version"])("the workflow of init, as act runs it", () => {
  it("is green", async () => {
    const push = await openAct(await mkdtemp(join(place, "act-")));
    const before = sandbox.starts();
    const { code, log } = await push("remotest.yml", {
      subject: "init",
      prepare: (repository) => init("github", repository),
      env: env(),
      secrets: { ATS_API_TOKEN: "demo" },
    });
    expect(code, log).toBe(0);
    expect(sandbox.starts() - before).toBe(2);
    expect(log).toMatch(/Summary - ## ✅ Passed/);
  });
});

requirePeer("rsync", ["rsync", "--version"])("the pipeline of init, as gitlab-ci-local runs it", () => {
  let released: ReleasedComponent;
  beforeAll(async () => void (released = await openReleasedComponent()));
  afterAll(() => released[Symbol.asyncDispose]());

  it("is green", async () => {
    const { registry, component } = released;
    const env = { ...registry.env, ...component.env };
    await using shop = await userProject("# Replaced.\n", env, async (folder) => {
      await rm(join(folder, ".gitlab-ci.yml"));
      await init("gitlab", folder);
    });
    const before = released.sandbox.starts();
    const { code, log } = await shop.pipeline(released.settings("ats"));
    expect(code, log).toBe(0);
    expect(released.sandbox.starts() - before).toBe(2);
    expect(log).toMatch(/ PASS {2}remotest/);
  });
});

requireJenkinsEngine()("the Jenkinsfile of init, in the engine of Jenkins", () => {
  let registry: OnePackageRegistry;
  beforeAll(async () => void (registry = await serveCommand()));
  afterAll(() => registry[Symbol.asyncDispose]());

  it("is green", async () => {
    const library = await mkdtemp(join(place, "library-"));
    await layOutMirrors(library, ["jenkins-library"]);
    await using agent = await startAgent();
    await init("jenkins", agent.workspace);
    const before = sandbox.starts();
    const build = await agent.build({
      jenkinsfile: await readFile(join(agent.workspace, "Jenkinsfile"), "utf8"),
      library: join(library, "jenkins-library"),
      credentials: { "ats-api-token": "demo" },
      env: { ...registry.env, ...env() },
    });
    expect(build, build.log).toMatchObject({ result: "SUCCESS" });
    expect(sandbox.starts() - before).toBe(2);
  });
});

describe("the pipeline of init, its task as the agent of Azure runs it", () => {
  it("is green", async () => {
    await buildPackage("azure-devops-task");
    const cwd = await mkdtemp(join(place, "azure-"));
    await init("azure", cwd);
    const { jobs } = parse(await readFile(join(cwd, "azure-pipelines.yml"), "utf8")) as AzurePipeline;
    const [step] = jobs.flatMap(({ steps }) => steps);
    expect(step?.task).toBe("RemotestRun@1");
    // The agent replaces the macro of a secret variable.
    const inputs = Object.entries(step?.inputs ?? {}).map(([name, value]) => [
      name,
      value.replace("$(ATS_API_TOKEN)", "demo"),
    ]);
    const before = sandbox.starts();
    const { main } = await runTask(join(root, "packages/azure-devops-task/dist/RemotestRun"), {
      inputs: Object.fromEntries(inputs) as Record<string, string>,
      cwd,
      node: process.execPath,
      handler: "Node24",
      env: env(),
    });
    expect([main.code, main.result], main.log).toEqual([0, "Succeeded"]);
    expect(main.outputs["total"]).toBe("10");
    expect(sandbox.starts() - before).toBe(2);
  });
});

interface AzurePipeline {
  readonly jobs: readonly {
    readonly steps: readonly { readonly task: string; readonly inputs: Readonly<Record<string, string>> }[];
  }[];
}
