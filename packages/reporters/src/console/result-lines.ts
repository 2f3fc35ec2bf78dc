import type { Report, RunReport } from "@remotest/core/flow";
import { type FailureGroup, failureGroups } from "../cases/failure-groups.ts";
import { newestFirst } from "../cases/newest-first.ts";
import type { SortedCases } from "../cases/placed-case.ts";
import { sortedCases } from "../cases/placed-case.ts";
import { amount } from "../words/quantities.ts";
import { type CleanText, clean, type OwnText } from "../words/service-text.ts";
import { caseLines, nameWidth } from "./case-lines.ts";
import { displayWidth } from "./display-width.ts";
import { groupLines } from "./group-lines.ts";
import type { Layout } from "./layout.ts";
import { painted, type TerminalText } from "./paint.ts";
import { runVerdictLines } from "./verdict-lines.ts";

/** A fold has no more lines than this. */
const mostFolded = 500;

/**
 * The results of each run: what did not pass first, by its cause, and what passed folded. If there are several runs, each
 * has a heading and its verdict.
 */
export function resultLines(report: Report, layout: Layout): readonly TerminalText[] {
  const { runs } = report;
  const [only] = runs;
  let groupsLeft = layout.amounts.groups;
  const resultsOf = (run: RunReport): readonly TerminalText[] => {
    const results = runLines(run, report, groupsLeft, layout);
    groupsLeft = Math.max(0, groupsLeft - results.groups);
    return results.lines;
  };
  if (runs.length < 2) return only ? spaced(resultsOf(only)) : [];
  return spaced(
    runs.flatMap((run, index) => {
      const lines = resultsOf(run);
      if (lines.length === 0 && run.end.kind === "results") return runVerdictLines(run, layout, true);
      const before = index === 0 ? [] : [clean``];
      return [
        ...before,
        heading(layout.nameOf(run), layout),
        ...lines,
        ...runVerdictLines(run, layout, false),
        clean``,
      ];
    }),
  );
}

/** A blank line around, and no two of them together. */
function spaced(lines: readonly TerminalText[]): readonly TerminalText[] {
  if (lines.length === 0) return [];
  return [clean``, ...lines, clean``].filter((line, index, all) => line !== "" || all[index - 1] !== "");
}

function heading(name: CleanText, { paint, columns = 80 }: Layout): TerminalText {
  const rule = clean`─`.repeat(Math.max(0, Math.min(80, columns) - displayWidth(name) - 5));
  return painted`${paint.dim(clean`──`)} ${paint.bold(name)} ${paint.dim(rule)}`;
}

interface RunLines {
  readonly lines: readonly TerminalText[];
  /** How many groups of failures the run has. */
  readonly groups: number;
}

/** @param mostGroups how many groups of failures may be shown */
function runLines(run: RunReport, { history }: Report, mostGroups: number, layout: Layout): RunLines {
  const { trends, amounts } = layout;
  const sorted = sortedCases({ runs: [run] });
  const groups = failureGroups(newestFirst(sorted.notPassed, trends), history.length > 0 ? trends : undefined);
  const shown = groups.slice(0, mostGroups);
  const flaky = sorted.flaky.slice(0, amounts.flaky);
  const others = [...sorted.passed, ...sorted.skipped];
  const listed = layout.fold === undefined && others.length <= amounts.others ? others : [];
  const alone = shown.filter(({ cases }) => cases.length === 1).map(({ cases }) => cases[0]);
  const width = nameWidth([...alone, ...flaky, ...listed], layout);
  const lines = [
    ...shown.flatMap((group) => groupLines(group, width, layout)),
    ...moreGroups(groups.slice(mostGroups), layout),
    ...flaky.flatMap((placed) => caseLines(placed, width, layout)),
    ...more(layout.quiet ? 0 : sorted.flaky.length - flaky.length, clean`that are flaky`, layout),
    ...listed.flatMap((placed) => caseLines(placed, width, layout)),
    ...(listed.length === 0 ? othersLines(sorted, layout) : []),
  ];
  return { lines, groups: groups.length };
}

function moreGroups(groups: readonly FailureGroup[], layout: Layout): readonly TerminalText[] {
  return more(
    groups.reduce((sum, { cases }) => sum + cases.length, 0),
    clean`that did not pass, of ${amount(groups.length, "cause")}`,
    layout,
  );
}

function more(number: number, what: OwnText, { paint }: Layout): readonly TerminalText[] {
  return number > 0 ? [paint.dim(clean`  … ${number} more ${what}`)] : [];
}

/** Tests that need no attention, folded. How many passed is said here only if the verdict does not say it. */
function othersLines({ notPassed, passed, skipped }: SortedCases, layout: Layout): readonly TerminalText[] {
  const others = [...passed, ...skipped];
  const { fold, paint, quiet } = layout;
  if (quiet || others.length === 0) return [];
  const saysHowMany = notPassed.length > 0 && passed.length > 0;
  if (!fold) return saysHowMany ? [paint.dim(clean`  … ${amount(passed.length, "test")} passed`)] : [];
  const shown = others.slice(0, mostFolded);
  const width = nameWidth(shown, layout);
  const lines = shown.flatMap((placed) => caseLines(placed, width, layout));
  const title = skipped.length > 0 ? clean`Tests that passed or were skipped` : clean`Tests that passed`;
  return fold(saysHowMany && skipped.length === 0 ? clean`${amount(passed.length, "test")} passed` : title, [
    ...lines,
    ...more(others.length - shown.length, clean`in report.html`, layout),
  ]);
}
