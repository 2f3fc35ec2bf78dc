import { worded } from "@remotest/core";
import { caseKeys } from "@remotest/core/flow";
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readHistory } from "./history.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "remotest-history-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(dir, path)), { recursive: true });
  await writeFile(join(dir, path), content);
}

/** A report that ended at this hour of one day. */
function ctrf(hour: number, status = "passed"): string {
  const stop = Date.UTC(2026, 2, 1, hour);
  return JSON.stringify({
    reportFormat: "CTRF",
    specVersion: "0.0.0",
    results: {
      tool: { name: "remotest" },
      summary: { tests: 1, passed: 1, failed: 0, skipped: 0, pending: 0, other: 0, start: stop - 1000, stop },
      tests: [{ name: "Pixel 9", status, duration: 1, suite: ["Phones"] }],
    },
  });
}

const hours = async (pattern: string, without: readonly string[] = []): Promise<readonly number[]> =>
  (
    await readHistory(
      join(dir, pattern),
      without.map((path) => join(dir, path)),
    )
  ).reports.map(({ endedAt }) => endedAt.getUTCHours());

describe("earlier reports", () => {
  it("are sorted oldest first, regardless of the names of their files", async () => {
    await write("a/ctrf-report.json", ctrf(3));
    await write("b/ctrf-report.json", ctrf(1, "failed"));
    await write("c/ctrf-report.json", ctrf(2));
    const { reports, warnings, files } = await readHistory(join(dir, "*/ctrf-report.json"));
    expect(reports.map(({ endedAt }) => endedAt.getUTCHours())).toEqual([1, 2, 3]);
    expect(reports.map(({ outcomes }) => outcomes.get(caseKeys()("Phones", "Pixel 9")))).toEqual([
      "failed",
      "passed",
      "passed",
    ]);
    expect({ warnings, files }).toEqual({ warnings: [], files: 3 });
  });

  it.each([
    { pattern: "a/ctrf-report.json", wanted: [1] },
    { pattern: "./a/../a/ctrf-report.json", wanted: [1] },
    { pattern: "?/ctrf-report.json", wanted: [1, 2] },
    { pattern: "*/ctrf-report.json", wanted: [1, 2, 3] },
    { pattern: "**/ctrf-report.json", wanted: [1, 2, 3, 4, 5] },
    { pattern: "deep/**/*.json", wanted: [3, 4] },
    { pattern: ".hidden/*.json", wanted: [6] },
    { pattern: ".*/*.json", wanted: [6] },
    { pattern: "[x] (1)/*", wanted: [] },
    { pattern: "none/*.json", wanted: [] },
    { pattern: "deep", wanted: [] },
    { pattern: "", wanted: [] },
  ])("are matched by $pattern: $wanted", async ({ pattern, wanted }) => {
    await write("a/ctrf-report.json", ctrf(1));
    await write("b/ctrf-report.json", ctrf(2));
    await write("deep/ctrf-report.json", ctrf(3));
    await write("deep/er/ctrf-report.json", ctrf(4));
    await write("ctrf-report.json", ctrf(5));
    await write(".hidden/ctrf-report.json", ctrf(6));
    expect(await hours(pattern)).toEqual(wanted);
  });

  it("are found in folders whose names contain characters that are special in other globs", async () => {
    await write("[x] {1,2} (a|b)!/ctrf-report.json", ctrf(1));
    expect(await hours("[x] {1,2} (a|b)!/*.json")).toEqual([1]);
  });

  it("are not searched for in a circle of links", async () => {
    await write("a/ctrf-report.json", ctrf(1));
    await symlink(dir, join(dir, "a/again"));
    expect(await hours("**/ctrf-report.json")).toEqual([1]);
  });

  it("are at most the latest fifty", async () => {
    for (let hour = 0; hour < 60; hour++) await write(`${hour}.json`, ctrf(hour));
    const { reports, files } = await readHistory(join(dir, "*.json"));
    expect(files).toBe(60);
    expect(reports).toHaveLength(50);
    expect(reports[0]?.endedAt).toEqual(new Date(Date.UTC(2026, 2, 1, 10)));
    expect(reports.at(-1)?.endedAt).toEqual(new Date(Date.UTC(2026, 2, 1, 59)));
  });

  it("are taken from the last thousand files, sorted by the numbers in their names", async () => {
    for (let build = 1; build <= 1_002; build++) await write(`${build}.json`, build > 2 ? "{}" : ctrf(build));
    await write("1002.json", ctrf(9));
    const { reports, warnings, files } = await readHistory(join(dir, "*.json"));
    expect(files).toBe(1_002);
    expect(reports.map(({ endedAt }) => endedAt.getUTCHours())).toEqual([9]);
    expect(warnings).toHaveLength(12);
    const said = warnings.map((warning) => worded(warning));
    expect(said[0]).toBe("--history matches 1002 files; only the last 1000 by name are read.");
    expect(said[1]).toMatch(/[/\\]3\.json is not a CTRF report\.$/);
    expect(said.at(-1)).toBe("--history: 989 more files cannot be used.");
  });

  it("do not include parts of the report itself", async () => {
    await write("a/ctrf-report.json", ctrf(1));
    await write("b/ctrf-report.json", ctrf(2));
    expect(await hours("*/ctrf-report.json", ["b/ctrf-report.json"])).toEqual([1]);
  });

  it("cause a warning if they cannot be read", async () => {
    await write("good.json", ctrf(1));
    await write("other.json", "{}");
    await write("torn.json", ctrf(2).slice(0, -9));
    await write("huge.json", "");
    await truncate(join(dir, "huge.json"), 64 * 2 ** 20 + 1);
    const { reports, warnings } = await readHistory(join(dir, "*.json"));
    expect(reports).toHaveLength(1);
    expect(warnings.map((warning) => worded(warning))).toEqual([
      expect.stringMatching(/^--history: .*huge\.json is larger than 64 MiB\.$/),
      expect.stringMatching(/^--history: .*other\.json is not a CTRF report\.$/),
      expect.stringMatching(/^--history: .*torn\.json is not a CTRF report\.$/),
    ]);
  });
});
