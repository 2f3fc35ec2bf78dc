import type { Attempt } from "@remotest/core";
import { messageLinesOf } from "../cases/message-line.ts";
import { clean } from "../words/service-text.ts";
import { spaces, wrap } from "./display-width.ts";
import type { Layout } from "./layout.ts";
import type { TerminalText } from "./paint.ts";

/** A message that is indented further than this would leave no room for its words. */
const deepest = 24;

/**
 * Returns a message as lines of a terminal, below the name of its test.
 * @param from the number of the first line that is shown
 * @param most how many lines are shown; the others are counted
 */
export function messageLines(attempt: Attempt, from: number, most: number, layout: Layout): readonly TerminalText[] {
  const { paint, columns } = layout;
  const all = messageLinesOf(attempt).slice(from);
  const shown = all.slice(0, most).flatMap(({ text, depth }) => {
    const indent = spaces(4 + Math.min(depth, deepest, Math.floor((columns ?? 80) / 4)));
    return wrap(clean`${indent}${text}`, columns, indent);
  });
  return all.length > most ? [...shown, paint.dim(clean`    … ${all.length - most} more lines`)] : shown;
}
