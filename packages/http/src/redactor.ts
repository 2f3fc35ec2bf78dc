import { replaceThrough, withoutInvisible } from "./between.ts";
import { echoOf, echoOfBase64, echoOfHex } from "./echoed.ts";

/** Replaces every secret in a text, in each encoding in which a service may echo it. */
export type Redact = (text: string) => string;

/**
 * Makes the function that takes secrets out of a text: as they are, without the blanks or quotes around them, as
 * base64 (also inside of more, and broken over lines), in hexadecimal digits, and with any of their characters escaped
 * for a URL, for XML or for JSON, once or twice; whatever invisible characters stand between. Shorter than three
 * characters is no secret: replacing it would only garble the text.
 *
 * @example redactor(["s3cret"])("key=s3cret") // "key=***"
 */
export function redactor(secrets: readonly string[]): Redact {
  const echoed = [...new Set(secrets.flatMap((secret) => [secret, ...bareForms(secret)]))];
  const plain = patternOf(echoed);
  // What shows nothing is gone there, from the secret as from the text.
  const through = patternOf([...new Set(echoed.map(withoutInvisible))]);
  if (plain === undefined) return (text) => text;
  return (text) => replaceThrough(text.replaceAll(plain, "***"), through ?? plain, "***");
}

/** The pattern of texts in every form; undefined where none is long enough. */
function patternOf(secrets: readonly string[]): RegExp | undefined {
  const forms = secrets.filter((secret) => secret.length >= 3).flatMap(formsOf);
  if (forms.length === 0) return undefined;
  // Longest first, so that a secret that holds another one is replaced whole. One pass, because texts can be large.
  const ordered = forms.toSorted((a, b) => b.length - a.length);
  return new RegExp([...new Set(ordered.map(({ pattern }) => pattern))].join("|"), "g");
}

interface Form {
  readonly pattern: string;
  /** Characters of it, unescaped. */
  readonly length: number;
}

/**
 * A secret as it is echoed where it was given with a line end, blanks or quotes around it.
 * @example bareForms('"key"\n') // ['"key"', "key"]
 */
export function bareForms(secret: string): string[] {
  const trimmed = secret.trim();
  const unquoted = /^(["'`])(.*)\1$/su.exec(trimmed)?.[2]?.trim();
  return [trimmed, ...(unquoted === undefined ? [] : [unquoted])].filter((form) => form !== secret);
}

function formsOf(secret: string, index: number): Form[] {
  const bytes = Buffer.from(secret, "utf8");
  const base64 = bytes.toString("base64").replace(/=+$/, "");
  return [
    { pattern: echoOf(secret, `s${index}`), length: secret.length },
    { pattern: echoOfBase64(base64), length: base64.length },
    ...insideBase64(bytes).map((part) => ({ pattern: echoOfBase64(part), length: part.length })),
    { pattern: echoOfHex(bytes.toString("hex")), length: 2 * bytes.length },
  ];
}

/** Fewer characters of base64 than this stand in many a text by chance. */
const shortestPart = 8;

/**
 * What base64 of a longer text holds of a secret in it, at each of the three places where it can begin within three bytes:
 * without the characters at both ends that hold bits of its neighbours too.
 */
function insideBase64(secret: Buffer): string[] {
  return [0, 1, 2]
    .map((before) => {
      const whole = Buffer.concat([Buffer.alloc(before), secret]).toString("base64");
      return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + secret.length) * 8) / 6));
    })
    .filter((part) => part.length >= shortestPart);
}
