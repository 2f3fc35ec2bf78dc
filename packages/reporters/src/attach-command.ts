import type { RunHandle, RunReport } from "@remotest/core";
import { serviceLine } from "./service-text.ts";

/**
 * The command that waits for a run from anywhere, ready to paste into a shell.
 * @example attachCommand({ ref: "apptest:251929" }) // "remotest attach apptest:251929"
 */
export function attachCommand({ ref }: RunHandle): string {
  const token = serviceLine(ref);
  // A part of the reference comes from the service: what a shell would read as more than a word is quoted.
  return `remotest attach ${/^[\w:/.@%+=-]+$/.test(token) ? token : `'${token.replaceAll("'", `'\\''`)}'`}`;
}

/** The attach command of a run that may go on at its service although we have no results of it. */
export function attachCommandOf({ end, handle }: RunReport): string | undefined {
  return end.kind === "no-results" && handle ? attachCommand(handle) : undefined;
}
