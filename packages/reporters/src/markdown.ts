import type { Attempt, Counts, Link, Report, Reporter, RunReport } from "@remotest/core";
import { attachCommandOf } from "./attach-command.ts";
import { Budget } from "./markdown-budget.ts";
import { code, link, text } from "./markdown-text.ts";
import {
  countsOf,
  messageOf,
  nameLine,
  type PlacedCase,
  runLine,
  type SortedCases,
  sortedCases,
  testRuns,
} from "./placed-case.ts";
import { amount, duration } from "./quantities.ts";
import { verdictTitle } from "./verdict-title.ts";

/**
 * Under the limit of every place that a summary goes to. The smallest is GitHub's check output with 65,535
 * characters; a step summary and a GitLab note take 1 MiB.
 */
const defaultMaxBytes = 60 * 1024;

/** `summary.md`: the verdict, then what did not pass, for the page of the CI run. */
export const markdownReporter: Reporter = { file: "summary.md", render: (report) => renderMarkdown(report) };

/**
 * The summary of a report as GitHub-flavoured Markdown. What the service says is text in it, never markup.
 *
 * @param maxBytes the size in UTF-8 that it keeps to, 8 KiB at least; what does not fit is counted as "N omitted"
 */
export function renderMarkdown(report: Report, maxBytes: number = defaultMaxBytes): string {
  const sorted = sortedCases(report);
  const budget = new Budget(maxBytes);
  budget.always(...headLines(report, countsOf(report)));
  section(budget, "Did not pass", {
    head: ["| Test | Outcome | What | Link |", "| :-- | :-- | :-- | :-- |"],
    rows: sorted.notPassed.map((placed) => () => failureRow(placed, report.runs.length > 1)),
  });
  const withoutResults = report.runs.filter(({ end }) => end.kind === "no-results");
  section(budget, "Without results", {
    head: [],
    rows: withoutResults.map((run) => () => withoutResultsItem(run)),
  });
  section(budget, "Flaky: passed at a later attempt", {
    head: ["| Test | Attempts | First said | Link |", "| :-- | --: | :-- | :-- |"],
    rows: sorted.flaky.map((placed) => () => flakyRow(placed, report.runs.length > 1)),
  });
  const warnings = testRuns(report).flatMap((testRun) => testRun.warnings);
  section(budget, "Warnings", { head: [], rows: warnings.map((warning) => () => `- ${text(warning, 300)}`) });
  rest(budget, sorted);
  return budget.text();
}

function headLines(report: Report, counts: Counts): readonly string[] {
  const { verdict, runs } = report;
  const mark = verdict.kind === "passed" ? "✅" : "❌";
  const lines = [
    `## ${mark} ${verdictTitle(verdict)}`,
    "",
    text(verdict.reason, 300),
    "",
    "| Total | Passed | Failed | Broken | Skipped | Flaky |",
    "| --: | --: | --: | --: | --: | --: |",
    `| ${counts.total} | ${counts.passed} | ${counts.failed} | ${counts.errors} | ${counts.skipped} | ${counts.flaky} |`,
  ];
  const [only] = runs;
  return runs.length === 1 && only ? [...lines, "", runItem(only)] : lines;
}

function runItem(run: RunReport): string {
  const took = duration(run.endedAt.getTime() - run.startedAt.getTime());
  const page = run.handle?.url ? ` · ${link({ label: "Open at the service", href: run.handle.url })}` : "";
  return `${text(runLine(run), 200)} · ${took}${page}`;
}

interface Rows {
  readonly head: readonly string[];
  /** Made only when there is room for it. */
  readonly rows: readonly (() => string)[];
}

function section(budget: Budget, title: string, { head, rows }: Rows): void {
  if (rows.length === 0) return;
  if (budget.when("", `### ${title} (${rows.length})`, "", ...head)) budget.rows(rows);
  else budget.always("", `${title}: ${rows.length} omitted; report.html has them all.`);
}

function failureRow(placed: PlacedCase, severalRuns: boolean): string {
  const { testCase } = placed;
  const tries = testCase.earlierAttempts.length > 0 ? ` (attempt ${testCase.earlierAttempts.length + 1})` : "";
  const outcome = testCase.outcome === "error" ? "broken" : testCase.outcome;
  return row([where(placed, severalRuns), outcome + tries, what(testCase), firstLink(testCase.links)]);
}

function flakyRow(placed: PlacedCase, severalRuns: boolean): string {
  const { earlierAttempts, links } = placed.testCase;
  const first = earlierAttempts.find(({ outcome }) => outcome !== "passed");
  return row([where(placed, severalRuns), `${earlierAttempts.length + 1}`, first ? what(first) : "", firstLink(links)]);
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function where({ run, suite, testCase }: PlacedCase, severalRuns: boolean): string {
  const place = severalRuns ? `${runLine(run)}: ${nameLine(suite)}` : nameLine(suite);
  return `**${text(nameLine(testCase.name), 160)}**<br>${text(place, 160)}`;
}

function what(attempt: Attempt): string {
  return text(messageOf(attempt), 300);
}

function firstLink([first]: readonly Link[]): string {
  return first ? link(first) : "";
}

function withoutResultsItem(run: RunReport): string {
  if (run.end.kind !== "no-results") return "";
  const { error } = run.end;
  const command = attachCommandOf(run);
  return [
    `- **${text(runLine(run), 160)}**: ${verdictTitle(run.verdict)} (${text(error.code, 60)})<br>`,
    `  ${text(run.verdict.reason, 300)}<br>`,
    `  ${text(error.next, 300)}${command ? "<br>" : ""}`,
    ...(command ? [`  ${code(command)}`] : []),
  ].join("\n");
}

function rest(budget: Budget, { passed, skipped }: SortedCases): void {
  const cases = [...passed, ...skipped];
  if (cases.length === 0) return;
  const title = [
    passed.length > 0 ? `${amount(passed.length, "test")} passed` : "",
    skipped.length > 0 ? `${skipped.length} skipped` : "",
  ];
  const summary = `<summary>${title.filter((part) => part !== "").join(", ")}</summary>`;
  if (!budget.when("", "<details>", summary, "")) return;
  budget.rows(cases.map((placed) => () => passedItem(placed)));
  budget.always("", "</details>");
}

function passedItem({ testCase }: PlacedCase): string {
  return `- ${text(nameLine(testCase.name), 160)}${testCase.outcome === "skipped" ? " (skipped)" : ""}`;
}
