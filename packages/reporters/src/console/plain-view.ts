import type { Progress } from "@remotest/core";
import type { RunEvent } from "@remotest/core/flow";
import { clean, serviceLine } from "../words/service-text.ts";
import { wholeSeconds } from "../words/quantities.ts";
import { AttachHints } from "./attach-hints.ts";
import { eventLines, labelled, type LineOptions, startingLine } from "./event-lines.ts";
import { glyphs } from "./glyphs.ts";
import { type Paint, painted, type TerminalText, wholeLines } from "./paint.ts";
import { percent, stateWords, uploadWords, viewWords } from "./progress-words.ts";
import { type RunView, RunViews } from "./run-view.ts";
import type { View, ViewOptions } from "./view.ts";

/** The time between two lines about an upload that has not advanced by ten percent. */
const uploadLineMs = 10_000;
/** The number of test cases that are named if many have ended by one status check; a service can have thousands. */
const mostCaseLines = 10;

/** The lines that have already been written about one run, to write only changes. */
interface WrittenState {
  uploadTenth: number;
  uploadAt: number;
  state: string;
  cases: ReadonlyMap<string, string>;
}

/** Writes lines for a log: one for each change, and one from time to time if nothing changes. */
export function plainView(options: ViewOptions): View {
  const { paint, verbose, now, heartbeatMs, labels, columns } = options;
  const views = new RunViews(labels);
  const hints = new AttachHints();
  const said = new Map<RunView, WrittenState>();
  let heartbeat: NodeJS.Timeout | undefined;

  const say = (view: RunView, lines: readonly TerminalText[]): void => {
    if (lines.length === 0) return;
    options.write(wholeLines(labelled(lines, views.label(view), paint)));
    restart();
  };
  const restart = (): void => {
    clearTimeout(heartbeat);
    heartbeat = setTimeout(() => {
      for (const view of views.active()) say(view, [viewWords(view, now())]);
      restart();
    }, heartbeatMs).unref();
  };
  const saidOf = (view: RunView): WrittenState => {
    const known = said.get(view) ?? { uploadTenth: -1, uploadAt: 0, state: "", cases: new Map<string, string>() };
    said.set(view, known);
    return known;
  };

  restart();
  return {
    listen(event) {
      views.note(event, now());
      const view = views.of(event.run, now());
      const saying = { paint, verbose, now: now(), label: views.label(view), columns: columns(), hints };
      say(view, linesFor(event, view, saidOf(view), saying));
    },
    close: () => clearTimeout(heartbeat),
  };
}

interface TimedLineOptions extends LineOptions {
  readonly now: number;
}

function linesFor(
  event: RunEvent,
  view: RunView,
  said: WrittenState,
  saying: TimedLineOptions,
): readonly TerminalText[] {
  switch (event.type) {
    case "starting":
      return [startingLine(event.name, saying.label)];
    case "upload":
      return uploadLines(view, said, saying.now);
    case "state":
      return stateLines(event, said, saying);
    case "started":
    case "attached":
    case "rerunning":
    case "retry":
    case "warning":
    case "note":
    case "results":
    case "ended":
      return eventLines(event, saying);
  }
}

function uploadLines(view: RunView, said: WrittenState, now: number): readonly TerminalText[] {
  const progress = view.upload.progress();
  const tenth = Math.floor(percent(progress.sentBytes, progress.totalBytes) / 10);
  if (tenth === said.uploadTenth && now - said.uploadAt < uploadLineMs) return [];
  said.uploadTenth = tenth;
  said.uploadAt = now;
  return [clean`Uploading: ${uploadWords(progress)}`];
}

function stateLines(
  { state, waitedMs }: Extract<RunEvent, { type: "state" }>,
  said: WrittenState,
  { paint, verbose }: TimedLineOptions,
): readonly TerminalText[] {
  const words = stateWords(state);
  const cases = new Map(state.progress.cases?.map(({ name, state }) => [name, state]));
  const ended = endedCases(state.progress, said.cases, paint);
  const changed = words !== said.state || ended.length > 0;
  said.state = words;
  said.cases = cases;
  return changed || verbose ? [clean`${words} (${wholeSeconds(waitedMs)})`, ...ended] : [];
}

function endedCases(
  { cases = [] }: Progress,
  before: ReadonlyMap<string, string>,
  paint: Paint,
): readonly TerminalText[] {
  const ended = cases.filter(
    ({ name, state }) => state !== "waiting" && state !== "running" && before.get(name) !== state,
  );
  const lines = ended
    .slice(0, mostCaseLines)
    .map(({ name, state }) => painted`  ${glyphs(paint)[state]} ${serviceLine(name, 200)}`);
  return ended.length > mostCaseLines ? [...lines, clean`  and ${ended.length - mostCaseLines} more`] : lines;
}
