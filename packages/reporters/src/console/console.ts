import type { Report, RunEvent } from "@remotest/core/flow";
import { labelled, warningLine, warningLines } from "./event-lines.ts";
import { liveView } from "./live-view.ts";
import { paint, type TerminalText, wholeLines } from "./paint.ts";
import { plainView } from "./plain-view.ts";
import { resultLines } from "./result-lines.ts";
import { RunViews } from "./run-view.ts";
import { fileLines, verdictLines } from "./verdict-lines.ts";
import type { View } from "./view.ts";
import { trends } from "../cases/trends.ts";
import { clean } from "../words/service-text.ts";
import { warningsOf } from "../cases/warnings.ts";

/** The report files have all of them. */
const mostWarnings = 20;

/** What the terminal's output depends on. */
export interface ConsoleOptions {
  readonly write: (text: TerminalText) => void;
  /** The terminal's width now; undefined where there is none. */
  readonly columns: () => number | undefined;
  /** A terminal that can be drawn on; else plain lines for a log. */
  readonly interactive: boolean;
  readonly color: boolean;
  /** Every look at the runs, and all that is known of what went wrong. */
  readonly verbose: boolean;
  /** Only the verdict and what went wrong. */
  readonly quiet: boolean;
  /** Milliseconds of any clock that does not jump. */
  readonly now: () => number;
  /** How many runs the plan has: with several each line says which it is about. Default 1, until a second one shows. */
  readonly runs?: number;
  /** The longest silence of plain lines while something is on its way, in milliseconds. Default 25,000. */
  readonly heartbeatMs?: number;
}

/** Tells a person what happens, and in the end what came out. */
export interface ConsoleReporter {
  listen(event: RunEvent): void;
  /** Leaves what stays on the screen and draws no more, so that others can write there. */
  rest(): void;
  finish(report: Report): void;
}

/**
 * The output for people. It keeps the process alive by nothing: its timers are unreferenced, and end at `finish`.
 *
 * @example
 * const reporter = consoleReporter({ write: (text) => process.stderr.write(text), columns: () => process.stderr.columns, … });
 * reporter.finish(await run(plan, (event) => reporter.listen(event)));
 */
export function consoleReporter(options: ConsoleOptions): ConsoleReporter {
  const { write, quiet, runs } = options;
  const colours = paint(options.color);
  const view = viewFor(options);
  const warned = new Set<string>();
  return {
    listen(event) {
      if (event.type === "warning") warned.add(JSON.stringify([event.run, event.message]));
      // The end of the only run is the end of all: `finish` tells it next.
      if (event.type === "ended" && runs === 1) return;
      view.listen(event);
    },
    rest: () => view.close(),
    finish(report) {
      view.close();
      const warnings = warningsOf(report).filter(({ run, message }) => !warned.has(JSON.stringify([run, message])));
      const layout = { ...options, columns: options.columns(), paint: colours, trends: trends(report) };
      const results = resultLines(report, layout);
      const lines = [
        ...(results.length > 0 ? [clean``, ...results, clean``] : []),
        ...warnings.slice(0, mostWarnings).flatMap(({ words }) => warningLines(words, colours, options.columns())),
        ...(warnings.length > mostWarnings
          ? [colours.caution(clean`… ${warnings.length - mostWarnings} more warnings`)]
          : []),
        ...verdictLines(report, colours, options.columns()),
        ...(quiet ? [] : fileLines(report)),
      ];
      write(wholeLines(lines));
    },
  };
}

function viewFor(options: ConsoleOptions): View {
  const { heartbeatMs = 25_000, runs = 1 } = options;
  if (options.quiet) return quietView(options);
  const viewOptions = { ...options, heartbeatMs, runs, paint: paint(options.color) };
  return options.interactive ? liveView(viewOptions) : plainView(viewOptions);
}

function quietView({ write, color, runs = 1, now }: ConsoleOptions): View {
  const colours = paint(color);
  const views = new RunViews(runs);
  return {
    listen(event) {
      views.note(event, now());
      if (event.type !== "warning") return;
      const label = views.label(views.of(event.run, now()));
      write(wholeLines(labelled([warningLine(event.message, colours)], label, colours)));
    },
    close() {},
  };
}
