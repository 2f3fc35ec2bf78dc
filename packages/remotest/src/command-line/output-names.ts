/** The outputs that every CI system passes on to later steps, see docs/glossary.md. */
export const outputNames = [
  "run-ref",
  "outcome",
  "total",
  "passed",
  "failed",
  "errors",
  "skipped",
  "report-dir",
  "url",
] as const;

/** One of the nine names. */
export type OutputName = (typeof outputNames)[number];
