import { readFileSync } from "node:fs";
import { join } from "node:path";

const goldens = join(import.meta.dirname, "../../../packages/reporters/goldens");

/** The contents of a report, written down for its readers. A run as a whole that does not pass is one more error. */
export interface GoldenReport {
  readonly folder: string;
  readonly passed: number;
  readonly failed: number;
  readonly errors: number;
  readonly skipped: number;
  /** The flaky tests; they are part of `passed`. */
  readonly flaky: readonly string[];
}

/** The counts that another program reads from a JUnit file. */
export interface JunitCounts {
  readonly total: number;
  readonly failed: number;
  readonly errors: number;
  readonly skipped: number;
  readonly flaky: readonly string[];
  readonly names: readonly string[];
}

function golden(
  folder: string,
  [passed, failed, errors, skipped]: readonly [number, number, number, number],
  ...flaky: readonly string[]
): GoldenReport {
  return { folder, passed, failed, errors, skipped, flaky };
}

/** Reports of every kind: passed, failed, errors, skipped; flaky. */
export const goldenReports: readonly GoldenReport[] = [
  golden("a-build-in-ci", [1, 1, 0, 1]),
  golden("all-passed", [2, 0, 0, 0]),
  golden("all-skipped", [0, 0, 1, 1]),
  golden("attachments", [1, 1, 1, 0]),
  golden("broken", [1, 0, 1, 0]),
  golden("cut-short", [1, 0, 1, 0]),
  golden("earlier-reports", [3, 3, 0, 1], "iPad Air"),
  golden("failed-broken-and-skipped", [2, 1, 1, 2]),
  golden("no-test-ran", [0, 0, 1, 0]),
  golden("quarantined", [1, 2, 1, 0]),
  golden("rerun-and-flaky", [2, 1, 0, 0], "Order is placed"),
  golden("three-templates-with-equal-test-names-one-without-results", [3, 1, 1, 0], "Order is placed"),
  golden("two-runs-with-equal-test-names-and-one-without-results", [4, 1, 1, 0]),
  golden("unknown-start", [0, 0, 1, 0]),
];

/** The number of tests of a report. */
export function totalOf({ passed, failed, errors, skipped }: GoldenReport): number {
  return passed + failed + errors + skipped;
}

/** The path of a file of a report. */
export function goldenFile({ folder }: GoldenReport, file: "junit.xml" | "ctrf-report.json"): string {
  return join(goldens, folder, file);
}

/** The text of a file of a report. */
export function goldenText(report: GoldenReport, file: "junit.xml" | "ctrf-report.json"): string {
  return readFileSync(goldenFile(report, file), "utf8");
}
