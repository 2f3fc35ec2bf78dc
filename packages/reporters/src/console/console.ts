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

/** The number of warnings that the terminal shows; the report files have all of them. */
const mostWarnings = 20;

/** The settings of the terminal output. */
export interface ConsoleOptions {
  readonly write: (text: TerminalText) => void;
  /** Returns the terminal's present width; undefined if there is no terminal. */
  readonly columns: () => number | undefined;
  /** True for a terminal that can be redrawn; otherwise plain lines for a log are written. */
  readonly interactive: boolean;
  readonly color: boolean;
  /** True to show every status check, and all details of errors. */
  readonly verbose: boolean;
  /** True to show only warnings, errors and the verdict. */
  readonly quiet: boolean;
  /** Returns milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** The number of runs in the plan. If there are several, each line names its run. Default 1, until a second one starts. */
  readonly runs?: number;
  /** The longest time without a plain line while a run is running, in milliseconds. Default 25,000. */
  readonly heartbeatMs?: number;
}

/** Shows a person what happens during the runs, and at the end the results. */
export interface ConsoleReporter {
  listen(event: RunEvent): void;
  /** Stops drawing, so that others can write to the screen. What has been written stays. */
  rest(): void;
  finish(report: Report): void;
}

/**
 * The output for people. It does not keep the process alive: its timers are unreferenced, and end at `finish`.
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
      // If there is only one run, `finish` tells its end next.
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
