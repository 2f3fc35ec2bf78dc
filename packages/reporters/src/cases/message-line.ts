import type { Attempt } from "@remotest/core";
import { type CleanText, cleanText, cut, serviceLine } from "../words/service-text.ts";
import { messageOf } from "./placed-case.ts";

const longestMessage = 64 * 1024;
const longestLine = 500;

/** A line of a message, and how far it is indented against the others, in columns. */
export interface MessageLine {
  readonly text: CleanText;
  readonly depth: number;
}

/** The lines of a message that say something, clean. They keep their indentation against each other. */
export function messageLinesOf(attempt: Attempt): readonly MessageLine[] {
  const lines = cut(cleanText(messageOf(attempt)), longestMessage)
    .split("\n")
    .filter((line) => line.trim() !== "");
  const depths = lines.map(depthOf);
  const least = depths.reduce((least, depth) => Math.min(least, depth), Number.POSITIVE_INFINITY);
  return lines.map((line, index) => ({ text: serviceLine(line, longestLine), depth: (depths[index] ?? 0) - least }));
}

/** A tab counts as two columns. */
function depthOf(line: string): number {
  const [blank = ""] = /^\s*/.exec(line) ?? [];
  return blank.length + (blank.split("\t").length - 1);
}
