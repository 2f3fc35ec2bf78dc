import type { Report } from "@remotest/core/flow";
import { runNames } from "../cases/run-names.ts";
import { reportTimes } from "../cases/report-times.ts";
import { type Trends, trends } from "../cases/trends.ts";
import type { ConsoleOptions } from "./console-options.ts";
import { type Fold, foldFor } from "./folds.ts";
import { type Paint, paint } from "./paint.ts";

/** The amount of results that is shown; the report files have all of them. */
interface Amounts {
  /** Groups of tests that did not pass for one cause, of all runs. */
  readonly groups: number;
  readonly flaky: number;
  /** Tests that passed or were skipped are listed if there are no more of them than this. */
  readonly others: number;
  readonly messageLines: number;
  /** Tests of a group that are named on a line each, or in a fold. */
  readonly members: number;
}

const usually: Amounts = { groups: 20, flaky: 10, others: 10, messageLines: 6, members: 0 };
const verbosely: Amounts = { groups: 1000, flaky: 1000, others: 1000, messageLines: 100, members: 1000 };
const quietly: Amounts = { ...usually, flaky: 0, others: -1 };

/** The layout of the results. */
export interface Layout {
  /** The terminal's width; undefined where there is none. */
  readonly columns: number | undefined;
  readonly paint: Paint;
  readonly quiet: boolean;
  readonly amounts: Amounts;
  /** The trends of earlier reports, if there are any. */
  readonly trends: Trends | undefined;
  /** Undefined where nothing folds. */
  readonly fold: Fold | undefined;
  readonly nameOf: ReturnType<typeof runNames>;
}

/** Lays out a report as the command was asked to. */
export function layoutFor(report: Report, options: ConsoleOptions): Layout {
  const { verbose, quiet, color, folding } = options;
  return {
    columns: options.columns(),
    paint: paint(color),
    quiet,
    amounts: quiet ? quietly : verbose ? verbosely : usually,
    trends: trends(report),
    fold: folding === undefined || quiet ? undefined : foldFor(folding, reportTimes(report).stop),
    nameOf: runNames(report),
  };
}
