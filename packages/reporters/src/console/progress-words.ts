import type { Progress, RunState } from "@remotest/core";
import { bytes, wholeSeconds } from "../words/quantities.ts";
import { type CleanText, clean, joined, nonEmpty, type OwnText, serviceLine } from "../words/service-text.ts";
import type { RunView } from "./run-view.ts";
import type { UploadProgress } from "./upload-rate.ts";

/** `45%, 54 MB of 120 MB, 4.1 MB/s, 26 s left`. */
export function uploadWords({ sentBytes, totalBytes, bytesPerSecond, leftMs }: UploadProgress): OwnText {
  const parts = [clean`${percent(sentBytes, totalBytes)}%`, clean`${bytes(sentBytes)} of ${bytes(totalBytes)}`];
  if (bytesPerSecond !== undefined) parts.push(clean`${bytes(bytesPerSecond)}/s`);
  if (leftMs !== undefined && sentBytes < totalBytes) parts.push(clean`${wholeSeconds(leftMs)} left`);
  return joined(parts, ", ");
}

/** Rounded down: 100 only when all is sent. */
export function percent(part: number, whole: number): number {
  return whole > 0 ? Math.floor((part / whole) * 100) : 100;
}

/** `Running: 3 of 10 done, 1 failed, 2 running`. */
export function stateWords(state: RunState): CleanText {
  // The results say the same once more, and better.
  const details = state.status === "finished" ? "" : progressWords(state.progress);
  return details === "" ? statusWord(state) : clean`${statusWord(state)}: ${details}`;
}

function statusWord(state: RunState): CleanText {
  switch (state.status) {
    case "queued":
      return clean`Queued`;
    case "running":
      return clean`Running`;
    case "finished":
      return clean`Finished`;
    case "unrecognised":
      return clean`Status "${serviceLine(state.says, 80)}", which is not documented`;
  }
}

/** `3 of 10 done, 1 failed, 2 running`, as far as the service tells. */
export function progressWords(progress: Progress): OwnText {
  const { total, failed = 0, errors = 0, running = 0, waiting = 0 } = progress;
  const done = doneOf(progress);
  const parts = nonEmpty([
    done !== undefined && total !== undefined ? clean`${done} of ${total} done` : "",
    failed > 0 ? clean`${failed} failed` : "",
    errors > 0 ? clean`${errors} broken` : "",
    running > 0 ? clean`${running} running` : "",
    waiting > 0 ? clean`${waiting} waiting` : "",
  ]);
  return joined(parts, ", ");
}

/** The number of tests that have ended; undefined if the service gives no numbers. */
export function doneOf({ passed, failed, errors, skipped }: Progress): number | undefined {
  if ([passed, failed, errors, skipped].every((number) => number === undefined)) return undefined;
  return (passed ?? 0) + (failed ?? 0) + (errors ?? 0) + (skipped ?? 0);
}

/** The progress of a run in one line, for a time when nothing else happens. */
export function viewWords(view: RunView, now: number): CleanText {
  if (view.phase === "starting") return clean`Starting`;
  if (view.phase === "uploading") {
    const progress = view.upload.progress();
    return progress.sentBytes < progress.totalBytes
      ? clean`Uploading: ${uploadWords(progress)}`
      : clean`Uploaded, starting`;
  }
  return clean`${view.state ? stateWords(view.state) : clean`Waiting`} (${wholeSeconds(waitedMs(view, now))})`;
}

/** The time that the flow has waited for the run until now, in milliseconds. */
export function waitedMs(view: RunView, now: number): number {
  return view.waitedMs + Math.max(0, now - view.seenAt);
}
