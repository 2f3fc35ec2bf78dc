import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSandbox } from "../../../packages/sandbox/src/index.ts";
import { buildPackage } from "../stage/build-package.ts";
import { runAction } from "../plugins/github/runner.ts";

const root = join(import.meta.dirname, "../../..");
const run = promisify(execFile);
const layOut = (args: readonly string[]): Promise<{ stdout: string }> =>
  run(process.execPath, [join(root, "scripts/release/lay-out-mirrors.ts"), ...args]);

let place: string;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "remotest-mirrors-"));
});
afterAll(() => rm(place, { recursive: true, force: true }));

// The GitLab and the Jenkins mirror are run in the tests of their plugins.
describe("the mirror repositories, as the script lays them out from the working tree", () => {
  const folder = (): string => join(place, "mirrors");
  beforeAll(async () => {
    await buildPackage("github-action");
    await layOut([folder()]);
  });
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

  test.for([
    ["no folder", [], "The folder is missing"],
    ["an unknown mirror", ["none", "bamboo-plugin"], "bamboo-plugin is not a mirror"],
  ] as const)("%s: nothing is laid out", async ([, args, message]) => {
    const given = args.map((arg) => (arg === "none" ? join(place, "none") : arg));
    await expect(layOut(given)).rejects.toThrow(message);
    expect(await readdir(place)).not.toContain("none");
  });
});

function disposable<Closable extends { close(): Promise<void> }>(closable: Closable): Closable & AsyncDisposable {
  return Object.assign(closable, { [Symbol.asyncDispose]: () => closable.close() });
}
