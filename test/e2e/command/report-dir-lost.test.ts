import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { builtCommand, type CommandResult, until } from "../stage/command.ts";
import * as apptest from "../stage/fake-apptest.ts";
import * as ats from "../stage/fake-ats.ts";
import { type Exchange, html, type Responder } from "../stage/fake-service.ts";
import { openWorkspace, runArgs, type Service, services, startArgs, type Workspace } from "../stage/workspace.ts";

// A command that was suspended for long, or whose directory was cleaned, does not know that another one uses it now.

const otherFiles: Readonly<Record<string, string>> = {
  ".remotest.lock": '{"host":"elsewhere","processes":"","pid":7,"startedAt":"","token":"otherFiles"}',
  "run.json": '{"version":1,"runs":[]}',
  "junit.xml": "<failure/>",
  "outputs.env": "REMOTEST_OUTCOME=failed\n",
  "results.json": "{}",
};

/** The ways in which a report directory is lost. */
const losses: Readonly<Record<string, (dir: string) => void>> = {
  "another command has taken it over": (dir) => {
    for (const [name, text] of Object.entries(otherFiles)) writeFileSync(join(dir, name), text);
  },
  "it was removed, and another command uses it": (dir) => {
    rmSync(dir, { recursive: true });
    mkdirSync(dir);
    for (const [name, text] of Object.entries(otherFiles)) writeFileSync(join(dir, name), text);
  },
  "it was removed": (dir) => rmSync(dir, { recursive: true }),
};

/** Returns every file with its text; undefined if there is no directory. */
function snapshot(dir: string): Record<string, string> | undefined {
  if (!existsSync(dir)) return undefined;
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(path, "utf8")]));
}

const fakes = { apptest: apptest.fakeApptest, ats: ats.fakeAts };
const good: Readonly<Record<Service, Responder>> = { apptest: apptest.started, ats: ats.started };
const refs = { apptest: "apptest:77", ats: "ats:SHOP-1/J-1" };

describe.concurrent.each(services)("the report directory is lost: %s", (service) => {
  /** Runs a command whose directory is lost at a start request. */
  async function loseDirectory(
    args: readonly string[],
    lose: (dir: string) => void,
    answer: Responder,
  ): Promise<{ readonly ended: CommandResult; readonly starts: number; readonly unchanged: boolean }> {
    let dir = "";
    let before: unknown;
    const start = (exchange: Exchange): void => {
      if (exchange.time === 1) {
        lose(dir);
        before = snapshot(dir);
      }
      answer(exchange);
    };
    await using fake = await fakes[service]({ start });
    await using space = await openWorkspace(fake.url);
    dir = join(space.path, "remotest-report");
    const ended = await space.remotest(args);
    const unchanged = JSON.stringify(snapshot(dir)) === JSON.stringify(before);
    return { ended, starts: fake.calls.start, unchanged };
  }

  it.each(Object.entries(losses))("no retry follows a refused start if %s", async (_title, lose) => {
    const { ended, starts, unchanged } = await loseDirectory(runArgs(service, "any"), lose, html(429));
    expect(ended.code, ended.stderr).toBe(3);
    expect(starts).toBe(1);
    expect(unchanged).toBe(true);
    expect(ended.stderr.match(/this command has lost ".*remotest-report"/g)).toHaveLength(1);
  });

  it.each(Object.entries(losses))("a run that was started does not count as passed if %s", async (_title, lose) => {
    const { ended, unchanged } = await loseDirectory(runArgs(service, "any", "--json"), lose, good[service]);
    expect(ended.code, ended.stderr).toBe(3);
    expect(unchanged).toBe(true);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      verdict: "provider-error",
      exitCode: 3,
      runs: [{ ref: refs[service] }],
    });
    expect(ended.stderr).toMatch(/this command has lost ".*remotest-report"/);
    expect(ended.stderr).toContain(refs[service]);
    // Nothing refers to files of the other command.
    expect(ended.stderr).not.toMatch(/Passed:|Reports:/);
  });

  it.each(Object.entries(losses))("start reports it, with the reference, if %s", async (_title, lose) => {
    const { ended, unchanged } = await loseDirectory(["start", ...startArgs(service, "any")], lose, good[service]);
    expect(ended.code, ended.stderr).toBe(3);
    expect(unchanged).toBe(true);
    expect(ended.stdout).toBe(`${refs[service]}\n`);
    expect(ended.stderr).toMatch(/this command has lost/);
  });
});

