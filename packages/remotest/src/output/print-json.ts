import type { Platform } from "../platform.ts";

/**
 * What a log or a terminal obeys wherever it stands: the `##` that commands of Azure and GitHub begin with, control
 * characters that JSON lets through, and what turns the writing direction. In JSON these are in texts only.
 */
const obeyed = /#(?=#)|[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Prints what `--json` asks for: one document on stdout, which is part of a CI job's log as long as nobody redirects it.
 * Texts of services stay what they are to whoever reads the JSON.
 *
 * @example printJson({ name: "##[error]" }, platform) // { "name": "\u0023#[error]" }
 */
export function printJson(document: object, { stdout }: Pick<Platform, "stdout">): void {
  const json = JSON.stringify(document, null, 2);
  stdout.write(`${json.replaceAll(obeyed, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`);
}
