import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { until } from "../stage/command.ts";
import * as apptest from "../stage/fake-apptest.ts";
import * as ats from "../stage/fake-ats.ts";
import { first, html, reset } from "../stage/fake-service.ts";
import { kill, openSandbox, reference, untilWaiting } from "../stage/killing.ts";
import { openWorkspace, runArgs, type Service, startArgs, type Workspace } from "../stage/workspace.ts";

describe.concurrent("--resume with nothing to resume starts a run, and says why", () => {
  const started = async (space: Workspace, why: RegExp, args = runArgs("ats", "pass", "--resume")): Promise<void> => {
    const { code, stderr } = await space.remotest(args);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(why);
    expect(stderr).toContain("Starting");
  };

  it("no report directory yet", async () => {
    await using sandbox = await openSandbox(100);
    await using space = await openWorkspace(sandbox.url);
    await started(space, /Nothing to resume: the report directory contains no run\.json/);
    expect(sandbox.starts()).toBe(1);
  });

  it("the earlier run is over and reported", async () => {
    await using sandbox = await openSandbox(100);
    await using space = await openWorkspace(sandbox.url);
    await space.remotest(runArgs("ats", "pass"));
    await started(space, /Nothing to resume: ats:\S+ is over, and its verdict was reported: passed/);
    expect(sandbox.starts()).toBe(2);
  });

  it("the earlier start was refused", async () => {
    await using fake = await ats.fakeAts({ start: first(1, html(401), ats.started) });
    await using space = await openWorkspace(fake.url);
    expect((await space.remotest(runArgs("ats", "pass"))).code).toBe(3);
    expect(await space.ledger()).toMatchObject([{ start: "not-started", verdict: "provider-error" }]);
    await started(space, /Nothing to resume: the earlier process was stopped or refused before anything was started/);
  });

  it("killed between two retries of a refused start: no request is on its way", async () => {
    await using fake = await ats.fakeAts({ start: first(1, html(429), ats.started) });
    await using space = await openWorkspace(fake.url);
    const run = space.launch([...startArgs("ats", "pass"), "--poll-interval", "60s"].toSpliced(0, 0, "run"));
    await until(() => run.stderr().includes("trying again"), "it waits for the next try");
    await kill(run);
    expect(await space.ledger()).toMatchObject([{ start: "not-started" }]);
    await started(space, /before anything was started/);
  });

  const others: readonly { title: string; args?: readonly string[]; env?: Record<string, string>; app?: string }[] = [
    { title: "another name", args: startArgs("apptest", "pass too") },
    { title: "another project", args: startArgs("apptest", "pass").with(2, "510") },
    { title: "one input more", args: startArgs("apptest", "pass", "--time-limit", "10") },
    { title: "another service", args: startArgs("ats", "pass") },
    { title: "another commit", env: { GITHUB_SHA: "b".repeat(40) } },
    { title: "another account for the app", env: { APPTEST_LOGIN_ID: "seller", APPTEST_LOGIN_PW: "pw" } },
    { title: "another app in the file of the same name", app: "PK\u0003\u0004 another" },
  ];
  it.each(others)("other inputs: $title", async ({ args = startArgs("apptest", "pass"), env = {}, app }) => {
    await using sandbox = await openSandbox();
    await using space = await openWorkspace(sandbox.url);
    const run = space.launch(runArgs("apptest", "pass"));
    await untilWaiting(run);
    await kill(run);
    const ref = await reference(space);
    if (app) await writeFile(join(space.path, "shop.apk"), app);
    const { code, stderr } = await space.remotest(["run", ...args, "--poll-interval", "100ms", "--resume"], { env });
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`Nothing to resume: run.json has no run with the same inputs (${ref} was started`);
    expect(sandbox.starts()).toBe(2);
  });

  it("options for waiting, the gate and reports are not inputs", async () => {
    await using sandbox = await openSandbox();
    await using space = await openWorkspace(sandbox.url);
    const run = space.launch(runArgs("ats", "fail"));
    await untilWaiting(run);
    await kill(run);
    const more = ["--resume", "--fail-on", "never", "--timeout", "2m", "--correlate"];
    expect((await space.remotest(runArgs("ats", "fail", ...more))).code).toBe(0);
    expect(sandbox.starts()).toBe(1);
  });
});

describe.concurrent("--resume of the same command in a changed environment: the start is not sent again", () => {
  const rows: readonly { title: string; service?: Service; env: (url: string) => Record<string, string> }[] = [
    { title: "the default name came from git, which is missing now", env: () => ({ PATH: "/nowhere" }) },
    { title: "the default name comes from the CI system", env: () => ({ CI_COMMIT_TITLE: "Fix the cart" }) },
    { title: "the token was renewed", env: () => ({ ATS_API_TOKEN: "renewed" }) },
    { title: "the key was renewed", service: "apptest", env: () => ({ APPTEST_ACCESS_KEY: "renewed" }) },
    {
      title: "the tests' password",
      service: "apptest",
      env: () => ({ APPTEST_LOGIN_ID: "x", APPTEST_LOGIN_PW: "new" }),
    },
    {
      title: "the same address, written differently",
      env: (url) => ({ ATS_BASE_URL: `${url.replace("http", "HTTP")}/` }),
    },
  ];
  it.each(rows)("$title", async ({ service = "ats", env }) => {
    await using fake = await (service === "ats"
      ? ats.fakeAts({ start: reset })
      : apptest.fakeApptest({ start: reset }));
    await using space = await openWorkspace(fake.url);
    const unnamed = runArgs(service, "T").filter(
      (word, index, all) => word !== "--name" && all[index - 1] !== "--name",
    );
    const before = { APPTEST_LOGIN_ID: "x", APPTEST_LOGIN_PW: "old" };
    execFileSync("git", ["init", "-q"], { cwd: space.path });
    const author = ["-c", "user.name=amy", "-c", "user.email=amy@example.com"];
    execFileSync("git", [...author, "commit", "-q", "--allow-empty", "-m", "Fix the search"], { cwd: space.path });
    expect((await space.remotest(unnamed, { env: before })).code).toBe(5);
    const { code, stderr } = await space.remotest([...unnamed, "--resume"], { env: { ...before, ...env(fake.url) } });
    expect(code, stderr).toBe(5);
    expect(stderr).toContain("It was not started again");
    expect(fake.calls.start).toBe(1);
  });
});

describe.concurrent("--resume from a ledger that cannot be read", () => {
  it("starts nothing, because it may contain a run, and leaves the file unchanged", async () => {
    await using sandbox = await openSandbox(100);
    await using space = await openWorkspace(sandbox.url);
    await space.remotest(runArgs("ats", "pass"));
    await writeFile(join(space.path, "remotest-report/run.json"), '{"version":1,"runs":[{');
    const { code, stderr } = await space.remotest(runArgs("ats", "pass", "--resume"));
    expect(code, stderr).toBe(5);
    expect(stderr).toContain("remotest-report/run.json cannot be read");
    expect((await space.remotest(runArgs("ats", "pass"))).code).toBe(0);
    expect(sandbox.starts()).toBe(2);
  });
});
