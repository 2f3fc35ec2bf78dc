import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeFile } from "node:fs/promises";
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
