import type { Outcome, VerdictKind } from "@remotest/core";
import { filled } from "./filled-template.ts";

declare const isClean: unique symbol;
declare const isOurs: unique symbol;

/**
 * Text that is safe in any file and in any CI system's log. Only this file makes it. Every writer requires it or cleans
 * text itself, because a plain `string` may be a service's text as it came.
 */
export type CleanText = CleanMethods & string;

/** Clean text without anything from a service: our own words, and numbers. */
export type OwnText = OwnMethods & CleanText;

/** Methods that keep a text clean return clean text. `split` takes only separators that are in no command. */
interface CleanMethods {
  readonly [isClean]: true;
  trim(): CleanText;
  trimStart(): CleanText;
  trimEnd(): CleanText;
  split(separator: "\n" | " "): CleanText[];
}

interface OwnMethods {
  readonly [isOurs]: true;
  repeat(count: number): OwnText;
  slice(start: 0, end: number): OwnText;
}

/** One of our own words: the type is a closed set. */
export type OwnWord = Outcome | VerdictKind;

type OwnValue = OwnText | OwnWord | number | "";

/** The longest name that a report shows in full, in UTF-16 code units. */
export const longestName = 500;

// oxlint-disable no-control-regex -- removing control characters is what this file is for.
// No sequence contains the beginning of another, so that a text is scanned once, in linear time.
const terminalSequence =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u0090\u0098\u009c-\u009f]*(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-~]/g;
const lineEnd = /\r\n?|[\u0085\u2028\u2029]/g;
const unprintable =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Cs}/gu;
const raggedSpace = /^\s|\s$|\s\s|[^\S ]/;
/** Matches everything that must be changed in a text: most texts are fine, and a report has hundreds of thousands of them. */
const suspicious =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]|\p{Cs}|::|##/u;
// oxlint-enable no-control-regex

/**
 * Makes a service's text safe in any file and in any CI system's log. Its words and line breaks stay. It removes terminal
 * sequences, control characters, characters that are not allowed in XML, lone surrogates and characters that change the
 * writing direction. A space breaks up the commands that CI systems obey in a log, so that people can still read them:
 * `::command::` at the start of a line (GitHub), `##[command]` and `##vso[command]` anywhere (GitHub, Azure).
 *
 * @example cleanText("\u001b[31mred\u001b[0m\n::error::x") // "red\n: :error::x"
 */
export function cleanText(text: string): CleanText {
  if (!suspicious.test(text)) return text as CleanText;
  return withoutLogCommands(
    text.replaceAll(terminalSequence, "").replaceAll(lineEnd, "\n").replaceAll(unprintable, ""),
  ) as CleanText;
}

/**
 * Cleans a service's text and makes it one line.
 * @param longest the length to cut to, in UTF-16 code units
 * @example serviceLine("boom\n  at login") // "boom at login"
 */
export function serviceLine(text: string, longest: number = Number.POSITIVE_INFINITY): CleanText {
  // Cleaned before it is cut: otherwise half of a sequence that is cut in two would stay. Of a very long text, only so much
  // is cleaned that this can be seen only if nearly all of it is invisible.
  const enough = 16 * longest + 4096;
  const whole = cleanText(text.length > enough ? text.slice(0, enough) : text);
  return cut(raggedSpace.test(whole) ? (whole.replaceAll(/\s+/g, " ").trim() as CleanText) : whole, longest);
}

function withoutLogCommands(text: string): string {
  if (!text.includes("::") && !text.includes("##")) return text;
  return text
    .replaceAll(/##(?=\w*\[)/g, "# #")
    .replaceAll(/:{2,}/g, (colons, at: number) =>
      colons.length === 2 && isWord(text[at - 1]) && isWord(text[at + 2]) ? colons : [...colons].join(" "),
    );
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}

/** Cuts to at most `longest` UTF-16 code units, including the ellipsis, and never through a character. */
export function cut(text: CleanText, longest: number): CleanText {
  return text.length <= longest ? text : clean`${beginning(text, longest - 1)}…`;
}

/** The first `length` UTF-16 code units of a text; one less if the last would be half a character. */
export function beginning(text: CleanText, length: number): CleanText {
  return text.slice(0, Math.max(0, length)).replace(/[\ud800-\udbff]$/, "") as CleanText;
}

/**
 * Clean text from one of our templates. Keep a space or a word between two values: the end of one and the beginning of
 * the next could make a command.
 *
 * @example clean`${serviceLine(name)}: ${number} failed`
 */
export function clean(template: TemplateStringsArray, ...values: readonly OwnValue[]): OwnText;
export function clean(template: TemplateStringsArray, ...values: readonly (CleanText | OwnValue)[]): CleanText;
export function clean(template: TemplateStringsArray, ...values: readonly (string | number)[]): CleanText {
  return filled(template, values) as CleanText;
}

/**
 * Joins clean texts with one of our separators.
 * @example joined([clean`1 failed`, clean`2 skipped`], ", ") // "1 failed, 2 skipped"
 */
export function joined<Text extends CleanText>(parts: readonly Text[], separator: Separator): Text {
  return parts.join(separator) as Text;
}

/** The parts that are not "". */
export function nonEmpty<Text extends CleanText>(parts: readonly (Text | "")[]): Text[] {
  return parts.filter((part) => part !== "") as Text[];
}

type Separator = ", " | " · " | ": " | " " | " && " | "\n";

/**
 * A number with a fixed count of decimals.
 * @example decimal(2, 1) // "2.0"
 */
export function decimal(number: number, decimals: number): OwnText {
  return number.toFixed(decimals) as OwnText;
}

/** A moment in UTC: `2026-03-01T09:30:00.000Z`. */
export function isoTime(date: Date): OwnText {
  return date.toISOString() as OwnText;
}

/** A UUID of a version from at least 32 hexadecimal digits: see RFC 9562. */
export function uuidText(hex: string, version: 5): OwnText {
  const variant = "89ab"[Number.parseInt(hex.slice(16, 17), 16) % 4] ?? "8";
  const third = `${version}${hex.slice(13, 16)}`;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${third}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}` as OwnText;
}

/** A moment in UTC, in whole seconds, as the schemas of JUnit have it: `2026-03-01T09:30:00Z`. */
export function isoSeconds(date: Date): OwnText {
  return date.toISOString().replace(/\.\d+Z$/, "Z") as OwnText;
}

/**
 * A web address as clean text. Characters that have a meaning in markup are percent-encoded. A `::` stays: after the
 * protocol it is not a command.
 */
export function addressText(url: URL): CleanText {
  return (url.origin +
    url.href.slice(url.origin.length).replaceAll(/[^\w~:/?#@!$&+,;=%.-]/g, percentEncoded)) as CleanText;
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
