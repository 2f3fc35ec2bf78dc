import { type Report, withMessageBudget } from "@remotest/core/flow";

/**
 * The messages in one file have at most this many UTF-16 code units together, so that programs read it and a browser
 * opens it.
 */
const mostMessages = 8 * 2 ** 20;

/** Returns the report as one file shows it: its longest messages are cut if they are too much for a file. */
export function reportForFile(report: Report, most: number = mostMessages): Report {
  return withMessageBudget(report, most);
}
