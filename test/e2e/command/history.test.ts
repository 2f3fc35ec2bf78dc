import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { openWorkspace, runArgs } from "../stage/workspace.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, speed: 150 });
});
afterAll(() => sandbox.close());

describe.concurrent("--history", () => {
  it("shows how long a test has been failing, from the reports of earlier runs", async () => {
    await using space = await openWorkspace(sandbox.url);
    for (const [index, name] of ["pass", "pass", "fail"].entries())
      await space.remotest(runArgs("apptest", name, "--report-dir", `old/${index}`));
    const { code, stderr } = await space.remotest(runArgs("apptest", "fail", "--history", "old/*/ctrf-report.json"));
    expect(code).toBe(1);
    expect(stderr).not.toMatch(/Warning|No earlier report/);
    const first = (await space.report("summary.md")) ?? "";
    await space.remotest(runArgs("apptest", "fail"));
    expect(first).not.toBe(await space.report("summary.md"));
    expect(first).toMatch(/since|newly|earlier/i);
  });

  it("counts the previous run's report in the same directory, once", async () => {
    await using space = await openWorkspace(sandbox.url);
    const args = runArgs("apptest", "pass", "--history", "remotest-report/ctrf-report.json");
    const first = await space.remotest(args);
    expect(first.stderr).toContain(
      "No earlier report yet: --history remotest-report/ctrf-report.json matches no file.",
    );
    const second = await space.remotest(args);
    expect(second.stderr).not.toContain("No earlier report");
    expect([first.code, second.code]).toEqual([0, 0]);
  });

  it("prints no note with --quiet", async () => {
    await using space = await openWorkspace(sandbox.url);
    const { stderr } = await space.remotest(runArgs("ats", "pass", "--quiet", "--history", "none/*.json"));
    expect(stderr).not.toContain("history");
  });

  it("only warns if a file cannot be used", async () => {
    await using space = await openWorkspace(sandbox.url);
    await writeFile(join(space.path, "broken.json"), "{");
    const { code, stderr } = await space.remotest(runArgs("ats", "pass", "--history", "*.json"));
    expect(code).toBe(0);
    expect(stderr.match(/Warning: --history: broken\.json is not a CTRF report\./g)).toHaveLength(1);
    expect(await space.report("summary.md")).toContain("broken");
  });
});

describe.concurrent("--history-dir", () => {
  const args = (scenario: string, ...more: readonly string[]): readonly string[] =>
    runArgs("apptest", scenario, "--history-dir", "kept", ...more);

  it("remembers each run, and says how long a test has been failing", async () => {
    await using space = await openWorkspace(sandbox.url);
    const first = await space.remotest(args("pass"));
    expect(first.stderr).toContain("No earlier report yet: --history-dir kept is empty.");
    await space.remotest(args("fail"));
    const third = await space.remotest(args("fail"));
    expect([first.code, third.code]).toEqual([0, 1]);
    expect(third.stderr).not.toMatch(/Warning|No earlier report/);
    expect(await space.report("summary.md")).toMatch(/\(2 reports\)/);
    expect(await readdir(join(space.path, "kept"))).toHaveLength(3);
  });

  it("contains each run once, even if a command attaches to it later", async () => {
    await using space = await openWorkspace(sandbox.url);
    const { stderr } = await space.remotest(args("fail"));
    const [, reference = ""] = /(apptest:\d+)/.exec(stderr) ?? [];
    const { code } = await space.remotest(["attach", reference, "--history-dir", "kept"]);
    expect(code).toBe(1);
    expect(await space.report("summary.md")).not.toMatch(/reports?\)/);
    expect(await readdir(join(space.path, "kept"))).toHaveLength(1);
  });

  it("loses nothing if several commands write at the same time", async () => {
    await using space = await openWorkspace(sandbox.url);
    const ends = await Promise.all(["a", "b", "c"].map((dir) => space.remotest(args("pass", "--report-dir", dir))));
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(await readdir(join(space.path, "kept"))).toHaveLength(3);
  });

  it("only warns about a broken file, and about a directory that cannot be written", async () => {
    await using space = await openWorkspace(sandbox.url);
    await mkdir(join(space.path, "kept"));
    await writeFile(join(space.path, "kept/broken.json"), "{");
    const broken = await space.remotest(args("pass"));
    expect(broken.code).toBe(0);
    expect(broken.stderr.match(/Warning: --history-dir: kept\/broken\.json is not a results\.json/g)).toHaveLength(1);
    await writeFile(join(space.path, "file"), "");
    const refused = await space.remotest(runArgs("apptest", "pass", "--history-dir", "file/in"));
    expect(refused.code).toBe(0);
    expect(refused.stderr).toContain("Warning: --history-dir: this report was not added to file/in");
  });

  it("is filled by merge as well", async () => {
    await using space = await openWorkspace(sandbox.url);
    await space.remotest(runArgs("apptest", "pass", "--report-dir", "shard"));
    const { code } = await space.remotest(["merge", "shard", "--report-dir", "merged", "--history-dir", "kept"]);
    expect(code).toBe(0);
    expect(await readdir(join(space.path, "kept"))).toHaveLength(1);
  });
});
