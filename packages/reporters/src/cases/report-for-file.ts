import { type Report, withMessageBudget } from "@remotest/core/flow";

/**
 * The messages in one file have at most this many UTF-16 code units together. Programs that read reports stop at some
 * tens of megabytes (GitLab at 30), and a browser at a few hundred.
 */
const mostMessages = 8 * 2 ** 20;

/** Returns the report as one file shows it: its longest messages are cut if they are too much for a file. */
export function reportForFile(report: Report): Report {
  return withMessageBudget(report, mostMessages);
}
