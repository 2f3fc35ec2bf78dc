import type { RunHandle, Verdict } from "@remotest/core";
import type { RunEvent } from "@remotest/core/flow";
import { amount, duration } from "../words/quantities.ts";
import { safeHref } from "../words/safe-href.ts";
import { beginning, type CleanText, clean, type OwnText, serviceLine } from "../words/service-text.ts";
import { verdictTitle } from "../words/verdict-title.ts";
import type { AttachHints } from "./attach-hints.ts";
import { displayWidth, wrap } from "./display-width.ts";
import { type Paint, painted, type TerminalText } from "./paint.ts";

type LineEvent = Extract<
  RunEvent,
  { type: "started" | "attached" | "rerunning" | "retry" | "warning" | "note" | "results" | "ended" }
>;

/** Everything that the lines about a run depend on. */
export interface LineOptions {
  readonly paint: Paint;
  readonly verbose: boolean;
  /** The label that distinguishes the run from others; "" if there is only one. */
  readonly label: CleanText;
  /** The terminal's width; undefined where there is none. */
  readonly columns: number | undefined;
  readonly hints: AttachHints;
}

/** The lines about an event that stay, on a terminal as in a log. */
export function eventLines(event: LineEvent, options: LineOptions): readonly TerminalText[] {
  const { paint, verbose, label } = options;
  switch (event.type) {
    case "started":
      // The end of a rerun says nothing about the whole run.
      return event.attempt === undefined
        ? [...handleLines(clean`Started`, event.handle, options), ...attachHint(event, options)]
        : handleLines(clean`Started the rerun`, event.handle, options);
    case "attached":
      return handleLines(clean`Attached to`, event.handle, options);
    case "rerunning":
      return [rerunLine(event)];
    case "retry":
      return retryLines(event, paint, verbose);
    case "note":
      return [paint.dim(serviceLine(event.message, 1000))];
    case "warning":
      return [warningLine(event.message, paint)];
    case "results":
      return [];
    case "ended":
      if (!hasResults(event.verdict)) return [paint.bad(serviceLine(event.verdict.reason, 1000))];
      // With one run, the results follow. With several, they follow when the last one has ended.
      return label === "" ? [] : [verdictTitle(event.verdict)];
  }
}

/** True for a run whose results have already been shown. */
function hasResults({ kind }: Verdict): boolean {
  return kind === "passed" || kind === "failed";
}

/**
 * The line that says which run is being started.
 * @param label what the line begins with if there are several runs, which may all have the same name
 */
export function startingLine(name: string, label: CleanText = clean``): CleanText {
  return label === "" ? clean`Starting "${serviceLine(name, 200)}"` : clean`Starting`;
}

/** A warning as one line. */
export function warningLine(message: string, paint: Paint): TerminalText {
  return paint.caution(warningWords(message));
}

/** A warning in lines of a terminal's width. */
export function warningLines(message: string, paint: Paint, columns: number | undefined): readonly TerminalText[] {
  return wrap(warningWords(message), columns, clean`  `).map(paint.caution);
}

function warningWords(message: string): CleanText {
  return clean`Warning: ${serviceLine(message, 1000)}`;
}

/** On one line if it fits, otherwise a line for each: a reference or an address that a terminal breaks reads badly. */
function handleLines(
  what: OwnText,
  { ref, url }: RunHandle,
  { paint, label, columns = Number.POSITIVE_INFINITY }: LineOptions,
): readonly TerminalText[] {
  const words = serviceLine(ref);
  const address = url === undefined ? clean`` : (safeHref(url) ?? serviceLine(url, 500));
  const room = columns - (label === "" ? 0 : displayWidth(label) + 3);
  const linked = address === "" ? [] : [paint.link(clean`  ${address}`)];
  if (displayWidth(clean`${what} ${words}`) > room) return [what, painted`  ${paint.bold(words)}`, ...linked];
  const first = painted`${what} ${paint.bold(words)}`;
  if (linked.length === 0 || displayWidth(clean`${what} ${words}  ${address}`) > room) return [first, ...linked];
  return [painted`${first}  ${paint.link(address)}`];
}

function attachHint(
  event: Extract<LineEvent, { type: "started" | "attached" }>,
  { paint, label, hints }: LineOptions,
): readonly TerminalText[] {
  const hint = hints.of(event, label === "");
  return hint === undefined ? [] : [paint.dim(hint)];
}

function rerunLine({ tests, attempt, times }: Extract<RunEvent, { type: "rerunning" }>): CleanText {
  const them = tests === 1 ? clean`it` : clean`them`;
  return clean`${amount(tests, "test")} did not pass; rerunning ${them}, ${attempt} of ${times}`;
}

const calls = {
  start: clean`Start`,
  poll: clean`Poll`,
  results: clean`Reading the results`,
  rerun: clean`Rerun`,
  cancel: clean`Cancelling`,
} as const;

function retryLines(
  event: Extract<RunEvent, { type: "retry" }>,
  paint: Paint,
  verbose: boolean,
): readonly TerminalText[] {
  const message = serviceLine(event.error.message, 160);
  const why = message.endsWith(".") ? beginning(message, message.length - 1) : message;
  const again = event.call === "poll" || event.call === "results" ? clean`asking again` : clean`trying again`;
  const times = event.failures > 1 ? clean`, ${amount(event.failures, "time")} in a row` : "";
  const line = paint.caution(clean`${calls[event.call]} failed (${why})${times}, ${again} in ${duration(event.inMs)}`);
  return verbose
    ? [line, paint.dim(clean`  ${serviceLine(event.error.code)}: ${serviceLine(event.error.next, 500)}`)]
    : [line];
}

/** Lines that are written together: the first one says which run they are about, if there are several. */
export function labelled(lines: readonly TerminalText[], label: CleanText, paint: Paint): readonly TerminalText[] {
  const [first, ...more] = lines;
  return label === "" || first === undefined ? lines : [painted`${paint.dim(clean`[${label}]`)} ${first}`, ...more];
}
