import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSandbox } from "../../../packages/sandbox/src/index.ts";
import { buildPackage } from "../stage/build-package.ts";
import { until } from "../stage/command.ts";
import { runAction } from "../plugins/github/runner.ts";
import { requirePeer } from "../stage/peer.ts";

const root = join(import.meta.dirname, "../../..");
const run = promisify(execFile);
const layOut = (repository: string, args: readonly string[], env = {}): Promise<{ stdout: string }> =>
  run(process.execPath, [join(repository, "scripts/release/lay-out-mirrors.ts"), ...args], {
    env: { ...process.env, ...env },
  });

let place: string;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "remotest-mirrors-"));
});
afterAll(() => rm(place, { recursive: true, force: true }));

// The GitLab and the Jenkins mirror are run in the tests of their plugins.
function describesMirrors(folder: () => string): void {
  test.for([
    ["gitlab-component", [".gitlab-ci.yml", "LICENSE", "README.md", "templates"]],
    ["jenkins-library", ["LICENSE", "README.md", "src", "vars"]],
    ["github-action", ["LICENSE", "README.md", "action.yml", "dist"]],
  ] as const)("%s has at its top what its CI system requires", async ([name, wanted]) => {
    expect((await readdir(join(folder(), name))).toSorted()).toEqual(wanted);
  });

  test("the GitHub action contains the licences of what it bundles", async () => {
    const notices = await readFile(join(folder(), "github-action/dist/THIRD-PARTY-NOTICES.txt"), "utf8");
    for (const bundled of ["@fastify/busboy", "openapi-fetch", "saxes", "soap"])
      expect(notices).toMatch(new RegExp(`^${bundled} \\d+\\.\\S+ \\(\\S+\\)$`, "m"));
    expect(notices).not.toContain("undefined");
  });

  test.for([
    ["pass", 0, "passed"],
    ["fail", 1, "failed"],
  ] as const)("the GitHub action runs from its mirror: %s", async ([scenario, code, outcome]) => {
    await using sandbox = disposable(await startSandbox({ port: 0, speed: 150 }));
    const inputs = { provider: "ats", "app-id": "SHOP-1", "template-id": scenario, "ats-api-token": "demo" };
    const { main } = await runAction(join(folder(), "github-action"), {
      cwd: await mkdtemp(join(place, "job-")),
      with: { ...inputs, "base-url": sandbox.url, "poll-interval": "100ms" },
    });
    expect(main.code, main.log).toBe(code);
    expect(main.outputs).toMatchObject({ outcome, total: "5" });
  });
}

describe("the mirror repositories, as the script lays them out from the working tree", () => {
  const folder = (): string => join(place, "mirrors");
  beforeAll(async () => {
    await buildPackage("github-action");
    await layOut(root, [folder()]);
  });
  describesMirrors(folder);

  test.for([
    ["no folder", [], "The folder is missing"],
    ["an unknown mirror", ["none", "bamboo-plugin"], "bamboo-plugin is not a mirror"],
    ["an unknown tag", ["--tag", "v0.0.0-none", "none"], "The tag v0.0.0-none does not exist"],
  ] as const)("%s: nothing is laid out", async ([, args, message]) => {
    const given = args.map((arg) => (arg === "none" ? join(place, "none") : arg));
    await expect(layOut(root, given)).rejects.toThrow(message);
    expect(await readdir(place)).not.toContain("none");
  });
});

requirePeer("a git repository", ["git", "-C", root, "rev-parse", "HEAD"])("the mirrors of a tag", () => {
  const folder = (): string => join(place, "tagged");
  let clone: string;
  const git = (...args: readonly string[]): Promise<{ stdout: string }> =>
    run("git", ["-C", clone, "-c", "user.name=A", "-c", "user.email=a@example.com", ...args]);
  const inClone = (path: string): string => join(clone, "packages", path);
  let scratch: string;
  beforeAll(async () => {
    clone = join(place, "clone");
    scratch = join(place, "scratch");
    await mkdir(scratch);
    await run("git", ["clone", "--quiet", root, clone]);
    await git("tag", "v9.9.9");
    for (const file of ["github-action/README.md", "jenkins-library/vars/remotestRun.txt", "github-action/src/main.ts"])
      await appendFile(inClone(file), "// later\n");
    await git("commit", "--quiet", "--all", "--message", "Later");
    await appendFile(inClone("gitlab-component/templates/run/template.yml"), "# uncommitted\n");
    await writeFile(inClone("jenkins-library/vars/untracked.groovy"), "");
    const { stdout } = await layOut(clone, ["--tag", "v9.9.9", folder()], { TMPDIR: scratch });
    expect(stdout).toBe(`all mirrors of v9.9.9 laid out in ${folder()}\n`);
  });
  describesMirrors(folder);

  test.for([
    "github-action/README.md",
    "github-action/action.yml",
    "gitlab-component/templates/run/template.yml",
    "jenkins-library/vars/remotestRun.txt",
    "jenkins-library/vars/remotestRun.groovy",
  ])("%s is the tag's own, regardless of later commits", async (file) => {
    const { stdout } = await git("show", `v9.9.9:packages/${file}`);
    expect(await readFile(join(folder(), file), "utf8")).toBe(stdout);
  });

  test("uncommitted files are in no mirror", async () => {
    expect((await readdir(join(folder(), "jenkins-library/vars"))).toSorted()).toEqual([
      "remotestRun.groovy",
      "remotestRun.txt",
    ]);
  });

  test("a tag that cannot be built leaves the mirrors unchanged", async () => {
    await writeFile(join(clone, "scripts/set-up.mjs"), "process.exit(7);\n");
    await git("commit", "--quiet", "--message", "Broken", "scripts/set-up.mjs");
    await git("tag", "v9.9.10");
    const before = await readdir(folder(), { recursive: true });
    const broken = layOut(clone, ["--tag", "v9.9.10", folder()], { TMPDIR: scratch });
    await expect(broken).rejects.toThrow("scripts/set-up.mjs build ended with 7");
    expect(await readdir(folder(), { recursive: true })).toEqual(before);
  });

  test("a signal stops the build of a tag, and everything that it started", async () => {
    const started = join(place, "started");
    await writeFile(
      join(clone, "scripts/set-up.mjs"),
      `import { execFileSync } from "node:child_process";
       execFileSync("bash", ["-c", 'echo $$ > "$1"; exec sleep 60', "bash", ${JSON.stringify(started)}]);`,
    );
    await git("commit", "--quiet", "--message", "Slow", "scripts/set-up.mjs");
    await git("tag", "v9.9.11");
    const script = join(clone, "scripts/release/lay-out-mirrors.ts");
    const env = { ...process.env, TMPDIR: scratch };
    const child = spawn(process.execPath, [script, "--tag", "v9.9.11", folder()], { env, stdio: "ignore" });
    await until(() => existsSync(started) && readFileSync(started, "utf8") !== "", "the build is started");
    child.kill("SIGTERM");
    expect(await once(child, "close")).toEqual([1, null]);
    await until(() => !existsSync(`/proc/${readFileSync(started, "utf8").trim()}`), "what it started is stopped");
  });

  test("no worktree is left over", async () => {
    expect((await git("worktree", "list", "--porcelain")).stdout.match(/^worktree /gm)).toHaveLength(1);
    expect((await readdir(scratch)).filter((name) => name.startsWith("remotest-"))).toEqual([]);
  });
});

function disposable<Closable extends { close(): Promise<void> }>(closable: Closable): Closable & AsyncDisposable {
  return Object.assign(closable, { [Symbol.asyncDispose]: () => closable.close() });
}
