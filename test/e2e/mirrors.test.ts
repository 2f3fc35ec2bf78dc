import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSandbox } from "../../packages/sandbox/src/index.ts";
import { buildPackage } from "./build-package.ts";
import { runAction } from "./github-runner.ts";

const script = join(import.meta.dirname, "../../scripts/lay-out-mirrors.ts");
const layOut = (...args: readonly string[]): Promise<{ stdout: string }> =>
  promisify(execFile)(process.execPath, [script, ...args]);

// The GitLab and the Jenkins mirror are run in the tests of their plugins.
describe("the mirror repositories, as the script lays them out", () => {
  let folder: string;
  beforeAll(async () => {
    await buildPackage("github-action");
    folder = await mkdtemp(join(tmpdir(), "remotest-mirrors-"));
    await layOut(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.for([
    ["gitlab-component", [".gitlab-ci.yml", "LICENSE", "README.md", "templates"]],
    ["jenkins-library", ["LICENSE", "README.md", "src", "vars"]],
    ["github-action", ["LICENSE", "README.md", "action.yml", "dist"]],
  ] as const)("%s has at its top what its CI system looks for", async ([name, wanted]) => {
    expect((await readdir(join(folder, name))).toSorted()).toEqual(wanted);
  });

  test.for([
    ["pass", 0, "passed"],
    ["fail", 1, "failed"],
  ] as const)("the GitHub action runs from its mirror: %s", async ([scenario, code, outcome]) => {
    await using sandbox = disposable(await startSandbox({ port: 0, speed: 150 }));
    const inputs = { provider: "ats", "app-id": "SHOP-1", "template-id": scenario, "ats-api-token": "demo" };
    const { main } = await runAction(join(folder, "github-action"), {
      cwd: await mkdtemp(join(folder, "job-")),
      with: { ...inputs, "base-url": sandbox.url, "poll-interval": "100ms" },
    });
    expect(main.code, main.log).toBe(code);
    expect(main.outputs).toMatchObject({ outcome, total: "5" });
  });

  test.for([
    ["no folder", [], "Say where"],
    ["a mirror that there is not", ["mirrors", "bamboo-plugin"], "There is no mirror bamboo-plugin"],
  ] as const)("%s: nothing is laid out", async ([, args, message]) => {
    await expect(layOut(...args.map((arg) => (arg === "mirrors" ? join(folder, "none") : arg)))).rejects.toThrow(
      message,
    );
  });
});

function disposable<Closable extends { close(): Promise<void> }>(closable: Closable): Closable & AsyncDisposable {
  return Object.assign(closable, { [Symbol.asyncDispose]: () => closable.close() });
}
