import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { type CommandResult, launch, type RunningCommand, until } from "../stage/command.ts";

let sandbox: Sandbox;
let dir: string;
beforeEach(async () => {
  sandbox = await startSandbox({ port: 0, speed: 20 });
  dir = await mkdtemp(join(tmpdir(), "remotest-browserstack-"));
  await writeFile(join(dir, "app.apk"), "an app");
  await writeFile(join(dir, "tests.apk"), "the tests");
});
afterEach(async () => {
  await sandbox.close();
  await rm(dir, { recursive: true });
});

const device = ["--device", "Google Pixel 9-16.0", "--device", "Samsung Galaxy S24-14.0"];
const uploaded = ["--app", "bs://f3c874", "--test-suite", "bs://89c874"];
const files = ["--app-file", "app.apk", "--test-suite-file", "tests.apk"];

function begin(name: string, ...more: string[]): RunningCommand {
  const account = {
    BROWSERSTACK_BASE_URL: sandbox.url,
    BROWSERSTACK_USERNAME: "demo",
    BROWSERSTACK_ACCESS_KEY: "demo",
  };
  const usual = ["--framework", "espresso", ...device, "--project", "Shop", "--poll-interval", "100ms"];
  return launch(["run", "browserstack", ...usual, "--name", name, ...more], { cwd: dir, env: account });
}
const run = (name: string, ...more: string[]): Promise<CommandResult> => begin(name, ...more).ended;
const report = (file: string): Promise<string> => readFile(join(dir, "remotest-report", file), "utf8");

describe("remotest run browserstack", () => {
  test.each([
    { name: "pass", given: uploaded, code: 0, says: "6 tests passed" },
    { name: "pass", given: files, code: 0, says: "6 tests passed" },
    { name: "fail", given: uploaded, code: 1, says: "expected <12.50> but was <못 찾음>" },
    { name: "error", given: uploaded, code: 1, says: "Could not start a session" },
    { name: "no-such", given: uploaded, code: 3, says: "browserstack-invalid-app-cap" },
    { name: "maintenance", given: uploaded, code: 5, says: "The service has no run with" },
  ])("$name $given: exit code $code", async ({ name, given, code, says }) => {
    const ended = await run(name, ...given, "--verbose");
    expect(ended.code, ended.stderr).toBe(code);
    expect(ended.stderr).toContain(says);
    if (code < 2) {
      expect(ended.stderr).toMatch(/remotest attach browserstack:espresso\/[0-9a-f]{40}/);
      const junit = await report("junit.xml");
      expect(junit).toContain("Google Pixel 9-16.0");
      expect(junit).toContain("Samsung Galaxy S24-14.0");
      for (const file of ["report.html", "results.json", "provider/session-1.json"])
        expect(await report(file)).not.toMatch(/auth_token=[0-9a-f]/);
    }
  });

  test("a lost answer: the build is found by its tag, waited for, and started only once", async () => {
    const { code, stderr } = await run("pass lost-answer", ...uploaded);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/Found browserstack:espresso\/[0-9a-f]{40} by \[\w{6}\]/);
    expect(sandbox.starts()).toBe(1);
  });

  test("killed while the answer is lost: --resume finds the build, and starts nothing", async () => {
    const first = begin("slow lost-answer", ...uploaded);
    await until(() => sandbox.starts() === 1, "the build is started");
    first.kill("SIGKILL");
    await first.ended;
    const resumed = begin("slow lost-answer", ...uploaded, "--resume");
    await until(() => /Found browserstack:/.test(resumed.stderr()), "the build is found");
    resumed.kill("SIGTERM");
    expect((await resumed.ended).code).toBe(143);
    expect(sandbox.starts()).toBe(1);
  });

  test("a full plan is waited for", async () => {
    // Slower, so that the plan is still full when the second command has started.
    await sandbox.close();
    sandbox = await startSandbox({ port: 0, speed: 4 });
    const full = begin("pass", ...uploaded, "--shards", "3", ...["C-1", "D-1"].flatMap((each) => ["--device", each]));
    await until(() => sandbox.starts() === 1, "the first build is started");
    const waiting = await run("pass", ...uploaded, "--report-dir", "second");
    expect(waiting.code, waiting.stderr).toBe(0);
    expect(waiting.stderr).toContain("All parallel tests of your BrowserStack plan are in use");
    expect((await full.ended).code).toBe(0);
    expect(sandbox.starts()).toBe(2);
  });

  test("stopped during an upload: nothing was started, and --resume starts it", async () => {
    await writeFile(join(dir, "app.apk"), Buffer.alloc(64 * 2 ** 20));
    const first = begin("pass", ...files);
    await until(() => first.stderr().includes("Upload"), "the upload begins");
    first.kill("SIGTERM");
    const { code, stderr } = await first.ended;
    expect(code).toBe(143);
    if (sandbox.starts() === 0) expect(stderr).toContain("Stopped by SIGTERM before the run was started.");
    const again = await run("pass", ...files, "--resume");
    expect(again.code, again.stderr).toBe(0);
    expect(sandbox.starts()).toBe(1);
  });

  test("a plan uploads the same files once", async () => {
    const runs = ["one", "two", "three"].map((name) => ({
      name,
      provider: "browserstack",
      with: {
        framework: "espresso",
        appFile: "app.apk",
        testSuiteFile: "tests.apk",
        device: ["Pixel-16", `${name}-1`],
      },
    }));
    await writeFile(join(dir, "remotest.yaml"), JSON.stringify({ version: 1, runs }));
    const env = { BROWSERSTACK_BASE_URL: sandbox.url, BROWSERSTACK_USERNAME: "demo", BROWSERSTACK_ACCESS_KEY: "demo" };
    const { code, stderr } = await launch(["run", "--poll-interval", "100ms"], { cwd: dir, env }).ended;
    expect(code, stderr).toBe(0);
    expect(sandbox.journal.filter(({ kind }) => kind === "upload")).toHaveLength(2);
    expect(sandbox.starts()).toBe(3);
  });
});
