import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { publishedSchema } from "../../../scripts/check/published-schemas.ts";
import * as apptest from "../stage/fake-apptest.ts";
import * as ats from "../stage/fake-ats.ts";
import { openWorkspace, startArgs, type Workspace } from "../stage/workspace.ts";

const nothing = { start: 0, status: 0, result: 0 };
const secrets = {
  APPTEST_USER_ID: "user-4711",
  APPTEST_ACCESS_KEY: "k3y-of-the-account",
  APPTEST_LOGIN_ID: "tester@example.com",
  APPTEST_LOGIN_PW: "pa55word-of-the-app",
};

interface DryRun {
  readonly runs: readonly { readonly inputs: Readonly<Record<string, unknown>> }[];
}

/** Writes a report of yesterday. Returns what is in the folder. */
async function withReport(space: Workspace): Promise<readonly string[]> {
  await mkdir(join(space.path, "remotest-report"));
  await writeFile(join(space.path, "remotest-report/junit.xml"), "<testsuites/>");
  return (await readdir(space.path, { recursive: true })).toSorted();
}

describe.concurrent.each(["run", "start"])("%s --dry-run", (command) => {
  it("says what would be sent, with the secrets masked; sends and writes nothing", async () => {
    await using fake = await apptest.fakeApptest();
    await using space = await openWorkspace(fake.url);
    const before = await withReport(space);
    const args = [command, ...startArgs("apptest", "Nightly"), "--time-limit", "10", "--correlate", "--dry-run"];
    const { code, stdout, stderr } = await space.remotest(args, { env: secrets });
    expect(code, stderr).toBe(0);
    expect(stdout).toBe("");
    expect(stderr).toBe(
      [
        "→ Start at apptest.ai: Nightly",
        "  Name                [token] Nightly",
        "  --project-id        509",
        "  --app-file          shop.apk (11 bytes)",
        "  --time-limit        10",
        "  APPTEST_LOGIN_ID    ***",
        "  APPTEST_LOGIN_PW    ***",
        `  --base-url          ${fake.url}`,
        "  APPTEST_USER_ID     ***",
        "  APPTEST_ACCESS_KEY  ***",
        "",
        "Dry run: 1 run would be started. Nothing was sent.",
        "  Reports would be written to remotest-report.",
        "",
      ].join("\n"),
    );
    expect(fake.connections()).toBe(0);
    expect((await readdir(space.path, { recursive: true })).toSorted()).toEqual(before);
  });

  it("prints a document with --json, without a secret", async () => {
    await using fake = await apptest.fakeApptest();
    await using space = await openWorkspace(fake.url);
    const args = [command, ...startArgs("apptest", `by ${secrets.APPTEST_ACCESS_KEY}`), "--dry-run", "--json"];
    const { code, stdout, stderr } = await space.remotest(args, { env: secrets });
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      dryRun: true,
      exitCode: 0,
      reportDir: join(space.path, "remotest-report"),
      warnings: [],
      runs: [
        {
          provider: "apptest",
          name: "by ***",
          label: null,
          begins: "start",
          ref: null,
          inputs: {
            projectId: 509,
            appFile: "shop.apk",
            loginId: "***",
            loginPw: "***",
            baseUrl: fake.url,
            userId: "***",
            accessKey: "***",
          },
          files: { appFile: { bytes: 11 } },
        },
      ],
    });
    expect(publishedSchema("json-output")(JSON.parse(stdout))).toBeUndefined();
    for (const secret of Object.values(secrets)) expect(`${stdout}${stderr}`).not.toContain(secret);
    expect(fake.connections()).toBe(0);
  });

  it("describes each of several runs", async () => {
    await using fake = await ats.fakeAts();
    await using space = await openWorkspace(fake.url);
    const templates = ["--template-id", "smoke=T-1", "--template-id", "T-2"];
    const args = [command, "ats", "--app-id", "SHOP", ...templates, "--dry-run", "--json"];
    const { code, stdout, stderr } = await space.remotest(args, { env: { ATS_API_TOKEN: "t0ken-of-the-app" } });
    expect(code, stderr).toBe(0);
    const { runs } = JSON.parse(stdout) as DryRun;
    expect(runs).toMatchObject([
      { label: "smoke", inputs: { appId: "SHOP", templateId: "T-1", apiToken: "***" } },
      { label: "T-2", inputs: { templateId: "T-2" } },
    ]);
    expect(stderr).toMatch(/^→ Start at Mendix ATS: smoke: Remotest run\n/);
    expect(stderr).toContain("Dry run: 2 runs would be started.");
    expect(fake.connections()).toBe(0);
  });

  it("names everything that is wrong: exit code 2, and yesterday's report stays", async () => {
    await using fake = await apptest.fakeApptest();
    await using space = await openWorkspace(fake.url);
    const before = await withReport(space);
    const args = [command, "apptest", "--app-file", "none.apk", "--timeout", "5", "--dry-run", "--json"];
    const { code, stdout, stderr } = await space.remotest(args, { env: secrets });
    expect(code, stderr).toBe(2);
    for (const said of ["--project-id", "does not exist", "must be a duration"]) expect(stderr).toContain(said);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "usage", exitCode: 2 });
    expect(fake.connections()).toBe(0);
    expect((await readdir(space.path, { recursive: true })).toSorted()).toEqual(before);
  });

  it("is refused in a plugin, where a step would pass without a test", async () => {
    await using fake = await ats.fakeAts();
    await using space = await openWorkspace(fake.url);
    const env = { REMOTEST_PLUGIN: "gitlab", REMOTEST_DRY_RUN: "true" };
    const { code, stderr } = await space.remotest([command, ...startArgs("ats", "pass")], { env });
    expect(code, stderr).toBe(2);
    expect(stderr).toContain("is only for the command line");
    expect(fake.calls).toEqual(nothing);
  });
});

describe.concurrent("run --dry-run", () => {
  it("--resume: says which run it would wait for, or that it would start none", async () => {
    await using fake = await ats.fakeAts({ status: ats.done({ status: "Running", result: "" }) });
    await using space = await openWorkspace(fake.url);
    await space.remotest(["start", ...startArgs("ats", "pass")]);
    const args = ["run", ...startArgs("ats", "pass"), "--resume", "--dry-run", "--json"];
    const attached = await space.remotest(args);
    expect(attached.code, attached.stderr).toBe(0);
    expect(JSON.parse(attached.stdout)).toMatchObject({ runs: [{ begins: "attach", ref: "ats:SHOP-1/J-1" }] });
    expect(attached.stderr).toContain("→ Wait for ats:SHOP-1/J-1");
    const path = join(space.path, "remotest-report/run.json");
    await writeFile(
      path,
      (await readFile(path, "utf8")).replace('"started"', '"unknown"').replace('"ats:SHOP-1/J-1"', "null"),
    );
    const refused = await space.remotest(args);
    expect(refused.code, refused.stderr).toBe(2);
    expect(refused.stderr).toContain("may or may not have been started");
    expect(fake.calls).toEqual({ ...nothing, start: 1 });
  });

  it("a line that is not well formed is not a dry run: yesterday's report is moved aside", async () => {
    await using space = await openWorkspace("http://127.0.0.1:9");
    await withReport(space);
    const { code } = await space.remotest(["run", "ats", "--app-id", "A", "--template-id", "T", "--name", "--dry-run"]);
    expect(code).toBe(2);
    expect(await space.report("junit.xml")).toBeUndefined();
  });
});
