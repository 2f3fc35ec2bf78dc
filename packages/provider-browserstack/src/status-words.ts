import { saysBadEnd } from "@remotest/http";

/** The meaning of a status word of a build or a session. */
export type Meaning = "queued" | "running" | "passed" | "failed" | "error" | "skipped" | "done" | "unrecognised";

/**
 * The words of the facts: the seven documented ones, and those that some public clients accept beside them. `done` and
 * `completed` (old versions, other products) say that something is over, and not how: they are never a pass.
 */
const words: Readonly<Record<string, Meaning>> = {
  queued: "queued",
  running: "running",
  passed: "passed",
  failed: "failed",
  error: "error",
  timedout: "error",
  skipped: "skipped",
  done: "done",
  completed: "done",
  timeout: "error",
};

export function meaningOf(word: string): Meaning {
  return Object.hasOwn(words, word) ? (words[word] ?? "unrecognised") : "unrecognised";
}

/** True for a word after which nothing more happens. */
export function isFinal(word: string): boolean {
  return !["queued", "running", "unrecognised"].includes(meaningOf(word));
}

/** True for a word that is not documented, and sounds as if something did not pass. */
export function tellsFailure(word: string): boolean {
  return meaningOf(word) === "unrecognised" && saysBadEnd(word);
}

/** True for a case that a rerun leaves out. docs: `not-run (retry-failures)`; the word in the API is not documented. */
export function isNotRun(word: string): boolean {
  return /^not[-_ ]?run\b/.test(word);
}

/** Returns a word for a sentence. */
export function shown(word: string): string {
  return JSON.stringify(word.slice(0, 60));
}
