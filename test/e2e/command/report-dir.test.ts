import { spawn, spawnSync } from "node:child_process";
import { existsSync, openSync, readlinkSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { builtCommand, until } from "../stage/command.ts";
import * as ats from "../stage/fake-ats.ts";
import { type Respond, silent } from "../stage/fake-service.ts";
import { openWorkspace, running, starting, type Workspace } from "../stage/workspace.ts";

// The state machine of a report directory: what stands in it × what a command does in it. In no cell does a pass of an
// earlier command stand where a CI system looks after a command that did not pass, and nothing that was there is lost.

const failed = ats.done({ result: "Failed", counts: [0, 0, 1], cases: [["Log in", "Failed"]] });
const reports = ["ctrf-report.json", "junit.xml", "outputs.env", "report.html", "results.json", "summary.md"];

/** What an earlier command left. */
const states: Readonly<Record<string, (space: Workspace) => Promise<unknown>>> = {
  "a passing report": (space) => space.remotest(running("ats", "yesterday")),
  "reports without a ledger": async (space) => {
    await space.remotest(running("ats", "yesterday"));
    await rm(join(space.path, "remotest-report/run.json"));
  },
  "a ledger that cannot be read": async (space) => {
    await space.remotest(running("ats", "yesterday"));
    await writeFile(join(space.path, "remotest-report/run.json"), "{");
  },
  "what a process left that was killed while it moved them": async (space) => {
    await space.remotest(running("ats", "yesterday"));
    const dir = join(space.path, "remotest-report");
    await mkdir(join(dir, "previous.next"));
    for (const name of reports.slice(0, 3)) await rename(join(dir, name), join(dir, "previous.next", name));
  },
  "the lock of a process that is gone": async (space) => {
    await space.remotest(running("ats", "yesterday"));
    const { pid } = spawnSync(process.execPath, ["--version"]);
    const processes = process.platform === "linux" ? readlinkSync("/proc/self/ns/pid") : "";
    const lock = { host: hostname(), processes, pid, startedAt: "", token: "" };
    await writeFile(join(space.path, "remotest-report/.remotest.lock"), JSON.stringify(lock));
  },
};

/** What is done there, and what it must end with. */
const events: Readonly<
  Record<string, { readonly args: readonly string[]; readonly env?: Record<string, string>; readonly code: number }>
> = {
  "an option that is not valid": { args: running("ats", "any", "--timeout", "soon"), code: 2 },
  "an option that does not exist": { args: running("ats", "any", "--tiemout", "3s"), code: 2 },
  "an option that was given the subject --help": { args: running("ats", "--help"), code: 2 },
  "a report directory that is given twice": {
    args: running("ats", "any", "--report-dir", "remotest-report", "--report-dir", "elsewhere"),
    code: 2,
  },
  "a mistyped command": { args: ["rnu", ...starting("ats", "any")], code: 2 },
  "an option before the command": { args: ["--json", ...running("ats", "any")], code: 2 },
  "no words at all": { args: [], code: 2 },
  "an unknown provider": { args: ["run", "atss"], code: 2 },
  "no token": { args: running("ats", "any"), env: { ATS_API_TOKEN: "" }, code: 2 },
  "an attach without a reference": { args: ["attach"], code: 2 },
  "an attach to what is no reference": { args: ["attach", "ats:"], code: 2 },
  "an attach that is refused": {
    args: ["attach", "ats:SHOP-1/J-9"],
    env: { ATS_BASE_URL: "http://127.0.0.1:9" },
    code: 3,
  },
  "a start only": { args: ["start", ...starting("ats", "any")], code: 0 },
};

/** The reports in a directory that say passed to somebody. */
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
  it("has one owner: of four commands at once one starts a run, the others end with 2 and send nothing", async () => {
    await using service = await ats.fakeAts();
    await using space = await openWorkspace(service.url);
    for (const made of [false, true]) {
      if (made) await mkdir(join(space.path, "second"));
      const args = [...running("ats", "any"), "--report-dir", made ? "second" : "first"];
      const ended = await Promise.all(Array.from({ length: 4 }, () => space.launch(args).ended));
      const codes = ended.map(({ code }) => code ?? -1).toSorted((a, b) => a - b);
      // A command that comes when another has ended finds the directory free.
      expect(codes.filter((code) => code !== 0 && code !== 2)).toEqual([]);
      expect(codes).toContain(0);
      for (const { code, stderr } of ended) if (code === 2) expect(stderr).toMatch(/in use by another remotest/);
    }
    const passes = service.calls.start;
    expect(passes).toBeLessThanOrEqual(8);
  });

  it("in use sends nothing and touches nothing, and is free after a kill", async () => {
    await using service = await ats.fakeAts({ status: silent });
    await using space = await openWorkspace(service.url);
    const run = space.launch(running("ats", "any"));
    await until(() => service.calls.status > 0, "the run is waited for");
    const before = await space.report("run.json");
    const second = await space.remotest(running("ats", "any"));
    expect(second.code, second.stderr).toBe(2);
    expect(service.calls.start).toBe(1);
    expect(await space.report("run.json")).toBe(before);
    run.kill("SIGKILL");
    await run.ended;
    const third = await space.remotest(running("ats", "any", "--timeout", "1s"));
    expect(third.code, third.stderr).toBe(4);
  });

  it.each(["run.json", "results.json"])("with a pipe at %s hangs no command", async (name) => {
    await using service = await ats.fakeAts();
    await using space = await openWorkspace(service.url);
    await mkdir(join(space.path, "remotest-report"));
    spawnSync("mkfifo", [join(space.path, "remotest-report", name)]);
    const { code, stderr } = await space.remotest(running("ats", "any"), { longestMs: 20_000 });
    expect(code, stderr).toBe(0);
  });

  it("whose last file cannot be written holds no green one", async () => {
    await using service = await ats.fakeAts();
    await using space = await openWorkspace(service.url);
    await mkdir(join(space.path, "remotest-report/previous"), { recursive: true });
    const run = space.launch(running("ats", "any"));
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
  it("stay where a line has no report directory, asks for help, or reads them", async () => {
    await using service = await ats.fakeAts();
    await using space = await openWorkspace(service.url);
    await space.remotest(running("ats", "yesterday"));
    const before = await space.report("junit.xml");
    for (const args of rows) {
      const { code, stderr } = await space.remotest(args);
      expect(code, stderr).toBe(args.includes("remotest-report") ? 2 : 0);
      expect(await space.report("junit.xml"), args.join(" ")).toBe(before);
    }
  });
});

describe.concurrent("an attach into the directory of a plan", () => {
  it("judges with what is known of the others, and the advice names all of them", async () => {
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
    { title: "another run", args: running("ats", "other") },
    { title: "a merge", args: ["merge", "parts"] },
  ])("is not needed for $title to forget none that is left", async ({ args }) => {
    let over = false;
    await using service = await ats.fakeAts({
      status: (given) => (over ? ats.done({}) : ats.done({ status: "Running", result: "" }))(given),
    });
    await using space = await openWorkspace(service.url);
    const first = await space.remotest(running("ats", "any", "--timeout", "4s"));
    expect(first.code, first.stderr).toBe(4);
    over = true;
    await space.remotest([...running("ats", "part"), "--report-dir", "parts"]);
    const between = await space.remotest(args);
    expect(between.code, between.stderr).toBe(0);
    const starts = service.calls.start;
    const resumed = await space.remotest(running("ats", "any", "--resume"));
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stderr).toContain("Attached to ats:SHOP-1/J-1");
    expect(service.calls.start).toBe(starts);
  });

  it("judges the others as this command is asked to, and by whatever spelling it is asked", async () => {
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
    // That it failed is known, and what failed is not at hand any more.
    { title: "another run came between", isFailing: true, wanted: 3 },
    { title: "an attach was killed", isFailing: false, wanted: 0 },
  ])("judges a part with what the others came to, also where $title", async ({ isFailing, wanted }) => {
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
    if (isFailing) expect((await space.remotest(running("ats", "other"))).code).toBe(0);
    const attached = await space.remotest(attach);
    expect(attached.code, attached.stderr).toBe(wanted);
  });

  it("to another run forgets none that is left: --resume starts nothing a second time", async () => {
    let over = false;
    await using service = await ats.fakeAts({
      status: (given) => (over ? ats.done({}) : ats.done({ status: "Running", result: "" }))(given),
    });
    await using space = await openWorkspace(service.url);
    const first = await space.remotest(running("ats", "any", "--timeout", "4s"));
    expect(first.code, first.stderr).toBe(4);
    over = true;
    const other = await space.remotest(["attach", "ats:SHOP-1/J-9"]);
    expect(other.code, other.stderr).toBe(0);
    const resumed = await space.remotest(running("ats", "any", "--resume"));
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stderr).toContain("Attached to ats:SHOP-1/J-1");
    expect(service.calls.start).toBe(1);
  });
});

