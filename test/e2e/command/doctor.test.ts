import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, services, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { publishedSchema } from "../../../scripts/check/published-schemas.ts";
import type { Doctor } from "../stage/doctor.ts";
import { openWorkspace, startArgs, type Workspace } from "../stage/workspace.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterAll(() => sandbox.close());

const starts = Object.keys(services).map((service) => ({ service, args: startArgs(service, "pass") }));

describe.concurrent("doctor finds nothing wrong", () => {
  it.each(starts)("with a good account of $service and good options; starts and writes nothing", async (start) => {
    const { service, args } = start;
    await using space = await openWorkspace(sandbox.url);
    const before = await readdir(space.path);
    const { code, stdout, stderr } = await space.remotest(["doctor", ...args, "--json"]);
    expect(code, stderr).toBe(0);
    const found = JSON.parse(stdout) as Doctor;
    expect(publishedSchema("json-output")(found)).toBeUndefined();
    expect(found.checks.filter(({ outcome }) => outcome !== "ok")).toEqual([]);
    const names = new Set(found.checks.map(({ check }) => check));
    for (const name of ["node", "configuration", "files", "credentials", "proxy", "certificates", "reachability"])
      expect(names).toContain(name);
    expect(found.checks.at(-1)).toMatchObject({ check: "account", provider: service, found: "accepted" });
    expect(sandbox.starts()).toBe(0);
    expect(await readdir(space.path)).toEqual(before);
  });

  it("of any provider for which a variable is set, if the line names none", async () => {
    await using space = await openWorkspace(sandbox.url);
    const { code, stderr } = await space.remotest(["doctor"]);
    expect(code, stderr).toBe(0);
    expect(stderr.match(/(?<=✓ account +account at ).*(?=: accepted)/g)).toEqual(
      Object.values(services).map(({ title }) => title),
    );
    const { stderr: alone } = await space.remotest(["doctor"], { env: noVariables(space) });
    expect(alone).toContain("no variable of a provider is set");
  });

  it("reports of yesterday stay, and only what is wrong is shown with --quiet", async () => {
    await using space = await openWorkspace(sandbox.url);
    await mkdir(join(space.path, "remotest-report"));
    await writeFile(join(space.path, "remotest-report/junit.xml"), "<testsuites/>");
    const { code, stderr } = await space.remotest(["doctor", "ats", "--quiet"]);
    expect(code).toBe(0);
    expect(stderr).toBe("✓ No problem was found. Nothing was started.\n");
    expect(await space.reports()).toEqual(["junit.xml"]);
  });

  it("with colours where they are shown, and without them if NO_COLOR is set", async () => {
    await using space = await openWorkspace(sandbox.url);
    const coloured = await space.remotest(["doctor", "ats"], { env: { FORCE_COLOR: "1" } });
    expect(coloured.stderr).toContain("\u001b[32m✓\u001b[39m");
    const plain = await space.remotest(["doctor", "ats"], { env: { FORCE_COLOR: "1", NO_COLOR: "1" } });
    expect(plain.stderr).not.toContain("\u001b");
  });

  it("in a plan file: each provider is asked once, and each run is checked", async () => {
    await using space = await openWorkspace(sandbox.url);
    await writeFile(join(space.path, "remotest.yaml"), planOf("shop.apk", "10m"));
    const { code, stderr } = await space.remotest(["doctor"]);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("✓ configuration  remotest.yaml: 3 runs on Mendix ATS, apptest.ai");
    expect(stderr.match(/✓ account/g)).toHaveLength(2);
    const { stderr: picked } = await space.remotest(["doctor", "--run", "app"]);
    expect(picked.match(/✓ account +account at .*/g)).toEqual(["✓ account        account at apptest.ai: accepted"]);
  });

  it("of your own provider", async () => {
    await using space = await openWorkspace(sandbox.url);
    const module = join(import.meta.dirname, "../../../docs/examples/my-provider");
    const { startService } = (await import(join(module, "service.js"))) as {
      startService: () => Promise<{ url: string; starts: () => number; close: () => Promise<void> }>;
    };
    const service = await startService();
    try {
      const env = { CHECKS_BASE_URL: service.url, CHECKS_TOKEN: "demo" };
      const good = await space.remotest(["doctor", join(module, "index.js")], { env });
      expect(good.code, good.stderr).toBe(0);
      expect(good.stderr).toContain("account at Checks: accepted");
      const bad = await space.remotest(["doctor", join(module, "index.js")], {
        env: { ...env, CHECKS_TOKEN: "other" },
      });
      expect(bad.code).toBe(2);
      expect(bad.stderr).toContain("The service refused CHECKS_TOKEN");
      expect(service.starts()).toBe(0);
    } finally {
      await service.close();
    }
  });
});

function noVariables({ env }: Workspace): Record<string, string> {
  return Object.fromEntries(Object.keys(env).map((name) => [name, ""]));
}

function planOf(app: string, timeout: string): string {
  return `version: 1
runs:
  - name: shop \${matrix.template}
    provider: ats
    with: { appId: SHOP-1, templateId: "\${matrix.template}" }
    matrix: { template: [pass-1, pass-2] }
    timeout: ${timeout}
  - { name: app, provider: apptest, with: { projectId: 509, appFile: ${app} } }
`;
}

it("doctor names the run of a plan file that lacks one of several inputs, and no file that is there", async () => {
  await using space = await openWorkspace(sandbox.url);
  const plan = `version: 1
runs:
  - name: phone
    provider: browserstack
    with: { framework: espresso, device: [Pixel-9], appFile: shop.apk }
  - { name: key, provider: mta, with: { applicationInstance: ["19"], suite: "1", case: "2" } }
`;
  await writeFile(join(space.path, "remotest.yaml"), plan);
  const { code, stdout, stderr } = await space.remotest(["doctor", "--json"]);
  expect(code, stderr).toBe(2);
  const { checks } = JSON.parse(stdout) as Doctor;
  const problems = checks.filter(({ outcome }) => outcome === "problem");
  expect(problems.map(({ found, next }) => [found, next])).toEqual([
    [
      expect.stringMatching(/^remotest\.yaml:3:5: testSuiteFile .*: one of them is missing/),
      "Fix it in the plan file.",
    ],
    [expect.stringMatching(/^remotest\.yaml:6:\d+: suite, .*: case: only one of them/), "Fix it in the plan file."],
  ]);
});

it("doctor names each mistake of a plan file with its place, and what is wrong with a run of it", async () => {
  await using space = await openWorkspace(sandbox.url);
  await writeFile(join(space.path, "remotest.yaml"), planOf("other.apk", "45"));
  const env = { ATS_TEMPLATE_ID: "T", APPTEST_ACCESS_KEY: "" };
  const { code, stdout, stderr } = await space.remotest(["doctor", "--json"], { env });
  expect(code, stderr).toBe(2);
  const { checks } = JSON.parse(stdout) as Doctor;
  const problems = checks.filter(({ outcome }) => outcome === "problem");
  expect(problems.map(({ check, provider, found }) => [check, provider, found])).toEqual([
    ["configuration", null, expect.stringMatching(/^remotest\.yaml:7:14: timeout: "45" must be a duration/)],
    ["configuration", null, expect.stringMatching(/^ATS_TEMPLATE_ID replaces templateId at remotest\.yaml:5:40/)],
    ["credentials", "apptest", expect.stringContaining("APPTEST_ACCESS_KEY")],
    ["files", "apptest", expect.stringMatching(/^remotest\.yaml:8:70: appFile: "other\.apk" does not exist/)],
  ]);
  expect(problems.map(({ next }) => next)).not.toContain(null);
});
