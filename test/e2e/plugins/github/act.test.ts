import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { type Sandbox, startSandbox } from "../../../../packages/sandbox/src/index.ts";
import { requirePeer } from "../../stage/peer.ts";
import { act, openAct, type PushExample } from "./act.ts";

const root = join(import.meta.dirname, "../../../..");

requirePeer("act", [act, "--version"])("the example workflows, as act runs them", () => {
  let sandbox: Sandbox;
  let place: string;
  let push: PushExample;

  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, speed: 150 });
    place = await mkdtemp(join(tmpdir(), "remotest-act-"));
    push = await openAct(place);
  });
  afterAll(async () => {
    await sandbox.close();
    await rm(place, { recursive: true, force: true });
  });

  it.each([
    { example: "github-ats.yml", subject: "pass", succeeds: true, said: "ended as passed with 0 failed" },
    { example: "github-ats.yml", subject: "fail", succeeds: false, said: "ended as failed with 1 failed" },
    { example: "github-ats.yml", subject: "maintenance", succeeds: false, said: "ended as unknown-start" },
    { example: "github-apptest.yml", subject: "pass", succeeds: true, said: "ended as passed with 0 failed" },
    { example: "github-apptest.yml", subject: "fail", succeeds: false, said: "ended as failed with 1 failed" },
  ])("$example, $subject: $said", async ({ example, subject, succeeds, said }) => {
    const { code, log } = await push(example, {
      subject,
      env: { APPTEST_BASE_URL: sandbox.url, ATS_BASE_URL: sandbox.url, REMOTEST_POLL_INTERVAL: "100ms" },
      secrets: { ATS_API_TOKEN: "demo", APPTEST_ACCESS_KEY: "demo:demo" },
      variables: { ATS_APP_ID: "SHOP-1", ATS_TEMPLATE_ID: subject, APPTEST_PROJECT_ID: "509" },
    });
    expect(code === 0, log).toBe(succeeds);
    expect(log).toMatch(new RegExp(`The run (apptest|ats):\\S+ ${said}|The run {2}${said}`));
    expect(log).toContain("Post remotest/github-action@v1");
    expect(log).toMatch(succeeds ? /Summary - ## ✅ Passed/ : /Summary - ## ❌/);
  });

  it.each(["github-ats.yml", "github-apptest.yml", "github-shards.yml"])(
    "%s sets only inputs of the action",
    async (example) => {
      const action = parse(await readFile(join(root, "packages/github-action/action.yml"), "utf8")) as Inputs;
      const workflow = parse(await readFile(join(root, "docs/ci", example), "utf8")) as Workflow;
      const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
      const ours = steps.filter(({ uses }) => uses === "remotest/github-action@v1");
      expect(ours).toHaveLength(1);
      expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(ours[0]?.with ?? {})));
      // Otherwise a service's text would be part of the script.
      for (const step of steps) expect(step.run ?? "").not.toContain("${{");
    },
  );
});

interface Inputs {
  readonly inputs: Readonly<Record<string, unknown>>;
}
interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { uses?: string; run?: string; with?: Record<string, unknown> }[] }>
  >;
}
