import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { builtCommand } from "../stage/command.ts";
import * as ats from "../stage/fake-ats.ts";
import { greenFiles } from "../stage/report-files.ts";
import { openWorkspace, runArgs, startArgs } from "../stage/workspace.ts";

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
