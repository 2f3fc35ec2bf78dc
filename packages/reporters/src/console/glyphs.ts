import type { Outcome } from "@remotest/core";
import { type CleanText, clean } from "../words/service-text.ts";
import type { Paint, TerminalText } from "./paint.ts";

/** One sign for each state of a test case. */
export function glyphs(paint: Paint): Readonly<Record<Outcome | "flaky" | "waiting" | "running", TerminalText>> {
  return {
    passed: paint.good(clean`✓`),
    failed: paint.bad(clean`✗`),
    error: paint.bad(clean`!`),
    skipped: paint.dim(clean`-`),
    flaky: paint.caution(clean`~`),
    waiting: paint.dim(clean`·`),
    running: paint.link(clean`›`),
  };
}

/** The frames of the sign that turns while a run is running. */
export const spinner: readonly CleanText[] = clean`⠋ ⠙ ⠹ ⠸ ⠼ ⠴ ⠦ ⠧ ⠇ ⠏`.split(" ");
