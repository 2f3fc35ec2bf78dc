import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { until } from "../stage/command.ts";
import { onWindows, windowsNode, windowsPath } from "../stage/windows.ts";
import { openWorkspace, runArgs, type Workspace } from "../stage/workspace.ts";

let node: string;
let sandbox: Sandbox;

const names = ["con.txt", "NUL", "com1.log", "what?.json", "screen.", "Log.txt", "log.txt"];
/** A provider whose service answers at once, with files whose names Windows does not allow, or takes for the same. */
const provider = `export default {
  name: "own", title: "Own", connectInputs: {}, startInputs: {},
  check: async () => [], parseReference: (rest) => ({ ref: "own:" + rest }),
  connect: () => ({
    start: async () => ({ ref: "own:1" }),
    poll: async () => ({ status: "finished", progress: {} }),
    results: async () => ({
      testRun: { suites: [{ name: "shop", cases: [{ name: "pays", outcome: "failed", message: "x", links: [], earlierAttempts: [] }] }], conclusion: { kind: "failed" }, warnings: [] },
      files: ${JSON.stringify(names)}.map((name) => ({ name, title: name, content: name })),
    }),
    rerun: "unsupported",
  }),
};`;

/** Keeps an earlier report open, as a program does that shares it with nobody, until half a second after a file exists. */
async function holdReport(space: Workspace, release: string): Promise<{ readonly released: Promise<unknown> }> {
  await mkdir(join(space.path, "remotest-report"));
  await writeFile(join(space.path, "remotest-report/report.html"), "an earlier report");
  const code = `const fs = require("fs");
    fs.openSync("remotest-report\\\\report.html", ${exclusively} | fs.constants.O_RDWR);
    fs.writeFileSync("held", "");
    const wait = setInterval(() => {
      if (!fs.existsSync(process.argv[1])) return;
      clearInterval(wait);
      setTimeout(() => {}, 500);
    }, 20);`;
  const released = space.remotest(["-e", code, release], { node, command: [] });
  await until(async () => (await readdir(space.path)).includes("held"), "the file is open", 30_000);
  return { released };
}

/** The flag of libuv to open a file without sharing it; Node has no name for it. */
const exclusively = 0x1000_0000;

onWindows("report directories on Windows", () => {
  beforeAll(async () => {
    [node, sandbox] = await Promise.all([windowsNode(), startSandbox({ port: 0, speed: 150 })]);
  });
  afterAll(() => sandbox.close());

  it.concurrent.each([
    {
      title: "with a drive letter",
      dir: (path: string) => windowsPath(join(path, "r")),
      shown: (path: string) => `Z:${path}/r`,
    },
    {
      title: "on a server",
      dir: (path: string) => `\\\\here\\root${windowsPath(join(path, "r")).slice(2)}`,
      shown: (path: string) => `//here/root${path}/r`,
    },
    {
      title: "with a path of more than 260 characters",
      dir: () => `${"long-".repeat(30)}\\${"deep-".repeat(30)}`,
      shown: (path: string) => `Z:${path}/${"long-".repeat(30)}/${"deep-".repeat(30)}`,
    },
  ])("$title", async ({ dir, shown }) => {
    await using space = await openWorkspace(sandbox.url);
    const given = dir(space.path);
    const { code, stderr } = await space.remotest(runArgs("ats", "fail", "--report-dir", given), { node });
    expect(code, stderr).toBe(1);
    const report = given.startsWith("long") ? join(space.path, given.replaceAll("\\", "/")) : join(space.path, "r");
    expect(await readFile(join(report, "outputs.env"), "utf8")).toContain(`REMOTEST_REPORT_DIR=${shown(space.path)}\n`);
    const attached = given.startsWith("long") ? given.replaceAll("\\", "/") : shown(space.path);
    expect(await readFile(join(report, "junit.xml"), "utf8")).toContain(`[[ATTACHMENT|${attached}/provider/`);
  });

  it.concurrent("keep files under names that Windows can open, and name the provider's module without backslashes", async () => {
    await using space = await openWorkspace(sandbox.url);
    await writeFile(join(space.path, "own.mjs"), provider);
    const module = windowsPath(join(space.path, "own.mjs"));
    const { code, stderr } = await space.remotest(["run", module, "--name", "n", "--poll-interval", "100ms"], { node });
    expect(code, stderr).toBe(1);
    expect(stderr).toContain(`remotest attach own:1 --provider Z:${space.path}/own.mjs`);
    const kept = ["Log.txt", "_NUL", "_com1.log", "_con.txt", "log-2.txt", "screen_", "what_.json"];
    expect((await readdir(join(space.path, "remotest-report/provider"))).toSorted()).toEqual(kept);
    for (const name of kept) expect(await space.report("report.html")).toContain(`provider/${name}`);
    const attached = await space.remotest(["attach", "own:1", "--provider", ".\\own.mjs"], { node });
    expect(attached.code, attached.stderr).toBe(1);
  });

  it.concurrent.each(["rep ", "rep.", "con", "aux.d\\two"])("cannot be named %j", async (dir) => {
    await using space = await openWorkspace("http://127.0.0.1:1");
    const { code, stderr } = await space.remotest(runArgs("ats", "pass", "--report-dir", dir), { node });
    expect(code, stderr).toBe(2);
    expect(stderr).toContain("other programs cannot open a directory named");
  });

  it.concurrent("are written once another program lets go of a file in them", async () => {
    await using space = await openWorkspace(sandbox.url);
    const { released } = await holdReport(space, "remotest-report/.remotest.lock");
    const { code, stderr } = await space.remotest(runArgs("ats", "pass"), { node });
    expect(code, stderr).toBe(0);
    expect(await space.report("previous/report.html")).toBe("an earlier report");
    await released;
  });

  it.concurrent("that another program keeps open are an error that says so, and nothing is started", async () => {
    await using space = await openWorkspace("http://127.0.0.1:1");
    const { released } = await holdReport(space, "ended");
    const { code, stderr } = await space.remotest(runArgs("ats", "pass"), { node });
    await writeFile(join(space.path, "ended"), "");
    expect(code, stderr).toBe(2);
    expect(stderr).toContain("If a program has one of the files open, close it");
    await released;
  });
});
