import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { type Sandbox, startSandbox } from "../../../../packages/sandbox/src/index.ts";
import { exampleActions } from "../../../../scripts/generate/examples/examples.ts";
import { buildPackage } from "../../stage/build-package.ts";
import { requirePeer } from "../../stage/peer.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../../..");
const act = process.env["ACT"] ?? "act";

/** The actions that the examples use: ours as it ships, and replacements for those that need GitHub itself. */
const versions = await exampleActions();
const standIns = ["actions/cache", "actions/upload-artifact"].map((name) => `${name}@${versions.get(name)}`);
const standIn = `
name: Stand-in
description: Does nothing, where the real one needs GitHub.
inputs: { name: { description: "" }, path: { description: "" }, key: { description: "" }, restore-keys: { description: "" } }
runs: { using: composite, steps: [{ run: "true", shell: bash }] }
`;

requirePeer("act", [act, "--version"])("the example workflows, as act runs them", () => {
  let sandbox: Sandbox;
  let place: string;

  beforeAll(async () => {
    await buildPackage("github-action");
    sandbox = await startSandbox({ port: 0, speed: 150 });
    place = await mkdtemp(join(tmpdir(), "remotest-act-"));
    const ours = join(place, "github-action");
    for (const part of ["action.yml", "dist"])
      await cp(join(root, "packages/github-action", part), join(ours, part), { recursive: true });
    for (const folder of [".", "restore", "save"]) {
      await mkdir(join(place, "stand-in", folder), { recursive: true });
      await writeFile(join(place, "stand-in", folder, "action.yml"), standIn);
    }
  });
  afterAll(async () => {
    await sandbox.close();
    await rm(place, { recursive: true, force: true });
  });

  /** Pushes a commit with this subject to a repository that has the example as its workflow. */
  async function push(example: string, subject: string): Promise<{ readonly code: number; readonly log: string }> {
    const repository = await mkdtemp(join(place, "shop-"));
    const workflow = join(".github/workflows", example);
    await mkdir(dirname(join(repository, workflow)), { recursive: true });
    await cp(join(root, "docs/ci", example), join(repository, workflow));
    const git = (...args: string[]): Promise<unknown> => run("git", args, { cwd: repository });
    await git("init", "-q", "-b", "main");
    await git("remote", "add", "origin", "https://github.com/octo/shop");
    await git("add", ".");
    await git("-c", "user.name=Octo", "-c", "user.email=octo@example.com", "commit", "-q", "-m", subject);
    const local = [
      `remotest/github-action@v1=${join(place, "github-action")}`,
      ...standIns.map((action) => `${action}=${join(place, "stand-in")}`),
    ].flatMap((each) => ["--local-repository", each]);
    const env = { APPTEST_BASE_URL: sandbox.url, ATS_BASE_URL: sandbox.url, REMOTEST_POLL_INTERVAL: "100ms" };
    const secrets = ["-s", "ATS_API_TOKEN=demo", "-s", "APPTEST_ACCESS_KEY=demo:demo"];
    const variables = ["ATS_APP_ID=SHOP-1", `ATS_TEMPLATE_ID=${subject}`, "APPTEST_PROJECT_ID=509"];
    const given = [
      "push",
      "-W",
      workflow,
      "-P",
      "ubuntu-latest=-self-hosted",
      ...local,
      ...secrets,
      ...variables.flatMap((each) => ["--var", each]),
      ...Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    ];
    // A separate cache for act, so that runs do not share one.
    const own = { ...process.env, XDG_CACHE_HOME: `${repository}-cache`, NO_COLOR: "1" };
    try {
      const { stdout, stderr } = await run(act, given, { cwd: repository, env: own });
      return { code: 0, log: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, log: stdout + stderr };
    }
  }

  it.each([
    { example: "github-ats.yml", subject: "pass", succeeds: true, said: "ended as passed with 0 failed" },
    { example: "github-ats.yml", subject: "fail", succeeds: false, said: "ended as failed with 1 failed" },
    { example: "github-ats.yml", subject: "maintenance", succeeds: false, said: "ended as unknown-start" },
    { example: "github-apptest.yml", subject: "pass", succeeds: true, said: "ended as passed with 0 failed" },
    { example: "github-apptest.yml", subject: "fail", succeeds: false, said: "ended as failed with 1 failed" },
  ])("$example, $subject: $said", async ({ example, subject, succeeds, said }) => {
    const { code, log } = await push(example, subject);
    expect(code === 0, log).toBe(succeeds);
    expect(log).toMatch(new RegExp(`The run (apptest|ats):\\S+ ${said}|The run {2}${said}`));
    expect(log).toContain("Post remotest/github-action@v1");
    expect(log).toMatch(succeeds ? /Summary - ## ✅ Passed/ : /Summary - ## ❌/);
  });

  it.each(["github-ats.yml", "github-apptest.yml"])("%s sets only inputs of the action", async (example) => {
    const action = parse(await readFile(join(root, "packages/github-action/action.yml"), "utf8")) as Inputs;
    const workflow = parse(await readFile(join(root, "docs/ci", example), "utf8")) as Workflow;
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
    const ours = steps.filter(({ uses }) => uses === "remotest/github-action@v1");
    expect(ours).toHaveLength(1);
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(ours[0]?.with ?? {})));
    // Otherwise a service's text would be part of the script.
    for (const step of steps) expect(step.run ?? "").not.toContain("${{");
  });
});

interface Inputs {
  readonly inputs: Readonly<Record<string, unknown>>;
}
interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { uses?: string; run?: string; with?: Record<string, unknown> }[] }>
  >;
}
