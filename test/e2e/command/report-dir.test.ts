import { spawnSync } from "node:child_process";
import { existsSync, readlinkSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { until } from "../stage/command.ts";
import * as ats from "../stage/fake-ats.ts";
import { silent } from "../stage/fake-service.ts";
import { greenFiles, reportFiles } from "../stage/report-files.ts";
import { openWorkspace, runArgs, startArgs, type Workspace } from "../stage/workspace.ts";

// The state machine of a report directory: its content × what a command does in it. In no cell does a CI system find an
// earlier pass after a command that did not pass, and nothing in the directory is lost.

/** The states in which an earlier command left the directory. */
const states: Readonly<Record<string, (space: Workspace) => Promise<unknown>>> = {
  "a passing report": (space) => space.remotest(runArgs("ats", "yesterday")),
  "reports without a ledger": async (space) => {
    await space.remotest(runArgs("ats", "yesterday"));
    await rm(join(space.path, "remotest-report/run.json"));
  },
  "a ledger that cannot be read": async (space) => {
    await space.remotest(runArgs("ats", "yesterday"));
    await writeFile(join(space.path, "remotest-report/run.json"), "{");
  },
  "the files of a process that was killed while it moved them": async (space) => {
    await space.remotest(runArgs("ats", "yesterday"));
    const dir = join(space.path, "remotest-report");
    await mkdir(join(dir, "previous.next"));
    for (const name of reportFiles.slice(0, 3)) await rename(join(dir, name), join(dir, "previous.next", name));
  },
  "the lock of a process that has ended": async (space) => {
    await space.remotest(runArgs("ats", "yesterday"));
    const { pid } = spawnSync(process.execPath, ["--version"]);
    const processes = process.platform === "linux" ? readlinkSync("/proc/self/ns/pid") : "";
    const lock = { host: hostname(), processes, pid, startedAt: "", token: "" };
    await writeFile(join(space.path, "remotest-report/.remotest.lock"), JSON.stringify(lock));
  },
};

/** The commands that are run there, and their expected exit codes. */
const events: Readonly<
  Record<string, { readonly args: readonly string[]; readonly env?: Record<string, string>; readonly code: number }>
> = {
  "an option that is not valid": { args: runArgs("ats", "any", "--timeout", "soon"), code: 2 },
  "an option that does not exist": { args: runArgs("ats", "any", "--tiemout", "3s"), code: 2 },
  "an option with the subject --help as its value": { args: runArgs("ats", "--help"), code: 2 },
  "a report directory that is given twice": {
    args: runArgs("ats", "any", "--report-dir", "remotest-report", "--report-dir", "elsewhere"),
    code: 2,
  },
  "a mistyped command": { args: ["rnu", ...startArgs("ats", "any")], code: 2 },
  "an option before the command": { args: ["--json", ...runArgs("ats", "any")], code: 2 },
  "no words at all": { args: [], code: 2 },
  "an unknown provider": { args: ["run", "atss"], code: 2 },
  "no token": { args: runArgs("ats", "any"), env: { ATS_API_TOKEN: "" }, code: 2 },
  "an attach without a reference": { args: ["attach"], code: 2 },
  "an attach to an invalid reference": { args: ["attach", "ats:"], code: 2 },
  "an attach that is refused": {
    args: ["attach", "ats:SHOP-1/J-9"],
    env: { ATS_BASE_URL: "http://127.0.0.1:9" },
    code: 3,
  },
  "a start only": { args: ["start", ...startArgs("ats", "any")], code: 0 },
};

describe.concurrent.each(Object.entries(states))("with %s in the directory", (state, prepare) => {
  // The ledger may know a gate of the run, and other runs of its plan.
  const isUnreadable = state === "a ledger that cannot be read";
  it.each(Object.entries(events))("%s", async (_event, { args, env = {}, ...event }) => {
    const code = isUnreadable && args[0] === "attach" ? 2 : event.code;
    await using service = await ats.fakeAts();
    await using space = await openWorkspace(service.url);
    await prepare(space);
    const more = args[0] === "attach" ? ["--timeout", "1s"] : [];
    const ended = await space.remotest([...args, ...more], { env });
    expect(code === 3 ? [3, 4] : [code], ended.stderr).toContain(ended.code);
    const dir = join(space.path, "remotest-report");
    for (const name of reportFiles) {
      expect(existsSync(join(dir, "previous", name)), `${name} is kept`).toBe(true);
      const text = await space.report(name);
      if (text !== undefined) expect(text, name).not.toMatch(/REMOTEST_OUTCOME=passed|"kind":"passed"|yesterday/);
    }
    if (code === 2) expect(await readdir(dir)).not.toContain("junit.xml");
    expect(await readdir(dir)).not.toContain(".remotest.lock");
    const merged = await space.remotest(["merge", "remotest-report", "--report-dir", "merged"]);
    expect(merged.code, merged.stderr).not.toBe(0);
  });
});

describe.concurrent("a report directory", () => {
  it("has one owner: of four commands at the same time one starts a run, the others end with 2 and send nothing", async () => {
    await using service = await ats.fakeAts();
    await using space = await openWorkspace(service.url);
    for (const made of [false, true]) {
      if (made) await mkdir(join(space.path, "second"));
      const args = [...runArgs("ats", "any"), "--report-dir", made ? "second" : "first"];
      const ended = await Promise.all(Array.from({ length: 4 }, () => space.launch(args).ended));
      const codes = ended.map(({ code }) => code ?? -1).toSorted((a, b) => a - b);
      // A command that starts after another has ended finds the directory free.
      expect(codes.filter((code) => code !== 0 && code !== 2)).toEqual([]);
      expect(codes).toContain(0);
      for (const { code, stderr } of ended) if (code === 2) expect(stderr).toMatch(/in use by another remotest/);
    }
    const passes = service.calls.start;
    expect(passes).toBeLessThanOrEqual(8);
  });

  it("in use: a second command sends and changes nothing; it is free after a kill", async () => {
    await using service = await ats.fakeAts({ status: silent });
    await using space = await openWorkspace(service.url);
    const run = space.launch(runArgs("ats", "any"));
    await until(() => service.calls.status > 0, "the run is waited for");
    const before = await space.report("run.json");
    const second = await space.remotest(runArgs("ats", "any"));
    expect(second.code, second.stderr).toBe(2);
    expect(service.calls.start).toBe(1);
    expect(await space.report("run.json")).toBe(before);
    run.kill("SIGKILL");
    await run.ended;
    const third = await space.remotest(runArgs("ats", "any", "--timeout", "4s"));
    expect(third.code, third.stderr).toBe(4);
  });

  it.each(["run.json", "results.json"])("with a pipe at %s does not make a command hang", async (name) => {
    await using service = await ats.fakeAts();
    await using space = await openWorkspace(service.url);
    await mkdir(join(space.path, "remotest-report"));
    spawnSync("mkfifo", [join(space.path, "remotest-report", name)]);
    const { code, stderr } = await space.remotest(runArgs("ats", "any"), { limitMs: 20_000 });
    expect(code, stderr).toBe(0);
  });

  it("whose last file cannot be written contains no green file", async () => {
    await using service = await ats.fakeAts();
    await using space = await openWorkspace(service.url);
    await mkdir(join(space.path, "remotest-report/previous"), { recursive: true });
    const run = space.launch(runArgs("ats", "any"));
    await until(() => existsSync(join(space.path, "remotest-report/run.json")), "it has begun");
    await mkdir(join(space.path, "remotest-report/results.json"), { recursive: true });
    const { code, stderr } = await run.ended;
    if (code === 0) return; // The directory came too late.
    expect(code, stderr).toBe(3);
    expect(await greenFiles(join(space.path, "remotest-report"))).toEqual([]);
  });
});

describe.concurrent("the reports of an earlier command", () => {
  const rows: readonly (readonly string[])[] = [
    ["--help"],
    ["--version"],
    ["help"],
    ["help", "run"],
    ["run", "--help"],
    ["run", "ats", "--app-id", "SHOP-1", "-h"],
    ["attach", "--base-url", "https://example.com", "--help"],
    ["providers"],
    ["merge", "remotest-report"],
    ["mrege", "remotest-report", "other"],
  ];
  it("stay if a line has no report directory, asks for help, or reads them", async () => {
    await using service = await ats.fakeAts();
    await using space = await openWorkspace(service.url);
    await space.remotest(runArgs("ats", "yesterday"));
    const before = await space.report("junit.xml");
    for (const args of rows) {
      const { code, stderr } = await space.remotest(args);
      expect(code, stderr).toBe(args.includes("remotest-report") ? 2 : 0);
      expect(await space.report("junit.xml"), args.join(" ")).toBe(before);
    }
  });
});
