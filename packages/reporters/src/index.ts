export { type ConsoleOptions, type ConsoleReporter, consoleReporter } from "./console.ts";
export { reporters } from "./reporters.ts";
export { cleanText, serviceLine } from "./service-text.ts";
