import type { Outcome } from "@remotest/core";
import type { Paint } from "./paint.ts";

/** One sign for each state of a test case. */
export function glyphs(paint: Paint): Readonly<Record<Outcome | "flaky" | "waiting" | "running", string>> {
  return {
    passed: paint.good("✓"),
    failed: paint.bad("✗"),
    error: paint.bad("!"),
    skipped: paint.dim("-"),
    flaky: paint.caution("~"),
    waiting: paint.dim("·"),
    running: paint.link("›"),
  };
}

/** The frames of what turns while something is on its way. */
export const spinner: readonly string[] = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
