/** The characters that begin an escape. In a text that contains them, they and an escape may be mistaken for each other. */
const introducers = new Set(["&", "%", "\\"]);

/**
 * Returns the patterns of a text's characters, one after the other, each as it is or escaped. Programs differ in which
 * characters they escape, so each character has its own alternatives. No program escapes letters and digits.
 *
 * A character that begins an escape is written in the same way throughout the match. Without this rule, a text such as
 * `\\\\\\` could be divided in too many ways to try.
 *
 * @param id letters and digits, which begin the names of the pattern's groups
 */
export function* echoOf(text: string, id: string): Generator<string> {
  const seen = new Set<string>();
  // A run of blanks between words counts as one, because a text that was joined into one line has one for all of them.
  for (const [character] of text.matchAll(/(?<=\S)\s+(?=\S)|./gsu)) {
    const name = `${id}c${character.charCodeAt(0)}`;
    if (/\s/u.test(character)) yield blanks(character);
    else if (!introducers.has(character)) yield `(?:${oneOf(character)})`;
    else if (seen.has(character)) yield String.raw`\k<${name}>`;
    else yield `(?<${name}>${oneOf(character)})`;
    seen.add(character);
  }
}

/** Any blanks, or each blank as it is or escaped. The lookbehind makes sure that a run of blanks is tried only once. */
function blanks(run: string): string {
  const each = Array.from(run, (blank) => `(?:${oneOf(blank)})`).join("");
  return String.raw`(?:(?<!\s)\s+|${each})`;
}

/** The patterns of the characters of a base64 text without its padding: in both alphabets, padded or not, and escaped. */
export function* echoOfBase64(base64: string): Generator<string> {
  // An HTML form turns a plus into a blank.
  const otherAlphabet: Readonly<Record<string, readonly string[]>> = {
    "+": ["-", " "],
    "/": ["_"],
    "-": ["+", " "],
    _: ["/"],
  };
  for (const character of base64) yield `(?:${oneOf(character, otherAlphabet[character])})`;
  yield `(?:${oneOf("=")}){0,2}`;
}

/** The patterns of a text's bytes in hexadecimal digits, as programs write them: `6b6579`, `6b:65:79`, `\\x6b\\x65`. */
export function* echoOfHex(hex: string): Generator<string> {
  let before = String.raw`(?:\\{1,2}x|%|0[xX])?`;
  for (const [byte] of hex.matchAll(/../g)) {
    yield before + anyCase(byte);
    before = String.raw`(?:[\s:-]|\\{1,2}x|%)?`;
  }
}

/** HTML's names for characters other than letters and digits, as programs such as `htmlentities` write them. */
const named: Readonly<Record<string, string>> = {
  "&": "amp|AMP",
  "<": "lt|LT",
  ">": "gt|GT",
  '"': "quot|QUOT",
  "'": "apos",
  "!": "excl",
  "#": "num",
  $: "dollar",
  "%": "percnt",
  "(": "lpar",
  ")": "rpar",
  "*": "ast|midast",
  "+": "plus",
  ",": "comma",
  ".": "period",
  "/": "sol",
  ":": "colon",
  ";": "semi",
  "=": "equals",
  "?": "quest",
  "@": "commat",
  "[": "lsqb|lbrack",
  "\\": "bsol",
  "]": "rsqb|rbrack",
  "^": "Hat",
  _: "lowbar|UnderBar",
  "`": "grave|DiacriticalGrave",
  "{": "lcub|lbrace",
  "|": "verbar|vert|VerticalLine",
  "}": "rcub|rbrace",
  "€": "euro",
  ...latin1Names(),
};

/** U+00A0 to U+00FF, in their order. */
function latin1Names(): Record<string, string> {
  const names =
    "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";
  return Object.fromEntries(names.split(" ").map((name, index) => [String.fromCharCode(0xa0 + index), name]));
}

const shortInJson: Readonly<Record<string, string>> = { "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t" };

function oneOf(character: string, also: readonly string[] = []): string {
  if (/[A-Za-z0-9]/.test(character)) return character;
  const name = named[character];
  // The longer ones first, so that the end of an escape is not left behind.
  const forms = [
    ...references(character),
    ...(name === undefined ? [] : [`${ampersand}(?:${name});`]),
    ...inJson(character),
    ...inUrl(character),
    ...inOtherBytes(character),
    ...also.map(literally),
    // Doubled in SQL and CSV, behind backslashes in programs, shells and Markdown.
    character === "'" || character === '"' ? `${backslashed}${character}{1,2}` : backslashed + literally(character),
  ];
  return forms.join("|");
}

/** One backslash at most, so that a run of them can be divided in few ways only. */
const backslashed = String.raw`\\?`;

/** The forms of a character whose bytes were read in another encoding, or written one by one. */
function inOtherBytes(character: string): string[] {
  const code = character.codePointAt(0) ?? 0;
  const byte = anyCase(code.toString(16).padStart(2, "0"));
  const single = code <= 0xff ? [String.raw`\\{1,2}x${byte}`, `=${byte}`, `%${byte}`] : [];
  if (code < 0x80) return single;
  const utf8 = Buffer.from(character);
  const misread = literally(utf8.toString("latin1"));
  const quoted = Array.from(utf8, (each) => `=${anyCase(each.toString(16))}`).join("");
  return [
    ...single,
    quoted,
    misread,
    `%u${anyCase(code.toString(16).padStart(4, "0"))}`,
    String.raw`\?{1,4}`,
    String.raw`\ufffd{1,4}`,
  ];
}

/** An ampersand that begins a reference; it may itself be escaped for XML, or in JSON that is safe in HTML. */
const ampersand = String.raw`(?:&|\\{1,2}u0026)(?:amp;|#38;|#[xX]26;)?`;

/** XML's and HTML's numeric references; some write leading zeros. */
function references(character: string): string[] {
  const code = character.codePointAt(0) ?? 0;
  return [`${ampersand}#0{0,6}${code};`, `${ampersand}#[xX]0{0,6}${anyCase(code.toString(16))};`];
}

/** JSON's escapes, and those of JSON inside JSON. */
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
  const bytes = Array.from(Buffer.from(character), (byte) => byte.toString(16).padStart(2, "0"));
  const escaped = bytes.map((byte) => `%(?:25){0,2}${anyCase(byte)}`).join("");
  return character === " " ? [escaped, String.raw`\+`] : [escaped];
}

function anyCase(hex: string): string {
  return hex.replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

/** Escapes a text for a pattern. */
export function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
