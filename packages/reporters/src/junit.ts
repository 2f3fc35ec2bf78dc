import {
  type Attempt,
  isFlaky,
  type Report,
  type Reporter,
  type RunReport,
  type TestCase,
  type TestSuite,
} from "@remotest/core";
import { messageOf, messageText, nameLine, runLine } from "./placed-case.ts";
import { type RunError, runError } from "./run-error.ts";
import { linkLine } from "./safe-href.ts";
import { serviceLine } from "./service-text.ts";

/** The longest message in the body of an element; its attribute has one line of it. */
const longestMessage = 64 * 1024;

/**
 * `junit.xml` as GitHub's test reporters, Azure, GitLab and Jenkins take it. Every (classname, name) pair is unique in
 * the file: GitLab drops duplicates. A class name is the suite's name and has nothing of the run's name in it, which
 * often is a commit's subject: Jenkins and Azure follow a test over time by these two names.
 */
export const junitReporter: Reporter = { file: "junit.xml", render };

interface Suite {
  readonly lines: readonly string[];
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly seconds: number;
}

function render(report: Report): string {
  const unique = uniqueNames();
  const runs = report.runs.length > 0 ? report.runs : [undefined];
  const suites = runs.flatMap((run) => [...testSuites(report, run, unique), ...errorSuite(report, run, unique)]);
  const name = report.runs.map(({ name }) => serviceLine(name, 200)).join(", ");
  const total = (column: Exclude<keyof Suite, "lines">) => suites.reduce((sum, suite) => sum + suite[column], 0);
  const counts = `tests="${total("tests")}" failures="${total("failures")}" errors="${total("errors")}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${text(name || "remotest")}" ${counts} time="${total("seconds").toFixed(3)}">`,
    ...suites.map(({ lines }) => lines.join("\n")),
    "</testsuites>\n",
  ].join("\n");
}

type UniqueNames = (classname: string, name: string) => string;

/** Names with a number behind those that were there before: `Pixel 9 (2)`. */
function uniqueNames(): UniqueNames {
  const next = new Map<string, number>();
  return (classname, name) => {
    const key = (name: string) => `${classname}\n${name}`;
    let number = next.get(key(name)) ?? 1;
    let unique = number === 1 ? name : `${name} (${number})`;
    while (number > 1 && next.has(key(unique))) unique = `${name} (${++number})`;
    next.set(key(name), number + 1);
    if (unique !== name) next.set(key(unique), 2);
    return unique;
  };
}

function testSuites(report: Report, run: RunReport | undefined, unique: UniqueNames): Suite[] {
  if (run?.end.kind !== "results") return [];
  const title = report.runs.length > 1 ? `${runLine(run)}: ` : "";
  return run.end.testRun.suites
    .filter(({ cases }) => cases.length > 0)
    .map((suite) => testSuite(title, suite, run.startedAt, unique));
}

function testSuite(title: string, { name, cases }: TestSuite, startedAt: Date, unique: UniqueNames): Suite {
  const classname = nameLine(name);
  const counts = { passed: 0, failed: 0, error: 0, skipped: 0 };
  let seconds = 0;
  for (const testCase of cases) {
    counts[testCase.outcome]++;
    seconds += (testCase.durationMs ?? 0) / 1000;
  }
  return suite(
    { name: title + classname, startedAt, skipped: counts.skipped, seconds },
    { tests: cases.length, failures: counts.failed, errors: counts.error },
    cases.map((testCase) => testCaseElement(testCase, classname, unique(classname, nameLine(testCase.name)))),
  );
}

function errorSuite(report: Report, run: RunReport | undefined, unique: UniqueNames): Suite[] {
  const error = runError(report, run);
  if (!error) return [];
  const classname = run?.provider ?? "remotest";
  const name = run ? runLine(run) : classname;
  return [
    suite(
      { name, startedAt: run?.startedAt ?? new Date(0), skipped: 0, seconds: 0 },
      { tests: 1, failures: 0, errors: 1 },
      [errorElement(error, classname, unique(classname, error.name))],
    ),
  ];
}

