import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { until } from "../stage/command.ts";
import * as apptest from "../stage/fake-apptest.ts";
import * as ats from "../stage/fake-ats.ts";
import { reference } from "../stage/killing.ts";
import { onWindows, windowsNode, windowsPath } from "../stage/windows.ts";
import { openWorkspace, runArgs, type Workspace } from "../stage/workspace.ts";

let node: string;
let sandbox: Sandbox;

/** Returns every file of a report directory, even in `provider/`, by its name. */
async function filesIn(dir: string): Promise<ReadonlyMap<string, string>> {
  const found = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map(({ name, parentPath }) => join(parentPath, name));
  return new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, "utf8")] as const)));
}

/** Expects that every path in a file that a program reads has forward slashes. */
async function expectPortable(dir: string): Promise<void> {
  const files = await filesIn(dir);
  expect(files.size).toBeGreaterThan(7);
  for (const [file, text] of files) expect(text, file).not.toMatch(/rep\\{1,2}two|\\{1,2}provider|Z:\\/);
}

const twoTemplates = (space: Workspace, ...more: readonly string[]) =>
  space.remotest(
    ["run", "ats", "--app-id", "S", "--template-id", "one=pass", "--template-id", "two=fail", "--name", "n", ...more],
    { node },
  );

onWindows("the command on Windows", () => {
  beforeAll(async () => {
    [node, sandbox] = await Promise.all([windowsNode(), startSandbox({ port: 0, speed: 150 })]);
  });
  afterAll(() => sandbox.close());

  it.concurrent("fails with failed tests; all that other programs read has forward slashes", async () => {
    await using space = await openWorkspace(sandbox.url);
    const args = runArgs("apptest", "fail", "--report-dir", "rep\\two", "--json");
    const { code, stdout, stderr } = await space.remotest(args, { node });
    expect(code, stderr).toBe(1);
    const dir = join(space.path, "rep/two");
    await expectPortable(dir);
    const [outputs, junit, ctrf] = await Promise.all(
      ["outputs.env", "junit.xml", "ctrf-report.json"].map((name) => readFile(join(dir, name), "utf8")),
    );
    expect(outputs).toContain(`REMOTEST_REPORT_DIR=Z:${dir}\n`);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "failed", reportDir: `Z:${dir}` });
    expect(junit).toContain("[[ATTACHMENT|rep/two/provider/result.html]]");
    expect(ctrf).toContain('"rep/two/provider/result.html"');
    // People copy this path into the Explorer.
    expect(stderr).toContain(`${windowsPath(dir)}\\report.html`);
  });

  it.concurrent("prints JSON that a console of any code page leaves alone, and writes UTF-8", async () => {
    await using space = await openWorkspace(sandbox.url);
    const { code, stdout } = await space.remotest(runArgs("apptest", "주문 pass", "--json"), { node });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^[\n -~]+$/);
    expect(JSON.parse(stdout)).toMatchObject({ runs: [{ name: "주문 pass" }] });
    expect(await space.report("junit.xml")).toContain("삼성 갤럭시");
  });

  it.concurrent("merges several runs from directories with backslashes, and compares with the history", async () => {
    await using space = await openWorkspace(sandbox.url);
    const first = await twoTemplates(space, "--report-dir", "shards\\1", "--poll-interval", "100ms");
    expect(first.code, first.stderr).toBe(1);
    const second = await space.remotest(
      runArgs("apptest", "pass", "--report-dir", "shards\\2", "--history", "shards\\*\\ctrf-report.json"),
      { node },
    );
    expect([second.code, second.stderr]).toEqual([0, expect.not.stringContaining("No earlier report")]);
    const history = ["--history", "rep\\two\\ctrf-report.json", "--history-dir", "kept\\reports"];
    const merge = ["merge", "shards\\*", "--shards", "2", "--report-dir", "rep\\two", ...history];
    expect((await space.remotest(merge, { node })).stderr).toContain("No earlier report");
    const { code, stderr } = await space.remotest(merge, { node });
    expect(code, stderr).toBe(1);
    // The report of the merge before was moved into previous/.
    expect(stderr).not.toContain("No earlier report");
    await expectPortable(join(space.path, "rep/two"));
    const junit = await readFile(join(space.path, "rep/two/junit.xml"), "utf8");
    expect(junit).toMatch(/\[\[ATTACHMENT\|rep\/two\/provider\/shard-1-2-result.xml\]\]/);
    expect(await readdir(join(space.path, "kept/reports"))).toHaveLength(1);
  });

  it.concurrent("resumes the run of a process that was ended with its lock", async () => {
    let isFinished = false;
    const [running, complete] = [apptest.status("Running", { running_cnt: 1 }), apptest.status("Complete")];
    await using service = await apptest.fakeApptest({
      status: (exchange) => (isFinished ? complete : running)(exchange),
    });
    await using space = await openWorkspace(service.url);
    const run = space.launch(runArgs("apptest", "pass"), { node });
    await until(async () => typeof (await space.ledger())[0]?.ref === "string", "the reference is noted", 30_000);
    const lock = JSON.parse((await space.report(".remotest.lock")) ?? "") as { pid: number };
    // As the Task Manager does it: the process cannot release its lock.
    await space.remotest(["-e", `process.kill(${lock.pid})`], { node, command: [] });
    await run.ended;
    expect(await space.report("results.json")).toBeUndefined();
    const ref = await reference(space);
    isFinished = true;
    const { code, stderr } = await space.remotest(runArgs("apptest", "pass", "--resume"), { node });
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`Attached to ${ref}`);
    expect(service.calls.start).toBe(1);
  });

  it.concurrent("reads a plan that PowerShell 5 wrote", async () => {
    await using space = await openWorkspace(sandbox.url);
    const plan = [
      "version: 1",
      "runs:",
      "  - name: 주문",
      "    provider: ats",
      "    with: { appId: S, templateId: pay }",
    ];
    await writeFile(join(space.path, "nightly.yaml"), Buffer.from(`\uFEFF${plan.join("\r\n")}\r\n`, "utf16le"));
    const args = ["plan", "--config", ".\\nightly.yaml", "--format", "json"];
    const { code, stdout, stderr } = await space.remotest(args, { node });
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^[\n -~]+$/);
    expect(JSON.parse(stdout)).toMatchObject({ file: "./nightly.yaml", runs: [{ name: "주문", provider: "ats" }] });
  });

  it.concurrent("reads secrets and lists from files with CRLF", async () => {
    let token = "";
    const cases = [
      ["Log in", "Passed"],
      ["Pay", "Failed"],
    ] as const;
    const failed = ats.done({ counts: [1, 0, 1], result: "Failed", cases });
    await using service = await ats.fakeAts({
      start: (given) => {
        token = /<AppAPIToken>(.*?)<\/AppAPIToken>/s.exec(given.body)?.[1] ?? "";
        ats.started(given);
      },
      status: failed,
      result: failed,
    });
    await using space = await openWorkspace(service.url);
    await writeFile(join(space.path, "token"), "\uFEFFt0ken-1\r\n");
    await writeFile(join(space.path, "known.yaml"), '- case: "Pay"\r\n  reason: SHOP-12\r\n  until: 2999-12-31\r\n');
    const env = { ATS_API_TOKEN: "", ATS_API_TOKEN_FILE: windowsPath(join(space.path, "token")) };
    const args = runArgs("ats", "any", "--quarantine", ".\\known.yaml");
    const { code, stderr } = await space.remotest(args, { node, env });
    expect(code, stderr).toBe(0);
    expect(token).toBe("t0ken-1");
    expect(stderr).not.toContain("chmod");
  });
});
