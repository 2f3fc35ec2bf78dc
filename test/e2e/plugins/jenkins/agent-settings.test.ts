import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../../../packages/sandbox/src/index.ts";
import { layOutMirrors } from "../../../../scripts/release/lay-out-mirrors.ts";
import { writeWorkspaces } from "../../stage/npm-workspaces.ts";
import { type OnePackageRegistry, serveCommand } from "../../stage/one-package-registry.ts";
import { type Agent, type BuildSetup, lastMessage, startAgent, step, stepsOf } from "./build.ts";
import { requireJenkinsEngine } from "./engine.ts";

const ats = "provider: 'ats', appId: 'SHOP-1', credentials: [ATS_API_TOKEN: 'ats-api-token']";

requireJenkinsEngine()("remotestRun on an agent with its own settings", () => {
  let registry: OnePackageRegistry;
  let sandbox: Sandbox;
  let checkout: string;
  let agent: Agent;
  beforeAll(async () => {
    registry = await serveCommand();
    sandbox = await startSandbox({ port: 0, speed: 100 });
    checkout = await mkdtemp(join(tmpdir(), "remotest-library-"));
    await layOutMirrors(checkout, ["jenkins-library"]);
  });
  afterAll(async () => {
    await sandbox.close();
    await registry[Symbol.asyncDispose]();
    await rm(checkout, { recursive: true, force: true });
  });
  beforeEach(async () => {
    agent = await startAgent();
  });
  afterEach(() => agent[Symbol.asyncDispose]());

  const setup = (jenkinsfile: string, { env }: Partial<Pick<BuildSetup, "env">> = {}): BuildSetup => ({
    jenkinsfile,
    library: join(checkout, "jenkins-library"),
    credentials: { "ats-api-token": "demo" },
    env: { ...registry.env, ATS_BASE_URL: sandbox.url, REMOTEST_POLL_INTERVAL: "100ms", ...env },
  });

  test("in a repository with npm workspaces, one run is started, in the directory of the step", async () => {
    await writeWorkspaces(agent.workspace);
    const before = sandbox.starts();
    const build = await agent.build(setup(step(`${ats}, templateId: 'pass'`)));
    expect(sandbox.starts() - before, build.log).toBe(1);
    expect(build, build.log).toMatchObject({ result: "SUCCESS" });
  });

  test("the command runs in sh, whatever npm is told to use", async () => {
    const shell = join(agent.workspace, "other-shell");
    await writeFile(shell, "#!/bin/sh\necho another shell\n", { mode: 0o755 });
    const env = { npm_config_script_shell: shell };
    const build = await agent.build(setup(step(`${ats}, templateId: 'pass'`), { env }));
    expect(build.log).not.toContain("another shell\n");
    expect(build, build.log).toMatchObject({ result: "SUCCESS" });
  });

  test.for(["one,two", "/tmp/remotest-jenkins-elsewhere"])(
    "reports that Jenkins cannot archive from %s are not lost silently",
    async (reportDir) => {
      const build = await agent.build(setup(step(`${ats}, templateId: 'pass', reportDir: '${reportDir}'`)));
      expect(build, build.log).toMatchObject({ result: "UNSTABLE" });
      expect(stepsOf(build, "unstable")).toMatchObject([
        { message: expect.stringMatching(/^Remotest: archiveArtifacts failed: No artifacts found/) as string },
      ]);
      await rm("/tmp/remotest-jenkins-elsewhere", { recursive: true, force: true });
    },
  );

  test("reports of an earlier build are not published if this one has not the credentials to begin", async () => {
    await mkdir(join(agent.workspace, "remotest-report"));
    await writeFile(join(agent.workspace, "remotest-report/junit.xml"), "<testsuites/>");
    const before = sandbox.starts();
    const build = await agent.build({ ...setup(step(`${ats}, templateId: 'pass'`)), credentials: {} });
    expect(build, build.log).toMatchObject({ result: "FAILURE" });
    expect(build.failure, build.log).toContain("Could not find credentials entry with ID 'ats-api-token'");
    expect(sandbox.starts()).toBe(before);
    for (const name of ["junit", "archiveArtifacts", "publishHTML"]) expect(stepsOf(build, name)).toEqual([]);
  });

  test("the outputs are known in every language of the controller", async () => {
    const controllerOptions = ["-Duser.language=tr", "-Duser.country=TR"];
    const build = await agent.build({ ...setup(step(`${ats}, templateId: 'fail'`)), controllerOptions });
    expect(lastMessage(build), build.log).toBe("outcome failed");
    expect(stepsOf(build, "unstable")).toMatchObject([
      { message: expect.stringMatching(/ failed: 1 failed and 0 broken of 5 tests$/) as string },
    ]);
  });

  test("runs with their own report directories have their own pages", async () => {
    const { called, log } = await agent.build(
      setup(`${step(`${ats}, templateId: 'pass'`)}\nremotestRun(${ats}, templateId: 'pass', reportDir: 'second')`),
    );
    const pages = called.filter((each) => each.step === "publishHTML").map((each) => each["reportName"]);
    expect(pages, log).toEqual(["Remote tests", "Remote tests: second"]);
  });
});