function suite(
  is: { readonly name: string; readonly startedAt: Date; readonly skipped: number; readonly seconds: number },
  counts: Pick<Suite, "tests" | "failures" | "errors">,
  cases: readonly string[],
): Suite {
  const { tests, failures, errors } = counts;
  const open =
    `  <testsuite name="${text(is.name)}" tests="${tests}" failures="${failures}" errors="${errors}"` +
    ` skipped="${is.skipped}" time="${is.seconds.toFixed(3)}" timestamp="${is.startedAt.toISOString()}">`;
  return { ...counts, seconds: is.seconds, lines: [open, ...cases, "  </testsuite>"] };
}

function testCaseElement(testCase: TestCase, classname: string, name: string): string {
  const time = ((testCase.durationMs ?? 0) / 1000).toFixed(3);
  const open = `    <testcase name="${text(name)}" classname="${text(classname)}" time="${time}"`;
  const children = [
    outcomeElement(testCase),
    ...earlierElements(testCase),
    testCase.links.length > 0 ? `<system-out>${text(testCase.links.map(linkLine).join("\n"))}</system-out>` : "",
  ].filter((child) => child !== "");
  return children.length === 0 ? `${open}/>` : [`${open}>`, ...indented(children), "    </testcase>"].join("\n");
}

function errorElement(error: RunError, classname: string, name: string): string {
  const open = `    <testcase name="${text(name)}" classname="${text(classname)}" time="0.000">`;
  const type = error.verdict.kind;
  const child = `<error message="${text(error.message)}" type="${type}">${text(error.details)}</error>`;
  return [open, ...indented([child]), "    </testcase>"].join("\n");
}

function outcomeElement(testCase: TestCase): string {
  switch (testCase.outcome) {
    case "passed":
      return "";
    case "failed":
      return `<failure ${messageAttributes(testCase)}>${body(testCase)}</failure>`;
    case "error":
      return `<error ${messageAttributes(testCase)}>${body(testCase)}</error>`;
    case "skipped":
      return testCase.message ? `<skipped message="${messageLine(testCase)}"/>` : "<skipped/>";
  }
}

/**
 * Earlier attempts in Surefire's words: `flaky…` when the test passed in the end, else `rerun…`. Unlike Surefire's,
 * the case's own element tells of the last attempt, as everywhere else in our reports, and these of the earlier ones.
 */
function earlierElements(testCase: TestCase): readonly string[] {
  const prefix = isFlaky(testCase) ? "flaky" : "rerun";
  return testCase.earlierAttempts
    .filter(({ outcome }) => outcome === "failed" || outcome === "error")
    .map((attempt) => {
      const element = `${prefix}${attempt.outcome === "failed" ? "Failure" : "Error"}`;
      return `<${element} ${messageAttributes(attempt)}><stackTrace>${body(attempt)}</stackTrace></${element}>`;
    });
}

function messageAttributes(attempt: Attempt): string {
  return `message="${messageLine(attempt)}" type="${attempt.outcome}"`;
}

function messageLine(attempt: Attempt): string {
  return text(serviceLine(messageOf(attempt), 500));
}

/** The message, and the links again: GitLab and GitHub show a failure's body, not its output. */
function body(attempt: Attempt): string {
  return text([messageText(attempt, longestMessage), ...attempt.links.map(linkLine)].join("\n").trim());
}

function indented(children: readonly string[]): readonly string[] {
  return children.map((child) => `      ${child}`);
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Clean text as XML, in an element or as a quoted value. Jenkins and GitLab attach the file that `[[ATTACHMENT|path]]` names: only we may write that. */
function text(clean: string): string {
  return clean.replaceAll(/[&<>"]|\[\[(?=ATTACHMENT)/gi, (found) => entities[found] ?? "[ [");
}
