import type { ProgramText } from "@remotest/reporters";
import type { Platform } from "../platform.ts";

/**
 * Characters that something between this process and a parser may change: the `##` with which commands of Azure and
 * GitHub begin, and all but ASCII, which PowerShell decodes by the code page of its console (437 in the United States),
 * and in which a terminal finds control characters and other directions of writing. In a JSON document they can only be
 * inside strings.
 */
const interpreted = /#(?=#)|[^\n -~]/g;

/**
 * Prints the document of `--json` on stdout, which is part of a CI job's log unless it is redirected. A JSON parser reads
 * the texts of services unchanged.
 *
 * @example printJson({ name: "##[error]" }, platform) // { "name": "\u0023#[error]" }
 */
export function printJson(document: object, { stdout }: Pick<Platform, "stdout">): void {
  stdout.write(jsonText(document));
}

/** The same as text. */
export function jsonText(document: object): ProgramText {
  const json = JSON.stringify(document, null, 2);
  return `${json.replaceAll(interpreted, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n` as ProgramText;
}
