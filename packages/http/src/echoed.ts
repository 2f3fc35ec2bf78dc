/** What escapes begin with: where a text holds these itself, they may be taken for an escape, and the other way round. */
const introducers = new Set(["&", "%", "\\"]);

/**
 * The pattern of a text with each of its characters as it is or escaped: what escapes texts differs in which characters
 * it takes, so they are looked at one by one. Letters and digits are escaped by nobody.
 *
 * What introduces an escape is written in one way throughout: without this rule a text such as `\\\\\\` could be cut up
 * in more ways than anybody has the time to try.
 *
 * @param id a word for the names of the pattern's groups, of letters and digits
 */
export function echoOf(text: string, id: string): string {
  const seen = new Set<string>();
  // Blanks between words count as one, however many: a text that is made one line has one for all of them.
  const pattern = Array.from(text.matchAll(/(?<=\S)\s+(?=\S)|./gsu), ([character]) => {
    if (/^\s/u.test(character)) return blanks(character);
    if (!introducers.has(character)) return `(?:${oneOf(character, [])})`;
    const name = `${id}c${character.charCodeAt(0)}`;
    if (seen.has(character)) return String.raw`\k<${name}>`;
    seen.add(character);
    return `(?<${name}>${oneOf(character, [])})`;
  });
  return pattern.join("");
}

/** Blanks as any blanks, or each of them as it is or escaped. No blank before, so that a run of them is tried once. */
function blanks(run: string): string {
  const each = Array.from(run, (blank) => `(?:${oneOf(blank, [])})`).join("");
  return String.raw`(?:(?<!\s)\s+|${each})`;
}

/** The pattern of a base64 text without its padding: in both alphabets, padded or not, and escaped. */
export function echoOfBase64(base64: string): string {
  const otherAlphabet: Readonly<Record<string, string>> = { "+": "-", "/": "_" };
  const characters = Array.from(base64, (character) => {
    const other = otherAlphabet[character];
    return `(?:${oneOf(character, other === undefined ? [] : [other])})`;
  });
  return `${characters.join("")}(?:${oneOf("=", [])}){0,2}`;
}

/** The pattern of a text in hexadecimal digits. */
export function echoOfHex(hex: string): string {
  return Array.from(hex, anyCase).join("");
}

const named: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" };
const shortInJson: Readonly<Record<string, string>> = { "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t" };

function oneOf(character: string, also: readonly string[]): string {
  if (/^[A-Za-z0-9]$/.test(character)) return character;
  const name = named[character];
  // The longer ones first: what is escaped must not leave its end behind.
  const forms = [
    ...references(character),
    ...(name === undefined ? [] : [`${ampersand}${name};`]),
    ...inJson(character),
    ...inUrl(character),
    ...also.map(literally),
    literally(character),
  ];
  return forms.join("|");
}

/** An ampersand that begins a reference, itself escaped as often as the text was, for XML or by those who write JSON safe in HTML. */
const ampersand = String.raw`(?:&|\\{1,2}u0026)(?:amp;|#38;|#[xX]26;)?`;

/** XML's and HTML's numeric references; some write leading zeros. */
function references(character: string): string[] {
  const code = character.codePointAt(0) ?? 0;
  return [`${ampersand}#0{0,6}${code};`, `${ampersand}#[xX]0{0,6}${anyCase(code.toString(16))};`];
}

/** JSON's escapes, also of JSON inside JSON. */
function inJson(character: string): string[] {
  const units = Array.from({ length: character.length }, (_, index) => {
    const code = character.charCodeAt(index).toString(16).padStart(4, "0");
    return String.raw`\\{1,2}u${anyCase(code)}`;
  }).join("");
  const short = shortInJson[character];
  if (short !== undefined) return [units, String.raw`\\{1,2}${short}`];
  if (character === "\\") return [units, String.raw`\\{4}`, String.raw`\\{2}`];
  if (character === '"') return [units, String.raw`\\{1,3}(?:"|&(?:amp;)?(?:quot|#34|#[xX]22);)`];
  return character === "/" ? [units, String.raw`\\{1,3}\/`] : [units];
}

function inUrl(character: string): string[] {
  const bytes = [...Buffer.from(character, "utf8")];
  const escaped = bytes.map((byte) => `%(?:25){0,2}${anyCase(byte.toString(16).padStart(2, "0"))}`).join("");
  return character === " " ? [escaped, String.raw`\+`] : [escaped];
}

function anyCase(hex: string): string {
  return hex.replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function literally(character: string): string {
  return character.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
