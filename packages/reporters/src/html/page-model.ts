import { type Counts, isFlaky, type TestCase } from "@remotest/core";
import type { Attachment, Report, RunReport } from "@remotest/core/flow";
import { countsOf, type PlacedCase, placedKeys } from "../cases/placed-case.ts";
import { runNames } from "../cases/run-names.ts";
import { type CaseTrend, type Trends, trends } from "../cases/trends.ts";
import { caseId } from "./case-id.ts";

/** A test case as the page shows it. */
export interface PageCase extends PlacedCase {
  /** The end of a link to the case. It is the same in every report that has a case of this suite and name. */
  readonly id: string;
  /** The key by which earlier reports know the case: see `caseKeys`. */
  readonly key: string;
  readonly trend: CaseTrend | undefined;
  /** The files that the service kept about it. */
  readonly files: readonly Attachment[];
}

/** One suite of one run, in the service's order. */
export interface PageSuite {
  readonly run: RunReport;
  readonly name: string;
  readonly cases: readonly PageCase[];
}

/** A report, arranged for the page. */
export interface PageModel {
  readonly report: Report;
  readonly counts: Counts;
  readonly severalRuns: boolean;
  /** The short name by which a reader tells several runs apart. */
  readonly nameOf: ReturnType<typeof runNames>;
  readonly trends: Trends | undefined;
  readonly suites: readonly PageSuite[];
  /** Failed first, then broken; without quarantined cases. */
  readonly failing: readonly PageCase[];
  readonly quarantined: readonly PageCase[];
  readonly flaky: readonly PageCase[];
}

/** Arranges a report for the page. */
export function pageModel(report: Report): PageModel {
  const known = trends(report);
  const suites = suitesOf(report, known);
  const cases = suites.flatMap((suite) => suite.cases);
  const notPassed = (outcome: TestCase["outcome"]): readonly PageCase[] =>
    cases.filter(({ testCase }) => testCase.outcome === outcome);
  const failing = [...notPassed("failed"), ...notPassed("error")];
  return {
    report,
    counts: countsOf(report),
    severalRuns: report.runs.length > 1,
    nameOf: runNames(report),
    trends: known,
    suites,
    failing: failing.filter(({ testCase }) => !testCase.quarantine),
    quarantined: failing.filter(({ testCase }) => testCase.quarantine),
    flaky: cases.filter(({ testCase }) => isFlaky(testCase)),
  };
}

function suitesOf(report: Report, known: Trends | undefined): readonly PageSuite[] {
  const keyOf = placedKeys(report);
  return report.runs.flatMap((run) => {
    const filesOf = fileFinder(run);
    return run.end.kind === "results"
      ? run.end.testRun.suites.map(({ name, cases }) => ({
          run,
          name,
          cases: cases.map((testCase) => {
            const key = keyOf({ run, suite: name, testCase });
            const [trend, files] = [known?.of(testCase), filesOf(name, testCase.name)];
            return { run, suite: name, testCase, key, id: caseId(key), trend, files };
          }),
        }))
      : [];
  });
}

const none: readonly Attachment[] = [];

/** Finds the files of a test case by its names. Of several cases with the same names, the first has them all. */
function fileFinder({ attachments }: RunReport): (suite: string, name: string) => readonly Attachment[] {
  const found = new Map<string, Attachment[]>();
  for (const attachment of attachments) {
    if (!attachment.testCase) continue;
    const key = JSON.stringify([attachment.testCase.suite, attachment.testCase.name]);
    const known = found.get(key);
    if (known) known.push(attachment);
    else found.set(key, [attachment]);
  }
  if (found.size === 0) return () => none;
  return (suite, name) => {
    const key = JSON.stringify([suite, name]);
    const files = found.get(key) ?? none;
    found.delete(key);
    return files;
  };
}
