import type { Build } from "@remotest/browserstack-client";
import type { Progress, RunState } from "@remotest/core";
import { meaningOf, tellsFailure } from "./status-words.ts";

/** Returns the state of a build, as one status check shows it. */
export function stateOf(build: Build): RunState {
  const progress = progressOf(build);
  const meaning = meaningOf(build.status);
  if (meaning === "queued" || meaning === "running") return { status: meaning, progress };
  if (meaning === "unrecognised")
    return {
      status: "unrecognised",
      says: build.status,
      progress,
      ...(tellsFailure(build.status) && { notPassed: true }),
    };
  // The documented precedence of a build's words is cut off: a build may be called failed while a device still waits.
  const sessions = build.devices.flatMap((device) => device.sessions.map(({ status }) => meaningOf(status)));
  const isOver = !sessions.some((each) => each === "queued" || each === "running");
  return { status: isOver ? "finished" : "running", progress };
}

function progressOf({ devices }: Build): Progress {
  const counts = devices.flatMap(({ sessions }) => sessions.flatMap(({ cases }) => (cases ? [cases] : [])));
  const sum = (...words: readonly string[]): number =>
    counts.reduce((total, { byStatus }) => total + words.reduce((all, word) => all + (byStatus[word] ?? 0), 0), 0);
  return {
    total: counts.reduce((total, { count = 0 }) => total + count, 0),
    passed: sum("passed"),
    failed: sum("failed"),
    errors: sum("error", "timedout"),
    skipped: sum("skipped"),
    running: sum("running"),
    waiting: sum("queued"),
  };
}
