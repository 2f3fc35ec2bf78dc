import type { NamedProblem } from "@remotest/http";
import { type Field, type Message, tables } from "./generated/tables.ts";

/** The elements that soap writes: names and escaped texts, in wire order. */
export interface EncodedElements {
  [element: string]: string | EncodedElements;
}

/**
 * Checks a message's values against the table of its type, and orders and escapes them for soap. soap itself does not
 * notice missing or unknown fields, writes header fields in the object's order, and accepts control characters, text that
 * resembles CDATA, null and Date.
 *
 * @param problems receives every problem; the result can be used only if there are none
 */
export function encode(message: Message, value: object, problems: NamedProblem[]): EncodedElements {
  const fields = tables[message.type];
  const given = value as Readonly<Record<string, unknown>>;
  const encoded: EncodedElements = {};
  for (const field of fields) {
    const text = encodeField(field, Object.hasOwn(given, field.name) ? given[field.name] : undefined, problems);
    if (text !== undefined) encoded[field.name] = text;
  }
  for (const key of Object.keys(given)) {
    if (!fields.some((field) => field.name === key))
      problems.push((nameOf) => `${nameOf(key)} is not a known field: ${expectation(fields)}`);
  }
  return message.wrapper === undefined ? encoded : { [message.wrapper]: encoded };
}

function encodeField(field: Field, value: unknown, problems: NamedProblem[]): string | undefined {
  if (value === undefined) {
    if (!field.optional) problems.push((nameOf) => `${nameOf(field.name)} is missing`);
    return undefined;
  }
  if (field.type === "boolean" && typeof value === "boolean") return String(value);
  if (field.type === "string" && typeof value === "string") return encodeText(field, value, problems);
  const kind = kindOf(value);
  problems.push((nameOf) => `${nameOf(field.name)} must be a ${field.type}, not ${kind}`);
  return undefined;
}

function encodeText(field: Field, text: string, problems: NamedProblem[]): string {
  if (text === "" && !field.optional) problems.push((nameOf) => `${nameOf(field.name)} is empty`);
  const bad = unwritable.exec(text);
  if (bad) {
    const code = (bad[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    problems.push((nameOf) => `${nameOf(field.name)} contains the character U+${code}, which is not allowed in XML`);
  }
  return escapeText(text);
}

/** Characters that XML 1.0 cannot contain (Char production): control characters, lone surrogates, U+FFFE and U+FFFF. */
// eslint-disable-next-line no-control-regex -- finding control characters is the purpose
const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u;

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  // A parser turns a raw carriage return into a line feed, and some parsers also turn other line ends into one.
  "\r": "&#13;",
  "\u0085": "&#133;",
  "\u2028": "&#8232;",
  "\u2029": "&#8233;",
};

function escapeText(text: string): string {
  return text.replace(/[&<>\r\u0085\u2028\u2029]/g, (character) => references[character] ?? character);
}

function expectation(fields: readonly Field[]): string {
  return `the fields are ${fields.map((field) => field.name).join(", ")}`;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return typeof value === "object" ? (value.constructor?.name ?? "object") : typeof value;
}
