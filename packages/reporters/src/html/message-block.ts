import type { Attempt } from "@remotest/core";
import { messageText } from "../cases/placed-case.ts";
import { grouped } from "./case-parts.ts";
import { isLibraryFrame } from "./library-frames.ts";
import { html, join, type Markup } from "./markup.ts";

/** The longest message that the page shows; `provider/` has what the service sent. */
const longestMessage = 16 * 1024;
/** The part of a message that is shown at once: a scrolling box inside of a scrolling page is a trap on a phone. */
const shownLines = 14;
const shownLength = 1200;
/** Fewer frames than this are not folded: the fold would be as long as they are. */
const fewestFrames = 3;

/**
 * A message as it was written: what was expected and what came are coloured where it is a diff, stack frames of
 * libraries are folded, and so is the end of a long message. Nothing if there is no message.
 */
export function message(attempt: Attempt): Markup {
  const text = messageText(attempt, longestMessage);
  if (text === "") return html``;
  const diff = isDiff(text);
  const [shown, rest] = split(piecesOf(linesOf(text)));
  const more = rest.reduce((sum, { lines }) => sum + lines.length, 0);
  const end = more > 0 ? folded(moreLines(more), blocks(rest, diff)) : undefined;
  return html`<div class="message">${blocks(shown, diff)}${end}</div>`;
}

/** Lines of a message that stand together. */
interface Piece {
  readonly kind: "text" | "frames";
  readonly lines: readonly string[];
}

/** Returns the lines of a text; a first line that is longer than the part shown at once is cut in two. */
function linesOf(text: string): readonly string[] {
  const [first = "", ...lines] = text.split("\n");
  if (first.length <= shownLength) return [first, ...lines];
  const head = first.slice(0, shownLength).replace(/[\ud800-\udbff]$/, "");
  return [head, first.slice(head.length), ...lines];
}

/** Finds the rows of library frames that are long enough to fold. */
function piecesOf(lines: readonly string[]): readonly Piece[] {
  const pieces: { kind: Piece["kind"]; lines: string[] }[] = [];
  for (const line of lines) {
    const kind = isLibraryFrame(line) ? "frames" : "text";
    const last = pieces.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else pieces.push({ kind, lines: [line] });
  }
  const folding = pieces.map(({ kind, lines }) =>
    kind === "frames" && lines.length < fewestFrames ? ({ kind: "text", lines } as const) : { kind, lines },
  );
  const joined: { kind: Piece["kind"]; lines: string[] }[] = [];
  for (const { kind, lines } of folding) {
    const last = joined.at(-1);
    if (last?.kind === "text" && kind === "text") last.lines.push(...lines);
    else joined.push({ kind, lines: [...lines] });
  }
  return joined;
}

/** Splits a message where the part ends that is shown at once. Folded frames take one line. */
function split(pieces: readonly Piece[]): readonly [readonly Piece[], readonly Piece[]] {
  let [lines, length] = [shownLines, shownLength];
  const shown: Piece[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (lines <= 0 || length <= 0) return [shown, pieces.slice(index)];
    if (piece.kind === "frames") {
      shown.push(piece);
      lines--;
      continue;
    }
    const fitting = fittingLines(piece.lines, lines, length);
    shown.push({ kind: "text", lines: piece.lines.slice(0, fitting) });
    if (fitting < piece.lines.length)
      return [shown, [{ kind: "text", lines: piece.lines.slice(fitting) }, ...pieces.slice(index + 1)]];
    lines -= fitting;
    length -= piece.lines.reduce((sum, line) => sum + line.length + 1, 0);
  }
  return [shown, []];
}

/** Returns how many lines fit. The first always does: `linesOf` has cut it. */
function fittingLines(lines: readonly string[], most: number, length: number): number {
  let left = length;
  for (const [index, line] of lines.entries()) {
    left -= line.length + 1;
    if (index > 0 && (index >= most || left < 0)) return index;
  }
  return lines.length;
}

function blocks(pieces: readonly Piece[], diff: boolean): Markup {
  return join(
    pieces.map(({ kind, lines }) =>
      kind === "frames" ? folded(`${grouped(lines.length)} library frames`, block(lines, false)) : block(lines, diff),
    ),
  );
}

function block(lines: readonly string[], diff: boolean): Markup {
  if (!diff) return html`<pre dir="auto">${lines.join("\n")}</pre>`;
  const last = lines.length - 1;
  const coloured = lines.map((line, index) => {
    const end = index < last ? "\n" : "";
    const tone = toneOf(line);
    return tone === undefined ? html`${line}${end}` : html`<span class="${tone}">${line}</span>${end}`;
  });
  return html`<pre dir="auto">${join(coloured)}</pre>`;
}

function folded(summary: string, content: Markup): Markup {
  return html`<details><summary>${summary}</summary>${content}</details>`;
}

function moreLines(number: number): string {
  return number === 1 ? "The rest" : `${grouped(number)} more lines`;
}

/** A list of points has only lines with a minus: a diff has both signs. */
function isDiff(text: string): boolean {
  return /^\s*\+(?!\d)/m.test(text) && /^\s*-(?!\d)/m.test(text);
}

function toneOf(line: string): "plus" | "minus" | undefined {
  const [, sign] = /^\s*([+-])(?!\d)/.exec(line) ?? [];
  if (sign === undefined) return undefined;
  return sign === "+" ? "plus" : "minus";
}
