import type { Progress } from "@remotest/core";
import type { RunEvent } from "@remotest/core/flow";
import { wholeSeconds } from "../words/quantities.ts";
import { type CleanText, clean, serviceLine } from "../words/service-text.ts";
import { AttachHints } from "./attach-hints.ts";
import { displayWidth, fit, pad, spaces } from "./display-width.ts";
import { eventLines, labelled, type LineOptions, startingLine } from "./event-lines.ts";
import { glyphs, spinner } from "./glyphs.ts";
import { type LiveLine, LiveRegion } from "./live-region.ts";
import { type Paint, painted, type Style, type TerminalText } from "./paint.ts";
import { doneOf, percent, progressWords, stateWords, uploadWords, viewWords, waitedMs } from "./progress-words.ts";
import { type RunView, RunViews } from "./run-view.ts";
import type { View, ViewOptions } from "./view.ts";

const frameMs = 100;
/** The region must not be higher than the terminal. Its height is not known, but few have less than 14 rows. */
const mostLines = 12;
const widestBar = 20;

/** Shows the progress of each run in a region at the end of the terminal, below the lines that stay. */
export function liveView(options: ViewOptions): View {
  const { paint, verbose, now } = options;
  const columns = (): number => options.columns() ?? 80;
  const region = new LiveRegion(options.write, columns);
  const views = new RunViews(options.labels);
  const hints = new AttachHints();
  let frame = 0;
  const draw = (staying: readonly TerminalText[] = []): void =>
    region.draw(regionLines(views, { columns: columns() - 1, paint, frame, now: now() }), staying);
  const timer = setInterval(() => {
    frame++;
    if (views.active().length > 0) draw();
  }, frameMs).unref();

  return {
    listen(event) {
      views.note(event, now());
      const view = views.of(event.run, now());
      const label = views.label(view);
      const lines = stayingLines(event, { label, paint, verbose, columns: columns(), hints });
      if (lines.length > 0) draw(labelled(lines, label, paint));
    },
    close() {
      clearInterval(timer);
      region.clear();
    },
  };
}

function stayingLines(event: RunEvent, options: LineOptions): readonly TerminalText[] {
  const { label, paint, verbose } = options;
  switch (event.type) {
    case "starting":
      return [startingLine(event.name, label)];
    case "upload":
      return [];
    case "state":
      return verbose ? [paint.dim(clean`${stateWords(event.state)} (${wholeSeconds(event.waitedMs)})`)] : [];
    case "started":
    case "attached":
    case "rerunning":
    case "retry":
    case "warning":
    case "note":
    case "results":
    case "ended":
      return eventLines(event, options);
  }
}

interface Frame {
  readonly columns: number;
  readonly paint: Paint;
  readonly frame: number;
  readonly now: number;
}

function regionLines(views: RunViews, frame: Frame): readonly LiveLine[] {
  const active = views.active();
  const shown = active.slice(0, active.length > mostLines ? mostLines - 1 : mostLines);
  let room = mostLines - shown.length;
  const labels = shown.map((view) => fit(views.label(view), Math.floor(frame.columns / 3)));
  const labelColumns = Math.max(0, ...labels.map(displayWidth));
  const lines = shown.flatMap((view, index) => {
    // Each run gets its share of the lines, so that the first one does not hide the others.
    const share = Math.floor(room / (shown.length - index));
    const cases = caseLines(view.phase === "waiting" ? view.state?.progress : undefined, share, frame);
    room -= cases.length;
    return [runLine(view, pad(labels[index] ?? clean``, labelColumns), frame), ...cases];
  });
  const more = active.length - shown.length;
  return more > 0 ? [...lines, moreLine(more, clean` runs`, frame)] : lines;
}

function runLine(view: RunView, label: CleanText, { columns, paint, frame, now }: Frame): LiveLine {
  const sign = paint.link(clean`${spinner[frame % spinner.length] ?? ""} `);
  const name = label === "" ? label : clean`${label}  `;
  const barColumns = Math.min(widestBar, Math.floor(columns / 5));
  return line({ sign, signColumns: 2, text: clean`${name}${words(view, now, barColumns)}` }, columns);
}

function words(view: RunView, now: number, barColumns: number): CleanText {
  if (view.phase === "uploading") {
    const progress = view.upload.progress();
    return progress.sentBytes < progress.totalBytes
      ? clean`Uploading ${bar(progress.sentBytes, progress.totalBytes, barColumns)} ${uploadWords(progress)}`
      : viewWords(view, now);
  }
  const progress = view.phase === "waiting" ? view.state?.progress : undefined;
  const done = progress && doneOf(progress);
  if (!view.state || !progress?.total || done === undefined) return viewWords(view, now);
  const { status } = view.state;
  const said = status === "running" ? progressWords(progress) : stateWords(view.state);
  return clean`${bar(done, progress.total, barColumns)} ${said} (${wholeSeconds(waitedMs(view, now))})`;
}

function bar(part: number, whole: number, barColumns: number): CleanText {
  const full = Math.floor((percent(Math.min(part, whole), whole) * barColumns) / 100);
  return clean`${clean`█`.repeat(full)}${clean`░`.repeat(barColumns - full)}`;
}

/** The test cases by name, as many as fit: those that are running or did not pass come before those that wait. */
function caseLines(progress: Progress | undefined, room: number, frame: Frame): LiveLine[] {
  const cases = progress?.cases ?? [];
  if (cases.length === 0 || (room < 2 && cases.length > room)) return [];
  const interest = { running: 0, failed: 1, error: 1, waiting: 2, passed: 3, skipped: 3 };
  const all = cases.length <= room;
  const shown = all
    ? cases
    : [...cases].sort((a, b) => interest[a.state] - interest[b.state]).slice(0, Math.max(0, room - 1));
  const { columns, paint } = frame;
  const signs = glyphs(paint);
  const lines = shown.map(({ name, state }) => {
    const sign = state === "running" ? paint.link(spinner[frame.frame % spinner.length] ?? clean``) : signs[state];
    const style = state === "waiting" || state === "skipped" ? paint.dim : unpainted;
    return line({ sign: painted`  ${sign} `, signColumns: 4, text: serviceLine(name, 200) }, columns, style);
  });
  return all ? lines : [...lines, moreLine(cases.length - shown.length, clean``, frame)];
}

function moreLine(number: number, noun: CleanText, { columns, paint }: Frame): LiveLine {
  return line({ sign: clean`    `, signColumns: 4, text: clean`and ${number} more${noun}` }, columns, paint.dim);
}

const unpainted: Style = (text) => text;

/** A line that never breaks: a sign, then text that is cut to the remaining columns. */
function line(
  { sign, signColumns, text }: { readonly sign: TerminalText; readonly signColumns: number; readonly text: CleanText },
  columns: number,
  style: Style = unpainted,
): LiveLine {
  const fitting = fit(text, Math.max(0, columns - signColumns));
  return { text: clean`${spaces(signColumns)}${fitting}`, painted: painted`${sign}${style(fitting)}` };
}
