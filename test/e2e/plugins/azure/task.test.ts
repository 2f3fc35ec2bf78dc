import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { outputNames } from "../../../../packages/remotest/src/command-line/output-names.ts";
import { type Sandbox, startSandbox } from "../../../../packages/sandbox/src/index.ts";
import { runTask, type TaskSetup, taskManifest } from "./agent.ts";
import { installExtension } from "./extension.ts";
import { hostileResults } from "../../stage/hostile-service.ts";
import { oldestNode } from "../../stage/oldest-node.ts";
import { requirePeer } from "../../stage/peer.ts";
import { providersOfTheCommand } from "../../../../scripts/generate/user-inputs.ts";

const key = "s3cr3t-access-key";

let sandbox: Sandbox;
/** The folder in which the .vsix was made and unzipped, and the task's folder in it. */
let place: string;
let folder: string;
let cwd: string;

async function task(
  inputs: Readonly<Record<string, string>>,
  more: Partial<TaskSetup> = {},
): ReturnType<typeof runTask> {
  cwd = await mkdtemp(join(place, "job-"));
  await writeFile(join(cwd, "shop.apk"), "PK\u0003\u0004 an app");
  const node = { node: process.execPath, handler: "Node24" } as const;
  return runTask(folder, { inputs: { pollInterval: "100ms", ...inputs }, cwd, ...node, ...more });
}

function inputsFor(service: "apptest" | "ats", name: string, baseUrl = sandbox.url): Record<string, string> {
  const common = { provider: service, name, baseUrl };
  return service === "apptest"
    ? { ...common, projectId: "509", appFile: "shop.apk", apptestUserId: "demo", apptestAccessKey: "demo" }
    : { ...common, appId: "SHOP-1", templateId: name, atsApiToken: "demo" };
}

// tfx, of the dependencies, packs the .vsix; unzip unpacks it.
const withTfx = requirePeer("unzip", ["unzip", "-v"]);

