/** The meaning of a result that MTA documents. `stopped`: cut short by a person. */
export type Meaning = "running" | "passed" | "failed" | "error" | "stopped";

/**
 * Every spelling of a result in the vendor's pages, in lower case: `RunResult` in specs/mta.openapi.yaml says which page
 * has which. Nothing else is a result, and only two words are a pass.
 */
export const resultWords: Readonly<Record<string, Meaning>> = {
  running: "running",
  stoppedbyuser: "stopped",
  pass: "passed",
  passed: "passed",
  assertsfailed: "failed",
  fail: "failed",
  failed: "failed",
  error: "error",
};

/** Returns the meaning of a result; `absent` if there is none, `unrecognised` for any other word. */
export function meaningOf(result: string | undefined): Meaning | "absent" | "unrecognised" {
  const word = (result ?? "").trim().toLowerCase();
  if (word === "") return "absent";
  return (Object.hasOwn(resultWords, word) ? resultWords[word] : undefined) ?? "unrecognised";
}

/** True if the result says that something did not pass. */
export function tellsFailure(result: string | undefined): boolean {
  return ["failed", "error", "stopped"].includes(meaningOf(result));
}
