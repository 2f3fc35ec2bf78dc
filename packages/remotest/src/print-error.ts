import { type RemotestError, UsageError } from "@remotest/core";
import { serviceText } from "@remotest/reporters";
import type { Platform } from "./platform.ts";

/** Says on stderr what went wrong and what to do next. */
export function printError(error: RemotestError, { stderr }: Pick<Platform, "stderr">): void {
  const lines = error instanceof UsageError ? usageLines(error) : [`✗ ${error.message}`, `  → ${error.next}`];
  stderr.write(`${lines.map((line) => serviceText(line)).join("\n")}\n`);
}

function usageLines({ problems, next }: UsageError): string[] {
  const heading =
    problems.length === 1 ? "1 problem; nothing was sent." : `${problems.length} problems; nothing was sent.`;
  return [
    heading,
    ...problems.flatMap(({ message, suggestion }) => [`✗ ${message}`, ...(suggestion ? [`  → ${suggestion}`] : [])]),
    next,
  ];
}
