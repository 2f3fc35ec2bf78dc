import { replaceThrough, withoutInvisible } from "./between.ts";
import { echoOf, echoOfBase64, echoOfHex, literally } from "./echoed.ts";

/** Replaces every secret in a text, in each encoding in which a service may echo it. */
export type Redact = (text: string) => string;

/**
 * Makes the function that removes secrets from a text: as they are, without the blanks or quotes around them, as
 * base64 (even inside a longer base64 text, or broken over lines), in hexadecimal digits, and with any of their
 * characters escaped for a URL, for XML or for JSON, once or twice; even with invisible characters between them. A text
 * shorter than three characters does not count as a secret: replacing it would only garble the text.
 *
 * @example redactor(["s3cret"])("key=s3cret") // "key=***"
 */
export function redactor(secrets: readonly string[]): Redact {
  const key = JSON.stringify(secrets);
  const known = made.get(key);
  if (known) return known;
  const redact = redactorOf([...secrets]);
  const [oldest] = made.keys();
  if (made.size >= mostMade && oldest !== undefined) made.delete(oldest);
  made.set(key, redact);
  return redact;
}

/** The latest redactors: all runs of one account share one, whose expressions take 100 kB and a millisecond to make. */
const made = new Map<string, Redact>();
const mostMade = 32;

function redactorOf(secrets: readonly string[]): Redact {
  let searches: Searches | undefined;
  return (text) => {
    // Made when there is a text: most runs send their first request before that.
    searches ??= searchesFor(secrets);
    if (searches === undefined) return text;
    const { plain, through } = searches;
    const replaced = plain(text).reduce((left, pattern) => left.replaceAll(pattern, "***"), text);
    return replaceThrough(replaced, through, "***").replaceAll(/(?:\*\*\*){2,}/g, "***");
  };
}

/** Returns the global expressions to replace in a text: none if it cannot contain what they match. */
type Search = (text: string) => readonly RegExp[];

interface Searches {
  readonly plain: Search;
  /** For the text without its invisible characters, so the secrets must not have any either. */
  readonly through: Search;
}

/** Returns undefined if no text is long enough to be a secret. */
function searchesFor(secrets: readonly string[]): Searches | undefined {
  const given = secrets.flatMap((secret) => [secret, ...bareForms(secret), ...otherForms(secret)]);
  // A service may have removed the invisible characters of a secret.
  const echoed = [...new Set([...given, ...given.map(withoutInvisible)])];
  const forms = inOrder(echoed);
  if (forms.length === 0) return undefined;
  return { plain: searchFor(forms), through: searchFor(inOrder([...new Set(echoed.map(withoutInvisible))])) };
}

/** A longer secret is searched only in its usual encodings: every form of each character would take too much memory. */
const longestInEveryForm = 1_000;
/** The most characters of an expression, far below the limit of Node. */
const longestPattern = 30_000;
const longestPiece = 256;
const longestExactPiece = 64;
/** So many characters are in few texts by chance, and their expression is small. */
const charactersInBeginning = 6;

/**
 * An expression with all characters of every form takes milliseconds to compile, so it is made only for a text that
 * contains the first characters of one.
 */
function searchFor(forms: readonly Form[]): Search {
  const beginnings = expressions(forms, charactersInBeginning, "");
  let wholes: RegExp[] | undefined;
  return (text) => {
    if (!beginnings.some((beginning) => beginning.test(text))) return [];
    return (wholes ??= expressions(forms, Number.POSITIVE_INFINITY, "g"));
  };
}

/** Makes expressions for so many characters of each form, as few as possible: a text can be large. */
function expressions(forms: readonly Form[], mostCharacters: number, flags: "" | "g"): RegExp[] {
  const patterns: string[] = [];
  for (const pattern of new Set(forms.map(({ characters }) => firstOf(characters(), mostCharacters)))) {
    const last = patterns.at(-1);
    if (last === undefined || last.length + pattern.length > longestPattern) patterns.push(pattern);
    else patterns[patterns.length - 1] = `${last}|${pattern}`;
  }
  return patterns.map((pattern) => new RegExp(pattern, flags));
}

/** Joins the first patterns. The others are not made. */
function firstOf(patterns: Iterable<string>, most: number): string {
  let joined = "";
  let count = 0;
  for (const pattern of patterns) {
    joined += pattern;
    if (++count >= most) break;
  }
  return joined;
}

/**
 * Returns all forms of the texts that are long enough, the longest first, so that a secret that contains another one is
 * replaced whole. The forms of a part of a secret come after all of the secret's own, even if they are longer, as
 * hexadecimal digits are.
 */
