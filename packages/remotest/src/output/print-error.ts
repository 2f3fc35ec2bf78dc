import { type RemotestError, UsageError, worded, type Wording } from "@remotest/core";
import type { Report } from "@remotest/core/flow";
import { clean, cleanText, serviceLine } from "@remotest/reporters";
import type { Platform } from "../platform.ts";

/** Prints on stderr what went wrong and what to do next. */
export function printError(error: RemotestError, { stderr }: Pick<Platform, "stderr">): void {
  if (!(error instanceof UsageError)) {
    stderr.write(clean`✗ ${serviceLine(error.message)}\n  → ${serviceLine(error.next)}\n`);
    return;
  }
  const { problems } = error;
  stderr.write(
    problems.length === 1
      ? clean`1 problem; nothing was sent.\n`
      : clean`${problems.length} problems; nothing was sent.\n`,
  );
  for (const { message, suggestion } of problems) {
    stderr.write(clean`✗ ${serviceLine(message)}\n`);
    if (suggestion) stderr.write(clean`  → ${serviceLine(suggestion)}\n`);
  }
  stderr.write(clean`${cleanText(error.next)}\n`);
}

/** Prints the verdict in one line for each run, if the terminal's own output failed. */
export function printVerdict({ runs, verdict }: Report, { stderr }: Pick<Platform, "stderr">): void {
  for (const { handle, name, verdict: own } of runs)
    stderr.write(clean`${serviceLine(handle?.ref ?? name)}: ${own.kind}: ${serviceLine(own.reason)}\n`);
  stderr.write(clean`${verdict.kind}: ${serviceLine(verdict.reason)}\n`);
}

/** Prints warnings on stderr, and returns them as they were printed. */
export function printWarnings(
  warnings: readonly Wording[],
  { stderr, own = (text) => text, names }: Pick<Platform, "stderr" | "own" | "names">,
): readonly string[] {
  const shown = warnings.map((warning) => serviceLine(own(worded(warning, names))));
  for (const warning of shown) stderr.write(clean`Warning: ${warning}\n`);
  return shown;
}