describe.concurrent("a full device in place of stdout", () => {
  it.each([
    { args: [...running("ats", "any"), "--json"] },
    { args: ["start", ...starting("ats", "any"), "--json"] },
    { args: ["start", ...starting("ats", "any")] },
  ])("is no exit of 0: $args.0 $args.11", async ({ args }) => {
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

  it("matters to nobody where nothing is asked for on it", async () => {
    await using service = await ats.fakeAts();
    await using space = await openWorkspace(service.url);
    const child = spawn(process.execPath, [builtCommand, ...running("ats", "any")], {
      cwd: space.path,
      env: { PATH: process.env["PATH"], ...space.env },
      stdio: ["ignore", openSync("/dev/full", "w"), "ignore"],
    });
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(0);
  });

  it("is no exit of 0 for merge either", async () => {
    await using service = await ats.fakeAts();
    await using space = await openWorkspace(service.url);
    await space.remotest(running("ats", "any"));
    const child = spawn(process.execPath, [builtCommand, "merge", "remotest-report", "--report-dir", "all", "--json"], {
      cwd: space.path,
      stdio: ["ignore", openSync("/dev/full", "w"), "ignore"],
    });
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(3);
    expect(await greenFiles(join(space.path, "all"))).toEqual([]);
  });

  it("and an outputs.env that cannot be written leave no green file, whoever writes it", async () => {
    await using service = await ats.fakeAts();
    await using space = await openWorkspace(service.url);
    await space.remotest(running("ats", "any"));
    for (const args of [
      ["merge", "remotest-report", "--report-dir", "all"],
      [...running("ats", "any"), "--report-dir", "all"],
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
