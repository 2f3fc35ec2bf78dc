import { echoOf, echoOfBase64 } from "./echoed.ts";

/** Replaces every secret in a text, in each encoding in which a service may echo it. */
export type Redact = (text: string) => string;

/**
 * Makes the function that takes secrets out of a text: as they are, as base64, and with any of their characters
 * escaped for a URL, for XML or for JSON. Shorter than three characters is no secret: replacing it would only garble
 * the text.
 *
 * @example redactor(["s3cret"])("key=s3cret") // "key=***"
 */
export function redactor(secrets: readonly string[]): Redact {
  const forms = [...new Set(secrets)].filter((secret) => secret.length >= 3).flatMap(formsOf);
  if (forms.length === 0) return (text) => text;
  // Longest first, so that a secret that holds another one is replaced whole. One pass, because texts can be large.
  const ordered = forms.toSorted((a, b) => b.length - a.length);
  const any = new RegExp(ordered.map(({ pattern }) => pattern).join("|"), "g");
  return (text) => text.replaceAll(any, "***");
}

interface Form {
  readonly pattern: string;
  /** Characters of it, unescaped. */
  readonly length: number;
}

function formsOf(secret: string, index: number): Form[] {
  const base64 = Buffer.from(secret, "utf8").toString("base64").replace(/=+$/, "");
  return [
    { pattern: echoOf(secret, `s${index}`), length: secret.length },
    { pattern: echoOfBase64(base64), length: base64.length },
  ];
}
