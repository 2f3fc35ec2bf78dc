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
export function longestThatFits({ runs }: Report, most: number): number | undefined {
  const lengths: number[] = [];
  for (const { end } of runs) {
    if (end.kind !== "results") continue;
    for (const { cases } of end.testRun.suites)
      for (const testCase of cases)
        for (const attempt of [testCase, ...testCase.earlierAttempts]) lengths.push(messageLength(attempt));
  }
  let left = most;
  lengths.sort((a, b) => a - b);
  for (const [index, length] of lengths.entries()) {
    const share = Math.floor(left / (lengths.length - index));
    if (length > share) return share;
    left -= length;
  }
  return undefined;
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
  const attempts = testCase.earlierAttempts;
  if (![testCase, ...attempts].some((attempt) => messageLength(attempt) > longest)) return testCase;
  return { ...short(testCase, longest), earlierAttempts: attempts.map((attempt) => short(attempt, longest)) };
}

/** Cuts a message, never through a character; the ellipsis counts. */
function short<Any extends Attempt>(attempt: Any, longest: number): Any {
  if (messageLength(attempt) <= longest || !("message" in attempt) || attempt.message === undefined) return attempt;
  const kept = attempt.message.slice(0, Math.max(0, longest - 1)).replace(/[\ud800-\udbff]$/, "");
  return { ...attempt, message: longest > 0 ? `${kept}…` : "" };
}
