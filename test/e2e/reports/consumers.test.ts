import { AllureReport, resolveConfig } from "@allurereport/core";
import { calculateSummary, type CTRFReport, generateTestId, validateStrict } from "ctrf";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mergeToString } from "junit-report-merger";
import { SaxesParser } from "saxes";
import { parse } from "test-results-parser";
import { describe, expect, it } from "vitest";
import { goldenFile, goldenReports, type GoldenReport, goldenText, totalOf } from "../stage/golden-counts.ts";

const each = goldenReports.map((report) => [report.folder, report] as const);
const sum = (numberOf: (report: GoldenReport) => number): number =>
  goldenReports.reduce((total, report) => total + numberOf(report), 0);

describe("CTRF's own library, given ctrf-report.json", () => {
  it.each(each)("%s: has its counts, its flaky tests and its IDs", (_, report) => {
    const document = JSON.parse(goldenText(report, "ctrf-report.json")) as CTRFReport;
    validateStrict(document);
    const { tests, summary } = document.results;
    const { passed, failed, errors, skipped, flaky } = report;
    const counted = calculateSummary(tests, { start: summary.start, stop: summary.stop });
    expect(counted).toMatchObject({ tests: totalOf(report), passed, failed: failed + errors, skipped });
    // Ours is the time from start to stop, not the sum of the tests' times.
    expect({ ...summary, duration: counted.duration }).toEqual({ flaky: 0, ...counted });
    expect(tests.filter((test) => test.flaky).map(({ name }) => name.replace(/ \(search\)$/, ""))).toEqual(flaky);
    for (const { testId, name, suite = [] } of tests) expect(testId).toBe(generateTestId({ name, suite }));
  });
});

const text = expect.any(String) as unknown;
const properties = { hostname: text, provider: text, run: text };

describe("test-results-parser, given junit.xml", () => {
  it.each(each)("%s: has its counts, and the properties of each suite", (_, report) => {
    const read = parse({ type: "junit", files: [goldenFile(report, "junit.xml")] });
    const cases = read.suites.flatMap((suite) => suite.cases);
    const having = (status: string): number => cases.filter((each) => each.status === status).length;
    const { passed, failed, errors, skipped, flaky } = report;
    expect([having("PASS"), having("FAIL"), having("SKIP")]).toEqual([passed, failed + errors, skipped]);
    // The file as a whole has no number of skipped tests, because Jenkins' schema has no room for it.
    const numbers = (["passed", "failed", "errors", "skipped"] as const).map((column) =>
      read.suites.reduce((total, suite) => total + suite[column], 0),
    );
    expect(numbers).toEqual([passed, failed, errors, skipped]);
    for (const name of flaky) expect(cases).toContainEqual(expect.objectContaining({ name, status: "PASS" }));
    for (const { metadata } of read.suites) expect(metadata).toMatchObject(properties);
  });
});

describe("junit-report-merger, given every junit.xml", () => {
  it("has the counts of all of them, and every flaky mark", async () => {
    const merged = await mergeToString(goldenReports.map((report) => goldenText(report, "junit.xml")));
    const counted: Record<string, number> = {};
    const flaky: string[] = [];
    let [name, marked, claimed] = ["", false, ""];
    const parser = new SaxesParser();
    parser.on("opentag", ({ name: tag, attributes }) => {
      counted[tag] = (counted[tag] ?? 0) + 1;
      if (tag === "testsuites") claimed = [attributes["tests"], attributes["failures"], attributes["errors"]].join(" ");
      if (tag === "testcase") [name, marked] = [attributes["name"] ?? "", false];
      if (tag.startsWith("flaky") && !marked) flaky.push(name);
      if (tag.startsWith("flaky")) marked = true;
    });
    parser.write(merged).close();
    const wanted = [sum(totalOf), sum(({ failed }) => failed), sum(({ errors }) => errors)];
    expect([counted["testcase"], counted["failure"], counted["error"]]).toEqual(wanted);
    expect(claimed).toBe(wanted.join(" "));
    expect(counted["skipped"]).toBe(sum(({ skipped }) => skipped));
    expect(flaky.toSorted()).toEqual(goldenReports.flatMap((report) => report.flaky).toSorted());
  });
});

describe("Allure 3, given junit.xml", () => {
  async function read(report: GoldenReport): Promise<Awaited<ReturnType<typeof statistic>>> {
    const output = await mkdtemp(join(tmpdir(), "remotest-allure-"));
    try {
      return await statistic(report, output);
    } finally {
      await rm(output, { recursive: true, force: true });
    }
  }

  async function statistic(report: GoldenReport, output: string) {
    const config = await resolveConfig({ name: "Remotest", output, plugins: {} });
    const allure = new AllureReport(config);
    await allure.start();
    await allure.readFile(goldenFile(report, "junit.xml"));
    const [counts, results] = await Promise.all([allure.store.testsStatistic(), allure.store.allTestResults()]);
    return { counts, results };
  }

  it.each(each)("%s: has its counts, and another history for each test", async (_, report) => {
    const { counts, results } = await read(report);
    const { passed, failed, errors, skipped, flaky } = report;
    const wanted = Object.entries({ passed, failed, broken: errors, skipped }).filter(([, number]) => number > 0);
    expect(counts).toEqual({ total: totalOf(report), ...Object.fromEntries(wanted) });
    // Its reader of JUnit has no flaky marks: a flaky test is one that passed.
    for (const name of flaky) expect(results).toContainEqual(expect.objectContaining({ name, status: "passed" }));
    expect(new Set(results.map(({ historyId }) => historyId)).size).toBe(totalOf(report));
  });
});
