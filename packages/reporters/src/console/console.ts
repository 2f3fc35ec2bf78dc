import type { Report, RunEvent } from "@remotest/core/flow";
import type { ConsoleOptions } from "./console-options.ts";
import { labelled, warningLine, warningLines } from "./event-lines.ts";
import { liveView } from "./live-view.ts";
import { layoutFor } from "./layout.ts";
import { paint, wholeLines } from "./paint.ts";
import { plainView } from "./plain-view.ts";
import { resultLines } from "./result-lines.ts";
import { RunViews } from "./run-view.ts";
import { fileLines, verdictLines } from "./verdict-lines.ts";
import type { View } from "./view.ts";
import { clean } from "../words/service-text.ts";
import { warningsOf } from "../cases/warnings.ts";

/** The number of warnings that the terminal shows; the report files have all of them. */
const mostWarnings = 20;

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
  const { write, quiet, labels } = options;
  const colours = paint(options.color);
  const view = viewFor(options);
  const warned = new Set<string>();
  return {
    listen(event) {
      if (event.type === "warning") warned.add(JSON.stringify([event.run, event.message]));
      // If there is only one run, `finish` tells its end next.
      if (event.type === "ended" && labels?.length === 1) return;
      view.listen(event);
    },
    rest: () => view.close(),
    finish(report) {
      view.close();
      const warnings = warningsOf(report).filter(({ run, message }) => !warned.has(JSON.stringify([run, message])));
      const layout = layoutFor(report, options);
      const lines = [
        ...resultLines(report, layout),
        ...warnings.slice(0, mostWarnings).flatMap(({ words }) => warningLines(words, colours, options.columns())),
        ...(warnings.length > mostWarnings
          ? [colours.caution(clean`… ${warnings.length - mostWarnings} more warnings`)]
          : []),
        ...verdictLines(report, layout),
        ...(quiet ? [] : fileLines(report)),
      ];
      write(wholeLines(lines));
    },
  };
}

function viewFor(options: ConsoleOptions): View {
  const { heartbeatMs = 25_000, labels = [] } = options;
  if (options.quiet) return quietView(options);
  const viewOptions = { ...options, heartbeatMs, labels, paint: paint(options.color) };
  return options.interactive ? liveView(viewOptions) : plainView(viewOptions);
}

function quietView({ write, color, labels = [], now }: ConsoleOptions): View {
  const colours = paint(color);
  const views = new RunViews(labels);
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
