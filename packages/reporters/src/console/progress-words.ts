import type { Progress, RunState } from "@remotest/core";
import { bytes, wholeSeconds } from "../words/quantities.ts";
import { serviceLine } from "../words/service-text.ts";
import type { RunView } from "./run-view.ts";
import type { UploadProgress } from "./upload-rate.ts";

/** `45 %, 54 MB of 120 MB, 4.1 MB/s, 26 s left`. */
export function uploadWords({ sentBytes, totalBytes, bytesPerSecond, leftMs }: UploadProgress): string {
  const parts = [`${percent(sentBytes, totalBytes)} %`, `${bytes(sentBytes)} of ${bytes(totalBytes)}`];
  if (bytesPerSecond !== undefined) parts.push(`${bytes(bytesPerSecond)}/s`);
  if (leftMs !== undefined && sentBytes < totalBytes) parts.push(`${wholeSeconds(leftMs)} left`);
  return parts.join(", ");
}

/** Rounded down: 100 only when all is sent. */
export function percent(part: number, whole: number): number {
  return whole > 0 ? Math.floor((part / whole) * 100) : 100;
}

/** `Running: 3 of 10 done, 1 failed, 2 running`. */
export function stateWords(state: RunState): string {
  const details = progressWords(state.progress);
  return details === "" ? statusWord(state) : `${statusWord(state)}: ${details}`;
}

function statusWord(state: RunState): string {
  switch (state.status) {
    case "queued":
      return "Queued";
    case "running":
      return "Running";
    case "finished":
      return "Finished";
    case "unrecognised":
      return `Status "${serviceLine(state.says, 80)}", which is in no documentation`;
  }
}

/** `3 of 10 done, 1 failed, 2 running`, as far as the service tells. */
export function progressWords(progress: Progress): string {
  const { total, failed = 0, errors = 0, running = 0, waiting = 0 } = progress;
  const done = doneOf(progress);
  return [
    done !== undefined && total !== undefined ? `${done} of ${total} done` : "",
    failed > 0 ? `${failed} failed` : "",
    errors > 0 ? `${errors} broken` : "",
    running > 0 ? `${running} running` : "",
    waiting > 0 ? `${waiting} waiting` : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** How many tests are over, where the service tells any number of them. */
export function doneOf({ passed, failed, errors, skipped }: Progress): number | undefined {
  if ([passed, failed, errors, skipped].every((number) => number === undefined)) return undefined;
  return (passed ?? 0) + (failed ?? 0) + (errors ?? 0) + (skipped ?? 0);
}

/** What a run is at, in one line: for when nothing else happens. */
export function viewWords(view: RunView, now: number): string {
  if (view.phase === "starting") return "Starting";
  if (view.phase === "uploading") {
    const progress = view.upload.progress();
    return progress.sentBytes < progress.totalBytes ? `Uploading: ${uploadWords(progress)}` : "Uploaded, starting";
  }
  return `${view.state ? stateWords(view.state) : "Waiting"} (${wholeSeconds(waitedMs(view, now))})`;
}

/** How long the run was waited for by now. */
export function waitedMs(view: RunView, now: number): number {
  return view.waitedMs + Math.max(0, now - view.seenAt);
}
