import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  gitHubToken,
  type GitHubServer,
  startGitHub,
} from "../../../../packages/remotest/src/code-host/github-server.fixture.ts";
import { type Sandbox, startSandbox } from "../../../../packages/sandbox/src/index.ts";
import { requirePeer } from "../../stage/peer.ts";
import { act, openAct, type PushExample } from "./act.ts";

// act runs neither a schedule nor keeps artifacts, so the second workflow is dispatched, and folders stand in for artifacts.
const withAct = requirePeer("act", [act, "--version"]);

withAct("docs/ci: a workflow that starts a run, and a later one that comes back to it, as act runs them", () => {
  let place: string;
  let push: PushExample;
  let host: GitHubServer;
  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), "remotest-act-"));
    push = await openAct(place);
    host = await startGitHub();
  });
  afterAll(async () => {
    expect(host.violations).toEqual([]);
    await host[Symbol.asyncDispose]();
    await rm(place, { recursive: true, force: true });
  });

  const settings = (sandbox: Sandbox, store: string) => ({
    env: {
      ATS_BASE_URL: sandbox.url,
      REMOTEST_POLL_INTERVAL: "100ms",
      GITHUB_API_URL: host.url,
      ARTIFACT_STORE: store,
    },
    secrets: { ATS_API_TOKEN: "demo", GITHUB_TOKEN: gitHubToken },
  });

  test("the commit is pending until the run is over; then it has the verdict, and its pull request the comment", async () => {
    const sandbox = await startSandbox({ port: 0, speed: 60 });
    const store = await mkdtemp(join(place, "artifacts-"));
    const given = settings(sandbox, store);
    /** Starts a run, and gives its artifact an ID. Returns the commit. */
    const start = async (template: string, id: number): Promise<string> => {
      host.statuses.clear();
      const variables = { ATS_APP_ID: "SHOP-1", ATS_TEMPLATE_ID: template };
      const { code, log } = await push("github-start-only.yml", { subject: template, variables, ...given });
      expect(code, log).toBe(0);
      await rename(join(store, "remotest-waiting"), join(store, `${id}`));
      return [...host.statuses.keys()][0]?.split(" ")[0] ?? "";
    };
    const comeBack = async (): Promise<string> => {
      const dispatched = { subject: "x", event: "workflow_dispatch", ...given } as const;
      const { code, log } = await push("github-come-back.yml", dispatched);
      expect(code, log).toBe(0);
      return log;
    };
    const state = (commit: string): unknown => host.statuses.get(`${commit} Remote tests`)?.["state"];

    const commit = await start("slow-fail", 11);
    expect(state(commit)).toBe("pending");
    host.head = commit;
    const artifact = { name: "remotest-waiting", commit, createdAt: new Date() };
    host.artifacts.push({ ...artifact, id: 11 }, { ...artifact, id: 12, isOfFork: true });
    expect(await comeBack()).toContain("The run is not finished yet");
    expect([state(commit), host.artifacts.length, host.comments.length]).toEqual(["pending", 2, 0]);

    // After six hours it is given up. That of the fork is never looked at.
    host.artifacts.splice(0, 1, { ...artifact, id: 11, createdAt: new Date(Date.now() - 7 * 3_600_000) });
    await comeBack();
    expect([state(commit), host.artifacts.map(({ id }) => id)]).toEqual(["error", [12]]);

    for (const [template, id, verdict, said] of [
      ["fail", 13, "failure", "## ❌ Failed"],
      ["pass", 14, "success", "## ✅ Passed"],
    ] as const) {
      host.comments.length = 0;
      const finished = await start(template, id);
      expect(state(finished)).toBe("pending");
      host.head = finished;
      host.artifacts.push({ ...artifact, commit: finished, id });
      await comeBack();
      expect([state(finished), host.artifacts.map((each) => each.id)]).toEqual([verdict, [12]]);
      expect(host.comments).toMatchObject([{ body: expect.stringContaining(said) as string }]);
    }

    expect(await comeBack()).not.toContain("Attached to");
    expect(sandbox.starts()).toBe(3);

    await sandbox.close();
  });
});
