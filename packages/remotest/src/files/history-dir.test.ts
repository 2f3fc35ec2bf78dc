import { worded } from "@remotest/core";
import { caseKeys, resultsReporter, type Report } from "@remotest/core/flow";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addToHistoryDir, keptReports, readHistoryDir } from "./history-dir.ts";

let root: string;
let dir: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "remotest-history-dir-"));
  dir = join(root, "kept");
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A report on one run that ended at this minute. */
function reportAt(minute: number, more: { readonly ref?: string; readonly flaky?: boolean } = {}): Report {
  const failed = { outcome: "failed", message: "s3cret of the app", links: [] } as const;
  const cases = [
    { ...failed, name: "Pay", earlierAttempts: [failed], durationMs: 5 },
    { outcome: "passed", name: "Sign in", links: [], earlierAttempts: more.flaky ? [failed] : [] } as const,
  ];
  const results = {
    suites: [{ name: "Shop", cases }],
    conclusion: { kind: "unstated" },
    warnings: ["A warning"],
  } as const;
  const endedAt = new Date(Date.UTC(2026, 2, 1, 0, minute));
  const handle = { ref: more.ref ?? `apptest:${minute}` };
  const verdict = { kind: "failed", reason: "1 failed of 2 tests." } as const;
  const run = {
    provider: "apptest",
    name: "Nightly",
    handle,
    startedAt: new Date(Date.UTC(2026, 2, 1)),
    endedAt,
    end: { kind: "results", testRun: results } as const,
    verdict,
    attachments: [],
  };
  const places = { reportDir: "/work/remotest-report", givenReportDir: "remotest-report" };
  return { runs: [run], verdict, exitCode: 1, ...places, warnings: [], history: [] };
}

const minutes = async (...runs: readonly string[]): Promise<readonly number[]> =>
  (await readHistoryDir(dir, runs)).reports.map(({ endedAt }) => endedAt.getUTCMinutes());

describe("a history directory", () => {
  it("gives back the outcomes of each report, oldest first", async () => {
    for (const minute of [3, 1, 2])
      expect(await addToHistoryDir(dir, reportAt(minute, { flaky: minute === 3 }))).toBeUndefined();
    const { reports, warnings, files } = await readHistoryDir(dir);
    const of = (name: string): unknown => reports.map(({ outcomes }) => outcomes.get(caseKeys()("Shop", name)));
    expect(reports.map(({ endedAt }) => endedAt.getUTCMinutes())).toEqual([1, 2, 3]);
    expect([of("Pay"), of("Sign in")]).toEqual([
      ["failed", "failed", "failed"],
      ["passed", "passed", "flaky"],
    ]);
    expect(reports[0]).toMatchObject({ durationMs: 60_000, counts: { total: 2, failed: 1, passed: 1 } });
    expect({ warnings, files }).toEqual({ warnings: [], files: 3 });
  });

  it("contains nothing that a test printed", async () => {
    await addToHistoryDir(dir, reportAt(1, { flaky: true }));
    const [name = ""] = await readdir(dir);
    expect(name).toMatch(/^2026-03-01T00-01-00-000Z-[0-9a-f]{16}\.json$/);
    expect(await readFile(join(dir, name), "utf8")).not.toMatch(/s3cret|A warning/);
  });

  it("keeps the last reports only", async () => {
    for (let minute = 0; minute < keptReports + 3; minute++) await addToHistoryDir(dir, reportAt(minute));
    expect(await readdir(dir)).toHaveLength(keptReports);
    expect((await minutes())[0]).toBe(3);
  });

  it("contains each run once, and never the runs of the present report", async () => {
    await addToHistoryDir(dir, reportAt(1, { ref: "apptest:7" }));
    await addToHistoryDir(dir, reportAt(2, { ref: "apptest:8" }));
    await addToHistoryDir(dir, reportAt(3, { ref: "apptest:7" }));
    expect(await minutes()).toEqual([2, 3]);
    expect(await minutes("apptest:7")).toEqual([2]);
  });

  it("loses nothing if many reports are added at the same time", async () => {
    await Promise.all(Array.from({ length: 20 }, (_, minute) => addToHistoryDir(dir, reportAt(minute))));
    expect(await minutes()).toHaveLength(20);
    expect((await readdir(dir)).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("has no reports if it does not exist", async () => {
    expect(await readHistoryDir(dir)).toEqual({ reports: [], warnings: [], files: 0 });
  });

  it("takes a results.json under any name, and never removes it", async () => {
    await mkdir(dir);
    await writeFile(join(dir, "results.json"), resultsReporter.render(reportAt(1)));
    for (let minute = 2; minute < keptReports + 4; minute++) await addToHistoryDir(dir, reportAt(minute));
    expect(await readdir(dir)).toContain("results.json");
    expect(await minutes()).toHaveLength(keptReports);
  });

  it.each([
    { title: "text that is not JSON", make: (path: string) => writeFile(path, "{"), says: "It must be JSON" },
    { title: "another document", make: (path: string) => writeFile(path, '{"version":1}'), says: "is missing" },
    { title: "a deeply nested text", make: (path: string) => writeFile(path, "[".repeat(100_000)), says: "is not" },
    { title: "a pipe", make: async (path: string) => void spawnSync("mkfifo", [path]), says: "It is not a file" },
    { title: "a directory", make: (path: string) => mkdir(path), says: "cannot be read" },
    { title: "a link to a device", make: (path: string) => symlink("/dev/zero", path), says: "It is not a file" },
    { title: "a link to nothing", make: (path: string) => symlink("/none", path), says: "ENOENT" },
  ])("warns about $title, and reads the others", async ({ make, says }) => {
    await addToHistoryDir(dir, reportAt(1));
    await make(join(dir, "2026-03-01T00-09-00-000Z-0123456789abcdef.json"));
    const { reports, warnings } = await readHistoryDir(dir);
    expect(reports).toHaveLength(1);
    expect(warnings).toHaveLength(1);
    expect(warnings.map((warning) => worded(warning))).toEqual([expect.stringContaining(says)]);
    expect(await addToHistoryDir(dir, reportAt(2))).toBeUndefined();
  });

  it("that cannot be written or read is a warning", async () => {
    await writeFile(dir, "");
    expect(worded((await addToHistoryDir(dir, reportAt(1))) ?? "")).toMatch(
      /^--history-dir: this report was not added to .*kept: /,
    );
    const { reports, warnings } = await readHistoryDir(dir);
    expect({ reports, warnings: warnings.map((warning) => worded(warning)) }).toEqual({
      reports: [],
      warnings: [expect.stringMatching(/cannot be read: ENOTDIR/)],
    });
  });

  it("does not keep what a killed process left half written", async () => {
    await mkdir(dir);
    const left = join(dir, ".0a0b0c0d-0000-4000-8000-000000000000.partial");
    await writeFile(left, "{");
    await addToHistoryDir(dir, reportAt(1));
    expect(await readdir(dir)).toHaveLength(2);
    await utimes(left, 0, 0);
    await addToHistoryDir(dir, reportAt(2));
    expect((await readdir(dir)).filter((name) => name.startsWith("."))).toEqual([]);
  });
});