function inOrder(secrets: readonly string[]): Form[] {
  const ofWholes = new Map<string, Form[]>();
  const longEnough = secrets.filter((secret) => secret.length >= 3);
  for (const [number, secret] of longEnough.toSorted((a, b) => b.length - a.length).entries()) {
    const whole = [...ofWholes.keys()].find((each) => each.includes(secret)) ?? secret;
    const forms =
      secret.length <= longestInEveryForm
        ? piecesOf(secret, longestPiece).flatMap((piece, index) => formsOf(piece, `s${number}p${index}`))
        : exactForms(secret);
    const longestFirst = forms.toSorted((a, b) => b.length - a.length);
    ofWholes.set(whole, [...(ofWholes.get(whole) ?? []), ...longestFirst]);
  }
  return [...ofWholes.values()].flatMap(ranked).toSorted((a, b) => b.length - a.length);
}

/** Gives each form the length of the longest one after it, if that is longer, so that sorting by length keeps the order. */
function ranked(forms: readonly Form[]): Form[] {
  let longest = 0;
  return forms
    .toReversed()
    .map(({ characters, length }) => ({ characters, length: (longest = Math.max(longest, length)) }))
    .toReversed();
}

/** Cuts a long text into pieces of about the same length: an expression for all of it could not be compiled. */
function piecesOf(text: string, longest: number): string[] {
  const count = Math.ceil(text.length / longest);
  const length = Math.ceil(text.length / count);
  return Array.from({ length: count }, (_, index) => text.slice(index * length, (index + 1) * length));
}

/** Returns a long secret as it is and in its usual encodings, cut into consecutive pieces. */
function exactForms(secret: string): Form[] {
  const bytes = Buffer.from(secret);
  const xml = secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const encoded = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.replaceAll(/\p{Cs}/gu, "\uFFFD")),
    xml,
  ];
  const inBytes = [bytes.toString("base64"), bytes.toString("base64url"), bytes.toString("hex")];
  const pieces = [...encoded, ...inBytes].flatMap((form) => piecesOf(form, longestExactPiece));
  return pieces.map((piece) => ({ characters: () => Array.from(piece, literally), length: piece.length }));
}

/** A form in which a secret may be echoed. */
interface Form {
  /** Returns the patterns of its characters. */
  readonly characters: () => Iterable<string>;
  /** The number of its characters, unescaped. */
  readonly length: number;
}

/**
 * Returns a secret without the line end, blanks or quotes around it, as a service may echo it.
 * @example bareForms('"key"\n') // ['"key"', "key"]
 */
export function bareForms(secret: string): string[] {
  const trimmed = secret.trim();
  const unquoted = trimmed.replace(/^(["'`])(.*)\1$/su, "$2").trim();
  return [...new Set([trimmed, unquoted])].filter((form) => form !== secret);
}

/** Returns what other programs turn a secret into if it is itself encoded, or not all ASCII. */
function otherForms(secret: string): string[] {
  return [decodedFrom(secret), secret.normalize("NFC"), secret.normalize("NFD")];
}

function decodedFrom(escaped: string): string {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return escaped;
  }
}

/** A secret that is itself base64, in either alphabet: other programs omit its padding, and change its alphabet. */
const ownBase64 = /^(?=.*[+/=_-])([A-Za-z0-9+/_-]{8,})={0,2}$/;

/** @param id of no other text: the oldest Node refuses an expression in which two groups have one name */
function formsOf(secret: string, id: string): Form[] {
  const bytes = Buffer.from(secret);
  const own = ownBase64.exec(secret)?.[1];
  const base64 = bytes.toString("base64").replace(/=+$/, "");
  return [
    { characters: () => echoOf(secret, id), length: secret.length },
    ...(own === undefined ? [] : [{ characters: () => echoOfBase64(own), length: secret.length }]),
    { characters: () => echoOfBase64(base64), length: base64.length },
    ...insideBase64(bytes).map((part) => ({ characters: () => echoOfBase64(part), length: part.length })),
    { characters: () => echoOfHex(bytes.toString("hex")), length: 2 * bytes.length },
  ];
}

/** Fewer characters of base64 than this are in many texts by chance. */
const shortestPart = 8;

/**
 * Returns the base64 that a secret produces inside a longer text, for each of its three possible offsets within three
 * bytes. The characters at both ends are left out, because they also encode bits of the neighbouring bytes.
 */
function insideBase64(secret: Buffer): string[] {
  return [0, 1, 2]
    .map((before) => {
      const whole = Buffer.concat([Buffer.alloc(before), secret]).toString("base64");
      return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + secret.length) * 8) / 6));
    })
    .filter((part) => part.length >= shortestPart);
}
