import { count, type RunHandle, type Verdict } from "@remotest/core";
import type { RunEvent } from "@remotest/core/flow";
import { attachCommand } from "../words/attach-command.ts";
import { amount, duration } from "../words/quantities.ts";
import { safeHref } from "../words/safe-href.ts";
import { beginning, type CleanText, clean, serviceLine } from "../words/service-text.ts";
import { countsWords } from "./counts-words.ts";
import { wrap } from "./display-width.ts";
import { type Paint, painted, type TerminalText } from "./paint.ts";

type Noted = Extract<RunEvent, { type: "started" | "attached" | "retry" | "warning" | "note" | "results" | "ended" }>;

/** The lines about an event that stay, on a terminal as in a log. */
export function eventLines(event: Noted, paint: Paint, verbose: boolean): readonly TerminalText[] {
  switch (event.type) {
    case "started":
      // The end of a rerun says nothing about the whole run.
      return event.attempt === undefined
        ? [painted`Started ${handleWords(event.handle, paint)}`, attachHint(event.handle, paint)]
        : [painted`Rerun ${event.attempt} started: ${handleWords(event.handle, paint)}`];
    case "attached":
      return [painted`Attached to ${handleWords(event.handle, paint)}`];
    case "retry":
      return retryLines(event, paint, verbose);
    case "note":
      return [paint.dim(serviceLine(event.message, 1000))];
    case "warning":
      return [warningLine(event.message, paint)];
    case "results":
      return [clean`Finished. ${countsWords(count([event.testRun]))}`];
    case "ended":
      return hasResults(event.verdict) ? [] : [paint.bad(serviceLine(event.verdict.reason, 1000))];
  }
}

/** True for a run whose results have already been shown. */
function hasResults({ kind }: Verdict): boolean {
  return kind === "passed" || kind === "failed";
}

/**
 * The line that says which run is being started.
 * @param label the beginning of the line if there are several runs; a name that it contains is not repeated
 */
export function startingLine(name: string, label: CleanText = clean``): CleanText {
  const words = serviceLine(name, 200);
  return label !== "" && label === words ? clean`Starting` : clean`Starting "${words}"`;
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

function handleWords({ ref, url }: RunHandle, paint: Paint): TerminalText {
  const words = paint.bold(serviceLine(ref));
  return url === undefined ? words : painted`${words}  ${paint.link(safeHref(url) ?? serviceLine(url, 500))}`;
}

function attachHint(handle: RunHandle, paint: Paint): TerminalText {
  return paint.dim(clean`To wait for it from elsewhere: ${attachCommand(handle)}`);
}

const calls = {
  start: clean`Start`,
  poll: clean`Poll`,
  results: clean`Reading the results`,
  rerun: clean`Rerun`,
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

/** Puts the name of the run before each line, if there are several. */
export function labelled(lines: readonly TerminalText[], label: CleanText, paint: Paint): readonly TerminalText[] {
  return label === "" ? lines : lines.map((line) => painted`${paint.dim(clean`[${label}]`)} ${line}`);
}
