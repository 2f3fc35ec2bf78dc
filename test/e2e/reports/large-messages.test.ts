import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type StoredReport, readReportDocument } from "../../../packages/core/src/flow.ts";

interface Publication {
  readonly maxMegabytes: number;
  readonly unwritten: readonly string[];
  readonly same: boolean;
}

describe("a report of 700 failures with messages of 65,000 characters, rerun once", { timeout: 120_000 }, () => {
  let dir: string;
  let published: Publication;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "remotest-large-"));
    const script = join(import.meta.dirname, "../stage/publish-large.ts");
    const { stdout } = await promisify(execFile)(process.execPath, [
      "--conditions=remotest-source",
      script,
      dir,
      "700",
      "65000",
    ]);
    published = JSON.parse(stdout) as Publication;
  }, 120_000);
  afterAll(() => rm(dir, { recursive: true }));

  it("has all files and no failure, in less than 600 MB of memory", async () => {
    expect(published).toMatchObject({ unwritten: [], same: true });
    expect(published.maxMegabytes).toBeLessThan(600);
    expect((await readdir(dir)).filter((name) => name !== "run.json" && !name.startsWith("."))).toEqual(
      expect.arrayContaining(["ctrf-report.json", "junit.xml", "report.html", "results.json", "summary.md"]),
    );
  });

  it.each([
    ["junit.xml", 30],
    ["ctrf-report.json", 30],
    ["report.html", 20],
    ["summary.md", 0.1],
  ])("has a %s of at most %d MB", async (file, megabytes) => {
    expect((await stat(join(dir, file))).size).toBeLessThan(megabytes * 1e6);
  });

  it("has every failure and every attempt in the files for programs, with the beginning of its message", async () => {
    const junit = await readFile(join(dir, "junit.xml"), "utf8");
    expect(junit.match(/<failure /g)).toHaveLength(700);
    expect(junit.match(/<rerunFailure /g)).toHaveLength(700);
    const ctrf = JSON.parse(await readFile(join(dir, "ctrf-report.json"), "utf8")) as {
      results: { tests: readonly { name: string; retries: number }[] };
    };
    expect(ctrf.results.tests.filter(({ retries }) => retries === 1)).toHaveLength(700);
    const stored: StoredReport = readReportDocument(await readFile(join(dir, "results.json"), "utf8"));
    const cases = stored.runs.flatMap(({ end }) => (end.kind === "results" ? end.testRun.suites : []))[0]?.cases ?? [];
    for (const [index, testCase] of cases.entries())
      for (const [attempt, number] of [[testCase, index] as const, [testCase.earlierAttempts[0], -index] as const]) {
        const message = attempt && "message" in attempt ? (attempt.message ?? "") : "";
        expect(message.startsWith(`${number} expected <b>"1" & 2</b>\n`)).toBe(true);
        expect(message.length).toBeGreaterThan(45_000);
      }
    expect(cases).toHaveLength(700);
  });
});
