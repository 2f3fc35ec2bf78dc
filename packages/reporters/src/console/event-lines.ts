import { count, type RunHandle, type Verdict } from "@remotest/core";
import type { RunEvent } from "@remotest/core/flow";
import { attachCommand } from "../words/attach-command.ts";
import { amount, duration } from "../words/quantities.ts";
import { safeHref } from "../words/safe-href.ts";
import { serviceLine } from "../words/service-text.ts";
import { countsWords } from "./counts-words.ts";
import { wrap } from "./display-width.ts";
import type { Paint } from "./paint.ts";

type Noted = Extract<RunEvent, { type: "started" | "attached" | "retry" | "warning" | "note" | "results" | "ended" }>;

/** The lines that stay on a terminal and in a log alike. */
export function eventLines(event: Noted, paint: Paint, verbose: boolean): readonly string[] {
  switch (event.type) {
    case "started":
      // Of a rerun alone nobody can tell how the run came out.
      return event.attempt === undefined
        ? [`Started ${handleWords(event.handle, paint)}`, attachHint(event.handle, paint)]
        : [`Rerun ${event.attempt} started: ${handleWords(event.handle, paint)}`];
    case "attached":
      return [`Attached to ${handleWords(event.handle, paint)}`];
    case "retry":
      return retryLines(event, paint, verbose);
    case "note":
      return [paint.dim(serviceLine(event.message, 1000))];
    case "warning":
      return [warningLine(event.message, paint)];
    case "results":
      return [`Finished. ${countsWords(count([event.testRun]))}`];
    case "ended":
      return hasResults(event.verdict) ? [] : [paint.bad(serviceLine(event.verdict.reason, 1000))];
  }
}

/** The results of these have been told. */
function hasResults({ kind }: Verdict): boolean {
  return kind === "passed" || kind === "failed";
}

/**
 * Says which run is being started.
 * @param label what the line begins with where there are several runs: a name that it says is not said again
 */
export function startingLine(name: string, label: string = ""): string {
  const words = serviceLine(name, 200);
  return label !== "" && label === words ? "Starting" : `Starting "${words}"`;
}

/** Something a person should know that changes no outcome. */
export function warningLine(message: string, paint: Paint): string {
  return warningLines(message, paint, undefined).join("");
}

/** The same in lines of a terminal's width. */
export function warningLines(message: string, paint: Paint, columns: number | undefined): readonly string[] {
  return wrap(`Warning: ${serviceLine(message, 1000)}`, columns, "  ").map(paint.caution);
}

function handleWords({ ref, url }: RunHandle, paint: Paint): string {
  const words = paint.bold(serviceLine(ref));
  return url === undefined ? words : `${words}  ${paint.link(safeHref(url) ?? serviceLine(url, 500))}`;
}

function attachHint(handle: RunHandle, paint: Paint): string {
  return paint.dim(`To wait for it from elsewhere: ${attachCommand(handle)}`);
}

const calls = { start: "Start", poll: "Poll", results: "Reading the results", rerun: "Rerun" } as const;

function retryLines(event: Extract<RunEvent, { type: "retry" }>, paint: Paint, verbose: boolean): readonly string[] {
  const why = serviceLine(event.error.message, 160).replace(/\.$/, "");
  const again = event.call === "poll" || event.call === "results" ? "asking again" : "trying again";
  const times = event.failures > 1 ? `, ${amount(event.failures, "time")} in a row` : "";
  const line = paint.caution(`${calls[event.call]} failed (${why})${times}, ${again} in ${duration(event.inMs)}`);
  return verbose
    ? [line, paint.dim(`  ${serviceLine(event.error.code)}: ${serviceLine(event.error.next, 500)}`)]
    : [line];
}
