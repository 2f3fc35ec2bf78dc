import type { Report } from "@remotest/core/flow";

/** When a report as a whole began and ended, in milliseconds since 1970: 0 for one without any run. */
export interface ReportTimes {
  readonly start: number;
  readonly stop: number;
}

/** From the start of its first run to the end of its last one. */
export function reportTimes({ runs }: Pick<Report, "runs">): ReportTimes {
  const stop = runs.reduce((latest, { endedAt }) => Math.max(latest, endedAt.getTime()), 0);
  const start = runs.reduce((earliest, { startedAt }) => Math.min(earliest, startedAt.getTime()), stop);
  return { start, stop };
}
