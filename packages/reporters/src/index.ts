export { attachCommand } from "./attach-command.ts";
export { type ConsoleOptions, type ConsoleReporter, consoleReporter } from "./console.ts";
export { pastReport } from "./past-report.ts";
export { quarantineLine } from "./quarantine-words.ts";
export { reporters } from "./reporters.ts";
export { safeHref } from "./safe-href.ts";
export { cleanText, serviceLine } from "./service-text.ts";