describe.concurrent("a rerun", () => {
  it("is not sent if the report directory is lost", async () => {
    let dir = "";
    let reruns = 0;
    const failing = ats.done({ result: "Failed", counts: [0, 0, 1], cases: [["Log in", "Failed"]] });
    await using fake = await ats.fakeAts({
      start: (exchange) => {
        if (exchange.time > 1) reruns++;
        ats.started(exchange);
      },
      result: (exchange) => {
        if (exchange.time === 1) losses["another command has taken it over"]?.(dir);
        failing(exchange);
      },
      status: failing,
    });
    await using space = await openWorkspace(fake.url);
    dir = join(space.path, "remotest-report");
    const { code, stderr } = await space.remotest(runArgs("ats", "any", "--rerun-failed", "1"));
    expect(code, stderr).toBe(3);
    expect(reruns).toBe(0);
    expect(await space.report("junit.xml")).toBe("<failure/>");
  });
});

describe.runIf(process.platform === "linux")("a disk without space", () => {
  /** Runs the command where files cannot have content; directories can be made and files renamed, as on most full disks. */
  async function withoutSpace(space: Workspace, args: readonly string[]): Promise<CommandResult> {
    const child = spawn(
      "sh",
      ["-c", 'trap "" XFSZ; ulimit -f 0; exec "$0" "$@"', process.execPath, builtCommand, ...args],
      {
        cwd: space.path,
        env: { PATH: process.env["PATH"], ...space.env },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (part) => (stdout += String(part)));
    child.stderr.on("data", (part) => (stderr += String(part)));
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return { code, stdout, stderr };
  }

  const reports = ["ctrf-report.json", "junit.xml", "outputs.env", "report.html", "results.json", "summary.md"];

  it("leaves no earlier pass visible, loses none, and does not block a later command", async () => {
    await using service = await ats.fakeAts();
    await using space = await openWorkspace(service.url);
    expect((await space.remotest(runArgs("ats", "yesterday"))).code).toBe(0);
    const yesterday = await space.report("junit.xml");
    const full = await withoutSpace(space, runArgs("ats", "any"));
    expect(full.code, full.stderr).toBe(2);
    expect(full.stderr).toMatch(/EFBIG/);
    expect(service.calls.start).toBe(1);
    for (const name of reports) expect(await space.report(name), name).toBeUndefined();
    expect(await space.report(".remotest.lock")).toBeUndefined();
    const again = await space.remotest(runArgs("ats", "today", "--timeout", "soon"));
    expect(again.code, again.stderr).toBe(2);
    expect(again.stderr).toContain("soon");
    for (const name of reports) expect(await space.report(`previous/${name}`), name).toBeDefined();
    expect(await space.report("previous/junit.xml")).toBe(yesterday);
  });

  it.each([
    { title: "a folder at the lock", put: (dir: string) => mkdir(join(dir, ".remotest.lock")) },
    { title: "a file at previous.next", put: (dir: string) => writeFile(join(dir, "previous.next"), "mine") },
  ])("$title, with or without space: nothing green", async ({ put }) => {
    await using service = await ats.fakeAts({ start: html(500) });
    await using space = await openWorkspace(service.url);
    for (const run of [withoutSpace, (_: Workspace, args: readonly string[]) => space.remotest(args)]) {
      const dir = join(space.path, "remotest-report");
      rmSync(dir, { recursive: true, force: true });
      mkdirSync(dir);
      for (const name of reports) await writeFile(join(dir, name), "passed");
      await put(dir);
      const { code, stderr } = await run(space, runArgs("ats", "any", "--timeout", "soon"));
      expect(code, stderr).toBe(2);
      for (const name of reports) expect(await space.report(name), name).toBeUndefined();
    }
  });
});

describe.concurrent("a directory that is cleaned while its run is still running", () => {
  it("belongs to the next command, which starts its own run and keeps its own report", async () => {
    let first = true;
    await using service = await ats.fakeAts({
      start: (exchange) => ats.runJob(`<Started>true</Started><JobID>J-${exchange.time}</JobID>`)(exchange),
      status: (exchange) =>
        (exchange.body.includes("<JobID>J-1<") && first
          ? ats.done({ status: "Running", result: "" })
          : ats.done({ result: exchange.body.includes("<JobID>J-1<") ? "Passed" : "Failed" }))(exchange),
      result: (exchange) =>
        (exchange.body.includes("<JobID>J-1<")
          ? ats.done({})
          : ats.done({ result: "Failed", counts: [0, 0, 1], cases: [["Log in", "Failed"]] }))(exchange),
    });
    await using space = await openWorkspace(service.url);
    const a = space.launch(runArgs("ats", "a"));
    await until(() => service.calls.status > 0, "the first run is waited for");
    rmSync(join(space.path, "remotest-report"), { recursive: true });
    const b = await space.remotest(runArgs("ats", "b"));
    expect(b.code, b.stderr).not.toBe(0);
    const left = snapshot(join(space.path, "remotest-report"));
    first = false;
    const ended = await a.ended;
    expect(ended.code, ended.stderr).toBe(3);
    expect(ended.stderr).toContain("ats:SHOP-1/J-1");
    expect(snapshot(join(space.path, "remotest-report"))).toEqual(left);
  });
});
