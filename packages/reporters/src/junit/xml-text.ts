import { filled } from "../words/filled-template.ts";
import type { CleanText, OwnWord } from "../words/service-text.ts";

declare const isXml: unique symbol;

/** XML of ours, with every text in it escaped. Only this file makes it. */
export type Xml = string & { readonly [isXml]: true };

/** What needs no escaping. */
type XmlValue = Xml | ElementName | OwnWord | number;

/** The children of a test case that tell of an attempt. */
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
 * Clean text as XML, in an element or as a quoted value. GitLab and Jenkins attach the file that `[[ATTACHMENT|path]]`
 * names: only `attachmentText` writes that, so its beginning is broken up.
 */
export function text(clean: CleanText): Xml {
  return clean.replaceAll(/[&<>"]|\[\[(?=ATTACHMENT)/gi, (found) => entities[found] ?? "[ [") as Xml;
}

/** The line by which GitLab and Jenkins attach a file. */
export function attachmentText(path: CleanText): Xml {
  return `[[ATTACHMENT|${path.replaceAll(/[&<>"]/g, (found) => entities[found] ?? "")}]]` as Xml;
}

/** Seconds, to the millisecond. */
export function secondsText(seconds: number): Xml {
  return seconds.toFixed(3) as Xml;
}

/**
 * XML from a template of ours.
 * @example xml`<skipped message="${text(message)}"/>`
 */
export function xml(template: TemplateStringsArray, ...values: readonly XmlValue[]): Xml {
  return filled(template, values) as Xml;
}

/** Several pieces of XML, a line each. */
export function xmlLines(lines: readonly Xml[]): Xml {
  return lines.join("\n") as Xml;
}
