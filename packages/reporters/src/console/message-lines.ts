import type { Attempt } from "@remotest/core";
import { messageOf } from "../cases/placed-case.ts";
import { type CleanText, clean, cleanText, cut, serviceLine } from "../words/service-text.ts";
import { spaces, wrap } from "./display-width.ts";
import type { TerminalText } from "./paint.ts";
import type { Layout } from "./layout.ts";

const longestMessage = 64 * 1024;
const longestLine = 500;
/** A message that is indented further than this would leave no room for its words. */
const deepest = 24;

/** A line of a message, and how far it is indented against the others. */
interface MessageLine {
  readonly text: CleanText;
  readonly depth: number;
}

/**
 * Returns a message as lines of a terminal, below the name of its test. Its lines keep their indentation against each other.
 * @param from the number of the first line that is shown
 * @param most how many lines are shown; the others are counted
 */
export function messageLines(attempt: Attempt, from: number, most: number, layout: Layout): readonly TerminalText[] {
  const { paint, columns } = layout;
  const all = linesOf(messageOf(attempt)).slice(from);
  const shown = all.slice(0, most).flatMap(({ text, depth }) => {
    const indent = spaces(4 + Math.min(depth, deepest, Math.floor((columns ?? 80) / 4)));
    return wrap(clean`${indent}${text}`, columns, indent);
  });
  return all.length > most ? [...shown, paint.dim(clean`    … ${all.length - most} more lines`)] : shown;
}

function linesOf(message: string): readonly MessageLine[] {
  const lines = cut(cleanText(message), longestMessage)
    .split("\n")
    .filter((line) => line.trim() !== "");
  const depths = lines.map(depthOf);
  const least = Math.min(...depths);
  return lines.map((line, index) => ({ text: serviceLine(line, longestLine), depth: (depths[index] ?? 0) - least }));
}

/** A tab counts as two columns. */
function depthOf(line: string): number {
  const [blank = ""] = /^\s*/.exec(line) ?? [];
  return blank.length + (blank.split("\t").length - 1);
}