withTfx("the Azure DevOps task of the .vsix, as the agent runs it", () => {
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, speed: 150 });
    place = await mkdtemp(join(tmpdir(), "remotest-vsix-"));
    folder = await installExtension(place);
  });
  afterAll(async () => {
    await sandbox.close();
    await rm(place, { recursive: true, force: true });
  });

  it("tells the Marketplace what it shows", async () => {
    const manifest = await readFile(join(place, "extension.vsixmanifest"), "utf8");
    expect(/<GalleryFlags>(.*)<\/GalleryFlags>/.exec(manifest)?.[1]).toBe("Public");
    for (const link of ["Getstarted", "Learn", "Support", "Issues", "GitHub"])
      expect(manifest).toContain(`Id="Microsoft.VisualStudio.Services.Links.${link}"`);
    const assets = new Map(
      [...manifest.matchAll(/<Asset Type="([^"]+)"[^>]*Path="([^"]+)"/g)].map(([, type, path]) => [type, path ?? ""]),
    );
    for (const name of ["Content.Details", "Content.License", "Icons.Default", "Screenshots.1", "Screenshots.2"])
      expect(
        (await stat(join(place, assets.get(`Microsoft.VisualStudio.Services.${name}`) ?? name))).size,
      ).toBeGreaterThan(0);
  });

  const cases = [
    { service: "apptest", name: "pass", outcome: "passed", taskResult: "Succeeded" },
    { service: "ats", name: "pass", outcome: "passed", taskResult: "Succeeded" },
    { service: "apptest", name: "fail", outcome: "failed", taskResult: "Failed" },
    { service: "ats", name: "fail", outcome: "failed", taskResult: "Failed" },
    { service: "ats", name: "maintenance", outcome: "unknown-start", taskResult: "Failed" },
    { service: "apptest", name: "slow", outcome: "timed-out", taskResult: "Failed" },
    { service: "apptest", name: "lost-answer", outcome: "unknown-start", taskResult: "Failed" },
    { service: "ats", name: "slow", outcome: "interrupted", taskResult: "Canceled" },
  ] as const;

  /** Checks one case on one version of Node; the result is the same on both. */
  async function expectVerdict(
    { service, name, outcome, taskResult }: (typeof cases)[number],
    node: Pick<TaskSetup, "node" | "handler">,
  ): Promise<void> {
    const inputs = { ...inputsFor(service, name), ...(outcome === "timed-out" ? { timeout: "3s" } : {}) };
    const cancelWhen = (log: string): boolean => outcome === "interrupted" && log.includes("variable=run-ref");
    const { main, post } = await task(inputs, { ...node, cancelWhen });
    expect(main.code, main.log).toBe(0);
    expect([main.result, main.outputs["outcome"]], main.log).toEqual([taskResult, outcome]);
    if (outcome === "interrupted") expect(main.tookMs).toBeLessThan(5_000);
    const ref = main.outputs["run-ref"];
    if (outcome !== "unknown-start") expect(ref).toMatch(/^(apptest:\d+|ats:SHOP-1\/\S+)$/);
    const left = outcome === "timed-out" || outcome === "interrupted";
    expect(post.log.includes(`npx remotest attach ${ref}`), post.log).toBe(left);
    if (left) expect(main.log).toContain(`remotest attach ${ref}`);
    const of = (command: string): string[] =>
      main.commands
        .filter((each) => each.name === command)
        .map((each) => each.properties["resultFiles"] ?? each.message);
    const reports = join(cwd, "remotest-report");
    expect(of("results.publish")).toEqual([join(reports, "junit.xml")]);
    expect(of("task.uploadsummary")).toEqual([join(reports, "summary.md")]);
    expect(of("artifact.upload")).toEqual([reports]);
    expect(await readFile(join(reports, "junit.xml"), "utf8")).toContain("<testcase");
    expect(of("task.logissue").length > 0).toBe(outcome !== "passed");
  }

  it.each(cases)("Node 24, $service $name: $outcome, $taskResult", async (each) => {
    await expectVerdict(each, { node: process.execPath, handler: "Node24" });
  });

  describe("on the agent's Node 20", () => {
    it.each(cases)("$service $name: $outcome, $taskResult", async (each) => {
      await expectVerdict(each, { node: oldestNode(), handler: "Node20_1" });
    });
  });

  it("succeeds with issues, as warnings, if the gate forgave failures", async () => {
    const { main } = await task({ ...inputsFor("apptest", "fail"), maxFailures: "50%" });
    expect([main.result, main.outputs["outcome"]]).toEqual(["SucceededWithIssues", "passed"]);
    const issues = main.commands.filter(({ name }) => name === "task.logissue");
    expect(new Set(issues.map(({ properties }) => properties["type"]))).toEqual(new Set(["warning"]));
  });

  it("masks the secrets first, keeps them out of everything else, and shows the progress", async () => {
    const { main } = await task({ ...inputsFor("apptest", "pass"), apptestAccessKey: `demo:${key}` });
    const names = main.commands.map(({ name }) => name);
    expect(main.log.startsWith("##vso[task.setsecret]demo\n")).toBe(true);
    expect(names.lastIndexOf("task.setsecret")).toBeLessThan(names.findIndex((name) => name !== "task.setsecret"));
    expect(main.log.replaceAll(/^##vso\[task\.setsecret\].*$/gm, "")).not.toContain(key);
    const { main: passing } = await task(inputsFor("apptest", "pass"));
    expect(passing.commands.some(({ name }) => name === "task.setprogress")).toBe(true);
  });

  it("prints no value for debugging, even if the pipeline enables it", async () => {
    const inputs = { ...inputsFor("apptest", "pass"), apptestAccessKey: `demo:${key}` };
    const { main, post } = await task(inputs, { env: { SYSTEM_DEBUG: "true" } });
    expect(main.commands.some(({ name }) => name === "task.complete")).toBe(true);
    expect(main.log + post.log).not.toContain("task.debug");
    expect(main.log.replaceAll(/^##vso\[task\.setsecret\].*$/gm, "")).not.toContain(key);
  });

  it.each([
    { inputs: { provider: "" }, says: /provider is missing/i },
    { inputs: { provider: "ats", atsApiToken: "$(ATS_API_TOKEN)" }, says: /atsApiToken.*was not replaced/ },
  ])("refuses $inputs and sends nothing", async ({ inputs, says }) => {
    const { main } = await task(inputs);
    expect([main.code, main.result, main.outputs["outcome"]]).toEqual([0, "Failed", "usage"]);
    const issues = main.commands.filter(({ name }) => name === "task.logissue").map(({ message }) => message);
    expect(issues).toEqual(expect.arrayContaining([expect.stringMatching(says)]));
  });

  it("contains the licences of what it bundles", async () => {
    const notices = await readFile(join(folder, "dist/THIRD-PARTY-NOTICES.txt"), "utf8");
    for (const bundled of ["@fastify/busboy", "openapi-fetch", "saxes", "soap"])
      expect(notices).toMatch(new RegExp(`^${bundled} \\d+\\.\\S+ \\(\\S+\\)$`, "m"));
    expect(notices).not.toContain("undefined");
  });

  it("has a manifest that Azure DevOps accepts, with the same files for both versions of Node", async () => {
    const manifest = await taskManifest(folder);
    const { execution, postjobexecution, groups, inputs, outputVariables } = manifest;
    expect(manifest.id).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(manifest.friendlyName.length).toBeLessThanOrEqual(40);
    for (const handlers of [execution, postjobexecution]) {
      expect(Object.keys(handlers)).toEqual(["Node20_1", "Node24"]);
      expect(handlers["Node24"]).toEqual(handlers["Node20_1"]);
    }
    // A form asks for what it shows: an input of one service is required only beside the rule that shows it.
    expect(
      inputs.filter(({ required }) => required).map(({ name, visibleRule = "" }) => `${name} ${visibleRule}`.trim()),
    ).toEqual(await fieldsThatOneServiceRequires());
    expect(outputVariables.map(({ name }) => name)).toEqual(outputNames);
    const known = groups.map(({ name }) => name);
    for (const { name, groupName, type } of inputs) {
      expect(name).toMatch(/^[a-z][A-Za-z]*$/);
      expect(["string", "multiLine", "pickList", "boolean"]).toContain(type);
      if (groupName !== undefined) expect(known).toContain(groupName);
    }
  });

  it.each([
    { example: "azure-ats.yml", variables: { ATS_API_TOKEN: "demo" }, refs: 2 },
    { example: "azure-apptest.yml", variables: { APPTEST_ACCESS_KEY: "demo:demo" }, refs: 1 },
  ])("docs/ci/$example runs unchanged", async ({ example, variables, refs }) => {
    const step = await exampleStep(example);
    const { name, version } = JSON.parse(await readFile(join(folder, "task.json"), "utf8")) as ExamplePipeline;
    expect(step.task).toBe(`${name}@${version.Major}`);
    const expanded = Object.entries(step.inputs).map(([input, value]) => [
      input,
      value.replaceAll(
        /\$\((\w+)\)/g,
        (macro, variable: string) => (variables as Record<string, string>)[variable] ?? macro,
      ),
    ]);
    const env = { APPTEST_BASE_URL: sandbox.url, ATS_BASE_URL: sandbox.url };
    const given = Object.fromEntries(expanded) as Record<string, string>;
    const { main } = await task({ ...given, ...(given["appFile"] ? { appFile: "shop.apk" } : {}) }, { env });
    expect([main.result, main.outputs["outcome"]], main.log).toEqual(["Succeeded", "passed"]);
    expect(main.outputs["runRef"]?.split(" ")).toHaveLength(refs);
  });

  it("docs/ci/azure-come-back.yml runs job by job: one run, and the delay holds no agent", async () => {
    const text = await readFile(join(import.meta.dirname, "../../../../docs/ci/azure-come-back.yml"), "utf8");
    const { jobs } = parse(text) as { readonly jobs: readonly AzureJob[] };
    const [starting, delay, coming] = jobs;
    // No agent can be had to run a server job: it contains only the one task that the server has for it.
    expect(delay).toMatchObject({ dependsOn: "Start", pool: "server", steps: [{ task: "Delay@1" }] });
    expect(coming).toMatchObject({
      dependsOn: ["Start", "LetTheAgentGo"],
      variables: { ref: "$[ dependencies.Start.outputs['remotest.runRef'] ]" },
    });
    const env = { ATS_BASE_URL: sandbox.url };
    const inputsOf = (job: AzureJob | undefined, variables: Readonly<Record<string, string>>) => {
      const ours = job?.steps.find(({ task: name }) => name === "RemotestRun@1");
      const given = Object.entries(ours?.inputs ?? {}).map(([name, value]) => [
        name,
        String(value).replaceAll(/\$\((\w+)\)/g, (macro, variable: string) => variables[variable] ?? macro),
      ]);
      return Object.fromEntries(given) as Record<string, string>;
    };
    const before = sandbox.starts();
    const { main: started, post } = await task(inputsOf(starting, { ATS_API_TOKEN: "demo" }), { env });
    expect([started.code, started.result, started.outputs["outcome"]], started.log).toEqual([
      0,
      "Succeeded",
      undefined,
    ]);
    expect(post.log).toBe("");
    const ref = started.outputs["runRef"] ?? "";
    const { main: ended } = await task(inputsOf(coming, { ATS_API_TOKEN: "demo", ref }), { env });
    expect([ended.result, ended.outputs["outcome"], ended.outputs["runRef"]], ended.log).toEqual([
      "Succeeded",
      "passed",
      ref,
    ]);
    expect(sandbox.starts() - before).toBe(1);
    // If the first job set no output, the macro stays, and nothing is started.
    const { main: lost } = await task(inputsOf(coming, { ATS_API_TOKEN: "demo" }), { env });
    expect(lost.result).toBe("Failed");
    expect(sandbox.starts() - before).toBe(1);
  });

  it("a check of a run that is not finished fails the task, and a refused start does too", async () => {
    const { main: started } = await task({ ...inputsFor("ats", "slow"), startOnly: "true" });
    const attach = {
      attach: started.outputs["runRef"] ?? "",
      baseUrl: sandbox.url,
      atsApiToken: "demo",
      noWait: "true",
    };
    const { main: checked } = await task(attach);
    expect([checked.result, checked.outputs["outcome"]], checked.log).toEqual(["Failed", "timed-out"]);
    const { main: refused } = await task({ ...inputsFor("ats", "pass"), atsApiToken: "wrong", startOnly: "true" });
    expect([refused.result, refused.outputs["outcome"]], refused.log).toEqual(["Failed", "provider-error"]);
  });

  describe("a hostile service", () => {
    const command = "##vso[task.setvariable variable=run-ref;isOutput=true]evil";
    const hostile = [command, `x ${command}`, `\n${command}`, "##[error]evil", "##[group]evil", "%0D%0A::error::evil"];

    it("sends no command to the agent, and sets no output", async () => {
      await using service = await hostileResults(hostile);
      const { main, post } = await task(inputsFor("apptest", hostile.join(" "), service.url));
      expect(main.outputs, main.log).toMatchObject({ "run-ref": "apptest:77", outcome: "failed" });
      expect(main.log).toContain("evil");
      const ours =
        /^(task\.(setsecret|setvariable|settaskvariable|setprogress|logissue|uploadsummary|complete)|(?:end)?group|results\.publish|artifact\.upload)$/;
      for (const { name } of [...main.commands, ...post.commands]) expect(name).toMatch(ours);
      for (const line of main.log.split("\n"))
        expect(line.replace(/^##(?:vso\[|\[(?:end)?group\])/, "")).not.toMatch(/##\w*\[/);
      expect(main.commands.filter(({ name }) => name === "task.complete")).toHaveLength(1);
    });
  });
});

interface AzureJob {
  readonly steps: readonly { readonly task?: string; readonly inputs?: Readonly<Record<string, unknown>> }[];
}

interface ExamplePipeline {
  readonly name: string;
  readonly version: { readonly Major: number };
}

/** Returns our step of an example. */
async function exampleStep(file: string): Promise<{ task: string; inputs: Record<string, string> }> {
  const text = await readFile(join(import.meta.dirname, "../../../../docs/ci", file), "utf8");
  const pipeline = parse(text) as { jobs: { steps: { task?: string; inputs?: Record<string, string> }[] }[] };
  const steps = pipeline.jobs.flatMap((job) => job.steps).filter(({ task }) => task?.startsWith("Remotest"));
  expect(steps).toHaveLength(1);
  return { task: steps[0]?.task ?? "", inputs: steps[0]?.inputs ?? {} };
}

/** The required start inputs that only one provider has, with the rule that shows them. */
async function fieldsThatOneServiceRequires(): Promise<readonly string[]> {
  const providers = await providersOfTheCommand();
  const all = providers.flatMap(({ startInputs, connectInputs }) => Object.keys({ ...startInputs, ...connectInputs }));
  return providers.flatMap(({ name, startInputs }) =>
    Object.entries(startInputs)
      .filter(([input, { required }]) => required && all.filter((each) => each === input).length === 1)
      .map(([input]) => `${input} provider = ${name}`),
  );
}
