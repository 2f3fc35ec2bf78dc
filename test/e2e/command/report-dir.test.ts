import { spawn, spawnSync } from "node:child_process";
import { existsSync, openSync, readlinkSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { builtCommand, until } from "../stage/command.ts";
import * as ats from "../stage/fake-ats.ts";
import { type Respond, silent } from "../stage/fake-service.ts";
import { openWorkspace, runArgs, startArgs, type Workspace } from "../stage/workspace.ts";

// The state machine of a report directory: its content × what a command does in it. In no cell does a CI system find an
// earlier pass after a command that did not pass, and nothing in the directory is lost.

const failed = ats.done({ result: "Failed", counts: [0, 0, 1], cases: [["Log in", "Failed"]] });
const reports = ["ctrf-report.json", "junit.xml", "outputs.env", "report.html", "results.json", "summary.md"];

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
    for (const name of reports.slice(0, 3)) await rename(join(dir, name), join(dir, "previous.next", name));
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

/** Returns the reports in a directory that say passed. */
async function greenFiles(dir: string): Promise<readonly string[]> {
  const green: string[] = [];
  for (const name of reports) {
    const text = await readFile(join(dir, name), "utf8").catch(() => "");
    if (/"verdict":\s*(?:\{\s*"kind":\s*)?"passed"|OUTCOME=passed|errors="0"[^>]*>\s*<testsuite |✅ Passed/.test(text))
      green.push(name);
  }
  return green;
}

describe.concurrent.each(Object.entries(states))("with %s in the directory", (_state, prepare) => {
  it.each(Object.entries(events))("%s", async (_event, { args, env = {}, code }) => {
    await using service = await ats.fakeAts();
    await using space = await openWorkspace(service.url);
    await prepare(space);
    const more = args[0] === "attach" ? ["--timeout", "1s"] : [];
    const ended = await space.remotest([...args, ...more], { env });
    expect(code === 3 ? [3, 4] : [code], ended.stderr).toContain(ended.code);
    const dir = join(space.path, "remotest-report");
    for (const name of reports) {
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
    for (const name of ["junit.xml", "ctrf-report.json"]) expect(await space.report(name)).toBeUndefined();
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

describe.concurrent("an attach into the directory of a plan", () => {
  it("judges with what is known about the other runs, and the advice names all of them", async () => {
    let finished = false;
    await using service = await ats.fakeAts({
      start: ({ response, body }) => {
        const id = body.includes("template-a") ? "A" : "B";
        ats.runJob(`<Started>true</Started><JobID>${id}</JobID>`)({ response } as never);
      },
      status: (given) =>
        (given.body.includes("<JobID>A<")
          ? failed
          : finished
            ? ats.done({})
            : ats.done({ status: "Running", result: "" }))(given),
      result: (given) => (given.body.includes("<JobID>A<") ? failed : ats.done({}))(given),
    });
    await using space = await openWorkspace(service.url);
    const args = ["run", "ats", "--app-id", "SHOP-1", "--template-id", "template-a", "--template-id", "template-b"];
    const first = await space.remotest([...args, "--poll-interval", "100ms", "--timeout", "6s"]);
    expect(first.code, first.stderr).toBe(4);
    expect(first.stderr).toContain("remotest attach ats:SHOP-1/A ats:SHOP-1/B");
    finished = true;
    const second = await space.remotest(["attach", "ats:SHOP-1/B", "--poll-interval", "100ms"]);
    expect(second.code, second.stderr).toBe(1);
    expect(await space.ledger()).toMatchObject([{ ref: "ats:SHOP-1/B" }, { ref: "ats:SHOP-1/A", verdict: "failed" }]);
    expect(await space.report("junit.xml")).toContain("<failure");
    const merged = await space.remotest(["merge", "remotest-report", "--report-dir", "merged"]);
    expect(merged.code, merged.stderr).toBe(1);
    const third = await space.remotest(["attach", "ats:SHOP-1/B", "--poll-interval", "100ms"]);
    expect(third.code, "and however often").toBe(1);
  });

  it.each([
    { title: "another run", args: runArgs("ats", "other") },
    { title: "a merge", args: ["merge", "parts"] },
  ])("is not needed: $title keeps the unfinished runs", async ({ args }) => {
    let over = false;
    await using service = await ats.fakeAts({
      status: (given) => (over ? ats.done({}) : ats.done({ status: "Running", result: "" }))(given),
    });
    await using space = await openWorkspace(service.url);
    const first = await space.remotest(runArgs("ats", "any", "--timeout", "4s"));
    expect(first.code, first.stderr).toBe(4);
    over = true;
    await space.remotest([...runArgs("ats", "part"), "--report-dir", "parts"]);
    const between = await space.remotest(args);
    expect(between.code, between.stderr).toBe(0);
    const starts = service.calls.start;
    const resumed = await space.remotest(runArgs("ats", "any", "--resume"));
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stderr).toContain("Attached to ats:SHOP-1/J-1");
    expect(service.calls.start).toBe(starts);
  });

  it("judges the others by its own options, in any form in which they are set", async () => {
    let over = false;
    const failing: Respond = ats.done({ result: "Failed", counts: [0, 0, 1], cases: [["Log in", "Failed"]] });
    const answer: Respond = (given) =>
      (given.body.includes(">J-1<") ? failing : over ? ats.done({}) : ats.done({ status: "Running", result: "" }))(
        given,
      );
    await using service = await ats.fakeAts({ status: answer, result: answer });
    await using space = await openWorkspace(service.url);
    const args = ["run", "ats", "--app-id", "SHOP-1", "--template-id", "a", "--template-id", "b"];
    const first = await space.remotest([...args, "--fail-on", "never", "--poll-interval", "100ms", "--timeout", "6s"]);
    expect(first.code, first.stderr).toBe(4);
    over = true;
    for (const ref of ["ats:SHOP-1/J-2", "ats:SHOP%2D1/J%2D2"]) {
      const { code, stderr } = await space.remotest(["attach", ref, "--poll-interval", "100ms"]);
      expect(code, stderr).toBe(1);
    }
  });

  it.each([
    // It is known that it failed, but not any more which tests failed.
    { title: "another run came between", isFailing: true, wanted: 3 },
    { title: "an attach was killed", isFailing: false, wanted: 0 },
  ])("judges a part together with the verdicts of the others, even if $title", async ({ isFailing, wanted }) => {
    let over = false;
    const second = isFailing
      ? ats.done({ result: "Failed", counts: [0, 0, 1], cases: [["Log in", "Failed"]] })
      : ats.done({});
    const first: Respond = (given) => (over ? ats.done({}) : ats.done({ status: "Running", result: "" }))(given);
    const answer: Respond = (given) => (given.body.includes(">J-2<") ? second : first)(given);
    await using service = await ats.fakeAts({ status: answer, result: answer });
    await using space = await openWorkspace(service.url);
    const args = ["run", "ats", "--app-id", "SHOP-1", "--template-id", "a", "--template-id", "b"];
    const plan = await space.remotest([...args, "--poll-interval", "100ms", "--timeout", "6s"]);
    expect(plan.code, plan.stderr).toBe(4);
    const left = (await space.ledger()).find(({ verdict }) => verdict === "timed-out")?.ref ?? "";
    const attach = ["attach", left, "--poll-interval", "100ms"];
    if (!isFailing) {
      const killed = space.launch(attach);
      await until(async () => (await space.report("outputs.env")) === `REMOTEST_RUN_REF=${left}\n`, "it has begun");
      killed.kill("SIGKILL");
      await killed.ended;
    }
    over = true;
    if (isFailing) expect((await space.remotest(runArgs("ats", "other"))).code).toBe(0);
    const attached = await space.remotest(attach);
    expect(attached.code, attached.stderr).toBe(wanted);
  });

  it("to another run keeps the unfinished runs: --resume starts nothing a second time", async () => {
    let over = false;
    await using service = await ats.fakeAts({
      status: (given) => (over ? ats.done({}) : ats.done({ status: "Running", result: "" }))(given),
    });
    await using space = await openWorkspace(service.url);
    const first = await space.remotest(runArgs("ats", "any", "--timeout", "4s"));
    expect(first.code, first.stderr).toBe(4);
    over = true;
    const other = await space.remotest(["attach", "ats:SHOP-1/J-9"]);
    expect(other.code, other.stderr).toBe(0);
    const resumed = await space.remotest(runArgs("ats", "any", "--resume"));
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stderr).toContain("Attached to ats:SHOP-1/J-1");
    expect(service.calls.start).toBe(1);
  });
});

describe.concurrent("a full device as stdout", () => {
  it.each([
    { args: [...runArgs("ats", "any"), "--json"] },
    { args: ["start", ...startArgs("ats", "any"), "--json"] },
    { args: ["start", ...startArgs("ats", "any")] },
  ])("never ends with 0: $args.0 $args.11", async ({ args }) => {
    await using service = await ats.fakeAts();
    await using space = await openWorkspace(service.url);
    const child = spawn(process.execPath, [builtCommand, ...args], {
      cwd: space.path,
      env: { PATH: process.env["PATH"], ...space.env },
      stdio: ["ignore", openSync("/dev/full", "w"), "ignore"],
    });
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(3);
    expect(await readFile(join(space.path, "remotest-report/run.json"), "utf8")).toContain("ats:SHOP-1/J-1");
    expect(await greenFiles(join(space.path, "remotest-report"))).toEqual([]);
  });

  it("has no effect if nothing is printed there", async () => {
    await using service = await ats.fakeAts();
    await using space = await openWorkspace(service.url);
    const child = spawn(process.execPath, [builtCommand, ...runArgs("ats", "any")], {
      cwd: space.path,
      env: { PATH: process.env["PATH"], ...space.env },
      stdio: ["ignore", openSync("/dev/full", "w"), "ignore"],
    });
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(0);
  });

  it("never ends with 0 for merge either", async () => {
    await using service = await ats.fakeAts();
    await using space = await openWorkspace(service.url);
    await space.remotest(runArgs("ats", "any"));
    const child = spawn(process.execPath, [builtCommand, "merge", "remotest-report", "--report-dir", "all", "--json"], {
      cwd: space.path,
      stdio: ["ignore", openSync("/dev/full", "w"), "ignore"],
    });
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(3);
    expect(await greenFiles(join(space.path, "all"))).toEqual([]);
  });

  it("together with an outputs.env that cannot be written leaves no green file", async () => {
    await using service = await ats.fakeAts();
    await using space = await openWorkspace(service.url);
    await space.remotest(runArgs("ats", "any"));
    for (const args of [
      ["merge", "remotest-report", "--report-dir", "all"],
      [...runArgs("ats", "any"), "--report-dir", "all"],
    ]) {
      await rm(join(space.path, "all"), { recursive: true, force: true });
      await mkdir(join(space.path, "all/outputs.env"), { recursive: true });
      const { code, stderr } = await space.remotest(args);
      expect(code, stderr).toBe(3);
      expect(stderr.trim().split("\n").at(-1)).not.toMatch(/Passed/);
      expect(await greenFiles(join(space.path, "all"))).toEqual([]);
      expect(await space.report("run.json")).toContain('"passed"');
    }
  });
});
