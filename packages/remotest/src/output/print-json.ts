import type { Platform } from "../platform.ts";

/**
 * Characters that a log or a terminal interprets anywhere in a line: the `##` with which commands of Azure and GitHub
 * begin, control characters that JSON does not escape, and characters that change the writing direction. In a JSON
 * document they can only be inside strings.
 */
const interpreted = /#(?=#)|[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Prints the document of `--json` on stdout, which is part of a CI job's log unless it is redirected. A JSON parser reads
 * the texts of services unchanged.
 *
 * @example printJson({ name: "##[error]" }, platform) // { "name": "\u0023#[error]" }
 */
export function printJson(document: object, { stdout }: Pick<Platform, "stdout">): void {
  const json = JSON.stringify(document, null, 2);
  stdout.write(`${json.replaceAll(interpreted, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`);
}
