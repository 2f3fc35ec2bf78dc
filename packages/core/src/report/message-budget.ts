import type { Attempt, TestCase } from "../results/test-run.ts";
import type { Report, RunReport } from "./report.ts";

/**
 * Returns the report with messages that have at most `most` UTF-16 code units together; the same object if they fit.
 * Only the longest messages are cut, all to the same length, so that hundreds of short ones stay whole beside a few
 * that fill a file: a text in Node has at most 512 Mi code units, and programs that read a report give up much earlier.
 *
 * @example withMessageBudget(report, 16 * 2 ** 20)
 */
export function withMessageBudget(report: Report, most: number): Report {
  const longest = longestThatFits(report, most);
  if (longest === undefined) return report;
  return { ...report, runs: report.runs.map((run) => shortRun(run, longest)) };
}

/** Returns the length to which to cut each message, so that together they have at most `most`; undefined if they fit. */
export function longestThatFits(report: Report, most: number): number | undefined {
  let sum = 0;
  for (const length of messageLengths(report)) sum += length;
  // As in nearly every report: each reporter asks, so nothing is sorted for the answer.
  if (sum <= most) return undefined;
  let left = most;
  const lengths = [...messageLengths(report)].sort((a, b) => a - b);
  for (const [index, length] of lengths.entries()) {
    const share = Math.floor(left / (lengths.length - index));
    if (length > share) return share;
    left -= length;
  }
  return undefined;
}

function* messageLengths({ runs }: Report): Generator<number> {
  for (const { end } of runs) {
    if (end.kind !== "results") continue;
    for (const { cases } of end.testRun.suites)
      for (const testCase of cases) {
        yield messageLength(testCase);
        for (const attempt of testCase.earlierAttempts) yield messageLength(attempt);
      }
  }
}

function messageLength(attempt: Attempt): number {
  return "message" in attempt ? (attempt.message?.length ?? 0) : 0;
}

function shortRun(run: RunReport, longest: number): RunReport {
  if (run.end.kind !== "results") return run;
  const { testRun } = run.end;
  const suites = testRun.suites.map((suite) => ({
    ...suite,
    cases: suite.cases.map((testCase) => shortCase(testCase, longest)),
  }));
  return { ...run, end: { kind: "results", testRun: { ...testRun, suites } } };
}

/** Cuts the messages of all attempts to this length. */
export function shortCase(testCase: TestCase, longest: number): TestCase {
  const isLong = (attempt: Attempt): boolean => messageLength(attempt) > longest;
  const attempts = testCase.earlierAttempts;
  if (!isLong(testCase) && !attempts.some(isLong)) return testCase;
  return { ...short(testCase, longest), earlierAttempts: attempts.map((attempt) => short(attempt, longest)) };
}

/** Cuts a message, never through a character; the ellipsis counts. */
function short<Any extends Attempt>(attempt: Any, longest: number): Any {
  if (messageLength(attempt) <= longest || !("message" in attempt) || attempt.message === undefined) return attempt;
  const kept = attempt.message.slice(0, Math.max(0, longest - 1)).replace(/[\ud800-\udbff]$/, "");
  return { ...attempt, message: longest > 0 ? `${kept}…` : "" };
}
