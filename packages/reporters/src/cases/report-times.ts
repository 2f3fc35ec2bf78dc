import type { Report } from "@remotest/core/flow";

/** The start and the end of a whole report, in milliseconds since 1970; 0 if it has no runs. */
export interface ReportTimes {
  readonly start: number;
  readonly stop: number;
}

/** Returns the start of the first run and the end of the last one. */
export function reportTimes({ runs }: Pick<Report, "runs">): ReportTimes {
  const stop = runs.reduce((latest, { endedAt }) => Math.max(latest, endedAt.getTime()), 0);
  const start = runs.reduce((earliest, { startedAt }) => Math.min(earliest, startedAt.getTime()), stop);
  return { start, stop };
}
