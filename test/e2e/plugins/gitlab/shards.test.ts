import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { statesOf } from "../../../../packages/remotest/src/code-host/code-host.fixture.ts";
import { gitLabToken, startGitLab } from "../../../../packages/remotest/src/code-host/gitlab-server.fixture.ts";
import { requirePeer } from "../../stage/peer.ts";
import { essence, manyRuns, wholeReport, writePlan } from "../../stage/sharded-plan.ts";
import { userProject } from "./pipeline.ts";
import { openReleasedComponent, type ReleasedComponent } from "./released-component.ts";

const { version } = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../../packages/remotest/package.json"), "utf8"),
) as { readonly version: string };
const example = readFileSync(join(import.meta.dirname, "../../../../docs/ci/gitlab-shards.yml"), "utf8");

requirePeer("rsync", ["rsync", "--version"])("docs/ci/gitlab-shards.yml in gitlab-ci-local", () => {
  let released: ReleasedComponent;
  beforeAll(async () => {
    released = await openReleasedComponent();
  });
  afterAll(() => released[Symbol.asyncDispose]());

  test("the child pipeline starts each of 500 runs once in four jobs, and its last job reports what a single process does", {
    timeout: 300_000,
  }, async () => {
    const env = { ...released.component.env, ...released.registry.env };
    await using shop = await userProject(example, env, (folder) => writePlan(folder, manyRuns));
    // All jobs have one home here, where npm would install the command four times into the same folder.
    await promisify(execFile)("npx", ["--yes", `--package=remotest@${version}`, "--call", "remotest --version"], {
      env: { ...process.env, ...env },
    });
    const before = released.sandbox.starts();
    await using host = await startGitLab();
    const { log } = await shop.pipeline({
      ...released.settings("ats"),
      CI_API_V4_URL: host.url,
      CI_PROJECT_ID: "41",
      CI_MERGE_REQUEST_IID: "9",
      REMOTEST_CI_TOKEN: gitLabToken,
    });
    expect(released.sandbox.starts() - before, log).toBe(manyRuns);
    // Here, gitlab-ci-local differs from GitLab: the job with the trigger passes, whatever the child pipeline does.
    expect(log).toMatch(/remotest: \[shard 1 of 4\] finished/);
    expect(log).toMatch(/FAIL +verdict/);
    const merged = await shop.fileOf("verdict", "remotest-report/results.json");
    expect(essence(merged)).toEqual(await wholeReport(released.sandbox.url, manyRuns));
    expect(host.statuses.size, log).toBe(1);
    expect(host.statuses.get("Remote tests")).toMatchObject({ state: "failed" });
    // Three shards passed, and none of them said so of the commit.
    expect(statesOf(host).filter((state) => state !== "pending")).toEqual(["failed", "failed"]);
    expect(host.notes).toMatchObject([{ body: expect.stringContaining(`### Runs (${manyRuns})`) as string }]);
    expect(host.violations).toEqual([]);
    expect(log).not.toContain(gitLabToken);
  });
});
