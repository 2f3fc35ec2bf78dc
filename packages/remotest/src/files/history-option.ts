import type { CommonOptions } from "@remotest/core/flow";
import { serviceLine } from "@remotest/reporters";
import type { Platform } from "../platform.ts";
import type { History } from "./history.ts";

/** Reads the earlier reports that `--history` names. Without any, only a note is printed: the first run has none. */
export async function loadHistory(
  { history, quiet, reportDir }: Pick<CommonOptions, "history" | "quiet" | "reportDir">,
  { stderr, own = (text) => text }: Platform,
  without: readonly string[] = [],
): Promise<History> {
  if (history === undefined) return { reports: [], warnings: [], files: 0 };
  // Loaded only if it is needed.
  const { readHistory } = await import("./history.ts");
  const found = await readHistory(history, without);
  // The report of the previous run in the same directory has already been moved aside.
  const aside = asideOf(history, reportDir);
  if (found.files === 0 && aside !== undefined) {
    const moved = await readHistory(aside, without);
    if (moved.files > 0) return moved;
  }
  if (found.files === 0 && !quiet)
    stderr.write(`${serviceLine(own(`No earlier report yet: --history ${history} matches no file.`))}\n`);
  return found;
}

function asideOf(pattern: string, reportDir: string): string | undefined {
  const dir = reportDir.replace(/\/+$/, "");
  return pattern.startsWith(`${dir}/`) ? `${dir}/previous/${pattern.slice(dir.length + 1)}` : undefined;
}
