import type { Report, RunReport } from "@remotest/core/flow";
import { type CleanText, clean, quarantineLine, serviceLine } from "@remotest/reporters";

/** A message that a CI system shows beside the run: safe text, without line breaks. */
export interface Annotation {
  /** `warning` if the gate forgave the failure or the test is quarantined. */
  readonly level: "error" | "warning";
  readonly title: CleanText;
  readonly message: CleanText;
}

/** GitHub shows ten of a level for a step, and cuts a text at 4,096 characters. One is reserved for problems of inputs. */
const maxAnnotations = 9;
const maxMessageLength = 4_000;
const maxTitleLength = 200;

/**
 * Returns the annotations of a report: why there are no results, then each test that did not pass, with quarantined tests
 * last. If the verdict is not a pass, there is at least its reason. If there are too many, the last one is a count.
 */
export function annotationsOf(report: Report): readonly Annotation[] {
  const tests = report.runs.flatMap((run) => notPassed(run, report.runs.length > 1));
  const found = [
    ...report.runs.flatMap(withoutResults),
    ...tests.filter(({ quarantined }) => !quarantined).map(({ annotation }) => annotation),
    ...tests.filter(({ quarantined }) => quarantined).map(({ annotation }) => annotation),
  ];
  // Failures that are all quarantined do not explain why the pipeline stops.
  if (report.verdict.kind !== "passed" && found.every(({ level }) => level === "warning"))
    found.unshift(conclusion(report));
  if (found.length <= maxAnnotations) return found;
  const left = found.slice(maxAnnotations - 1);
  const level = left.some((each) => each.level === "error") ? "error" : "warning";
  const summary = clean`${left.length} more did not pass; see the summary and the report in the report directory.`;
  return [...found.slice(0, maxAnnotations - 1), { level, title: clean`${left.length} more`, message: summary }];
}

/** Returns the annotations of problems, within the same limits; the log has all of them. */
export function annotationsOfProblems(title: string, problems: readonly string[]): readonly Annotation[] {
  const shown = problems.length <= maxAnnotations ? problems : problems.slice(0, maxAnnotations - 1);
  const left = problems.length - shown.length;
  return [...shown, ...(left > 0 ? [`${left} more; see the log.`] : [])].map((problem) =>
    annotate("error", title, problem),
  );
}

/** Makes an annotation from text of any origin. */
export function annotate(level: Annotation["level"], title: string, message: string): Annotation {
  return { level, title: serviceLine(title, maxTitleLength), message: serviceLine(message, maxMessageLength) };
}

function conclusion({ verdict }: Report): Annotation {
  return annotate("error", `Remotest: ${verdict.kind}`, verdict.reason);
}

function withoutResults({ name, end, verdict, handle }: RunReport): Annotation[] {
  if (end.kind !== "no-results") return [];
  const where = handle ? ` (${handle.ref})` : "";
  return [annotate("error", `${name}${where}: ${verdict.kind}`, `${verdict.reason} ${end.error.next}`)];
}

interface FailedTest {
  readonly quarantined: boolean;
  readonly annotation: Annotation;
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
        annotation: annotate(level, title, link ? `${what} ${link.href}` : what),
      });
    }
  return found;
}
