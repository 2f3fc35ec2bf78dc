import type { Report, RunReport } from "@remotest/core/flow";
import { type CleanText, clean, quarantineLine, serviceLine } from "@remotest/reporters";

/** One remark that a CI system shows beside the run: safe text, without line breaks. */
export interface Annotation {
  /** `warning` where the gate forgave it, or the test is quarantined. */
  readonly level: "error" | "warning";
  readonly title: CleanText;
  readonly message: CleanText;
}

/** GitHub shows ten of a level for a step, and cuts a text at 4,096 characters. One is kept for what is said of inputs. */
const most = 9;
const longestMessage = 4_000;
const longestTitle = 200;

/**
 * What of a report is worth a remark: why there are no results, then each test that did not pass, what is quarantined
 * last; at least the reason of a verdict that is no pass. What is beyond that becomes
 * one line with a count.
 */
export function annotationsOf(report: Report): readonly Annotation[] {
  const tests = report.runs.flatMap((run) => notPassed(run, report.runs.length > 1));
  const found = [
    ...report.runs.flatMap(withoutResults),
    ...tests.filter(({ quarantined }) => !quarantined).map(({ remark }) => remark),
    ...tests.filter(({ quarantined }) => quarantined).map(({ remark }) => remark),
  ];
  // Failures that are all quarantined do not explain why the pipeline stops.
  if (report.verdict.kind !== "passed" && found.every(({ level }) => level === "warning"))
    found.unshift(conclusion(report));
  if (found.length <= most) return found;
  const left = found.slice(most - 1);
  const level = left.some((each) => each.level === "error") ? "error" : "warning";
  const summary = clean`${left.length} more that did not pass: the summary and the report in the report directory have them.`;
  return [...found.slice(0, most - 1), { level, title: clean`${left.length} more`, message: summary }];
}

/** What is wrong with what was given, within the same limits: the log has all of it. */
export function annotationsOfProblems(title: string, problems: readonly string[]): readonly Annotation[] {
  const shown = problems.length <= most ? problems : problems.slice(0, most - 1);
  const left = problems.length - shown.length;
  return [...shown, ...(left > 0 ? [`${left} more: the log has them.`] : [])].map((problem) =>
    annotation("error", title, problem),
  );
}

/** A remark from words of any origin. */
export function annotation(level: Annotation["level"], title: string, message: string): Annotation {
  return { level, title: serviceLine(title, longestTitle), message: serviceLine(message, longestMessage) };
}

function conclusion({ verdict }: Report): Annotation {
  return annotation("error", `Remotest: ${verdict.kind}`, verdict.reason);
}

function withoutResults({ name, end, verdict, handle }: RunReport): Annotation[] {
  if (end.kind !== "no-results") return [];
  const where = handle ? ` (${handle.ref})` : "";
  return [annotation("error", `${name}${where}: ${verdict.kind}`, `${verdict.reason} ${end.error.next}`)];
}

interface FailedTest {
  readonly quarantined: boolean;
  readonly remark: Annotation;
}

function notPassed({ name, end, verdict }: RunReport, severalRuns: boolean): FailedTest[] {
  if (end.kind !== "results") return [];
  const found: FailedTest[] = [];
  for (const suite of end.testRun.suites)
    for (const testCase of suite.cases) {
      if (testCase.outcome !== "failed" && testCase.outcome !== "error") continue;
      const { quarantine, links, message } = testCase;
      const level = quarantine || verdict.kind === "passed" ? "warning" : "error";
      const why = quarantine ? ` (${quarantineLine(quarantine)})` : "";
      const what = `${testCase.outcome === "error" ? "broken" : "failed"}${why}: ${message}`;
      const [link] = links;
      const title = `${suite.name}: ${testCase.name}${severalRuns ? ` · ${serviceLine(name, 60)}` : ""}`;
      found.push({
        quarantined: quarantine !== undefined,
        remark: annotation(level, title, link ? `${what} ${link.href}` : what),
      });
    }
  return found;
}
