export { attachCommand } from "./words/attach-command.ts";
export type { ConsoleOptions } from "./console/console-options.ts";
export { type ConsoleReporter, consoleReporter } from "./console/console.ts";
export { pastReport } from "./ctrf/past-report.ts";
export { pastReportOf } from "./cases/past-report-of.ts";
export { quarantineLine } from "./words/quarantine-words.ts";
export { reporters } from "./reporters.ts";
export { safeHref } from "./words/safe-href.ts";
export { type CleanText, clean, cleanText, serviceLine } from "./words/service-text.ts";
