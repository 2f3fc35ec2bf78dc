import { filled } from "../words/filled-template.ts";
import type { CleanText, OwnWord } from "../words/service-text.ts";

declare const isXml: unique symbol;

/** Our own XML, in which every text is escaped. Only this file makes it. */
export type Xml = string & { readonly [isXml]: true };

/** The values that need no escaping. */
type XmlValue = Xml | ElementName | OwnWord | number;

/** The children of a test case that describe an attempt. */
export type ElementName =
  | "failure"
  | "rerunFailure"
  | "flakyFailure"
  | "skipped"
  | "error"
  | "rerunError"
  | "flakyError";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/**
 * Escapes clean text for an element or a quoted value. It also breaks up `[[ATTACHMENT|path]]`, by which GitLab and
 * Jenkins attach a file: only `attachmentText` may write that.
 */
export function text(clean: CleanText): Xml {
  // Most texts are fine, and to test one takes a fraction of the time of replacing nothing.
  if (!/[&<>"]|\[\[/.test(clean)) return clean as string as Xml;
  return clean.replaceAll(/[&<>"]|\[\[(?=ATTACHMENT)/gi, (found) => entities[found] ?? "[ [") as Xml;
}

/** The line by which GitLab and Jenkins attach a file. */
export function attachmentText(path: CleanText): Xml {
  return `[[ATTACHMENT|${path.replaceAll(/[&<>"]/g, (found) => entities[found] ?? "")}]]` as Xml;
}

/** Seconds with three decimals. */
export function secondsText(seconds: number): Xml {
  return seconds.toFixed(3) as Xml;
}

/**
 * XML from one of our templates.
 * @example xml`<skipped message="${text(message)}"/>`
 */
export function xml(template: TemplateStringsArray, ...values: readonly XmlValue[]): Xml {
  return filled(template, values) as Xml;
}

/** Several pieces of XML, one per line. */
export function xmlLines(lines: readonly Xml[]): Xml {
  return lines.join("\n") as Xml;
}
