import type { OwnText } from "../words/service-text.ts";
import type { Budget } from "./budget.ts";
import { type Markdown, markdown } from "./text.ts";

/** A heading with rows below it. */
export interface Section<Row> {
  readonly marks: OwnText;
  readonly title: OwnText;
  readonly head?: readonly Markdown[];
  readonly rows: readonly Row[];
  readonly row: (row: Row) => Markdown;
  /** The share of the whole that must be left for later sections: many failures must not hide why a run has no results. */
  readonly keep: number;
}

/** Adds a section with as many rows as fit; other rows are never made. */
export function section<Row>(budget: Budget, { marks, title, head = [], rows, row, keep }: Section<Row>): void {
  if (rows.length === 0) return;
  const began = budget.when(keep, markdown``, markdown`${marks} ${title} (${rows.length})`, markdown``, ...head);
  if (!began) return budget.always(markdown``, markdown`${title}: ${rows.length} omitted; report.html has them all.`);
  budget.rows(
    rows.map((each) => () => row(each)),
    keep,
  );
}
