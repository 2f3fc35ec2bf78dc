import { type Report, type RunReport, runLabels } from "@remotest/core/flow";
import { type CleanText, serviceLine } from "../words/service-text.ts";

const longestLabel = 40;

/**
 * Makes the short name by which a reader tells the runs of a report apart: see `runLabels`.
 * @example const nameOf = runNames(report); nameOf(report.runs[0]) // "checkout"
 */
export function runNames({ runs }: Pick<Report, "runs">): (run: RunReport) => CleanText {
  const labels = runLabels(runs);
  const names = new Map(runs.map((run, index) => [run, labelLine(labels[index] ?? "")]));
  return (run) => names.get(run) ?? serviceLine(run.provider);
}

/** A label as one short line of clean text. */
export function labelLine(label: string): CleanText {
  return serviceLine(label, longestLabel);
}
