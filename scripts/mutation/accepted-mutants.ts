/** A change of the code that no test notices, and why none has to. */
export interface AcceptedMutant {
  readonly file: string;
  /** The line as it stands, without its indentation. */
  readonly line: string;
  /** What stands in place of a part of it. */
  readonly replacement: string;
  readonly reason: string;
}

const gate = "packages/core/src/gate/gate.ts";
const verdict = "packages/core/src/gate/verdict.ts";
const start = "packages/core/src/run/send-once.ts";
const echoed = "packages/http/src/echoed.ts";
const redactor = "packages/http/src/redactor.ts";
const provider = "packages/remotest/src/secrets/redacted-provider.ts";

const anyText = '["Stryker was here"]';
const noSuchText = "One more form of a character, which no text holds.";
const oneCharacter = "It is given one character at a time, so both ends are the same place.";
const onlyTypes = "No other conclusion that comes here has a message; only the types need to be told.";
const defaultEncoding = "UTF-8 is what Buffer takes without a word.";

export const acceptedMutants: readonly AcceptedMutant[] = [
  {
    file: gate,
    line: 'if (counts.total === 0) return failed(noTestRan(conclusion.kind === "failed" ? conclusion.message : undefined));',
    replacement: "true",
    reason: onlyTypes,
  },
  {
    file: gate,
    line: 'if (conclusion.kind === "failed" && conclusion.message)',
    replacement: "true",
    reason: onlyTypes,
  },
  {
    file: verdict,
    line: 'const forgiven = verdicts.reduce((sum, each) => sum + (each.kind === "passed" ? each.forgiven : 0), 0);',
    replacement: "true",
    reason: "All of them have passed; only the types need to be told.",
  },
  {
    file: start,
    line: "if (error instanceof ProviderError) refused = error;",
    replacement: "true",
    reason: "Any other error ends the start at once, so no time-out comes after it.",
  },
  {
    file: echoed,
    line: 'const introducers = new Set(["&", "%", "\\\\"]);',
    replacement: '""',
    reason: "Only a backslash can be cut up in more ways than one; of the others more is taken out, in the same time.",
  },
  {
    file: echoed,
    line: "if (!introducers.has(character)) return `(?:${oneOf(character, [])})`;",
    replacement: anyText,
    reason: noSuchText,
  },
  {
    file: echoed,
    line: "return `(?<${name}>${oneOf(character, [])})`;",
    replacement: anyText,
    reason: noSuchText,
  },
  {
    file: echoed,
    line: "const characters = Array.from(base64, (character) => `(?:${oneOf(character, otherAlphabet[character] ?? [])})`);",
    replacement: anyText,
    reason: "Only letters and digits are of one alphabet alone, and those return before it is looked at.",
  },
  {
    file: echoed,
    line: 'return `${characters.join("")}(?:${oneOf("=", [])}){0,2}`;',
    replacement: anyText,
    reason: noSuchText,
  },
  {
    file: echoed,
    line: "if (/^[A-Za-z0-9]$/.test(character)) return character;",
    replacement: "/[A-Za-z0-9]$/",
    reason: oneCharacter,
  },
  {
    file: echoed,
    line: "if (/^[A-Za-z0-9]$/.test(character)) return character;",
    replacement: "/^[A-Za-z0-9]/",
    reason: oneCharacter,
  },
  {
    file: echoed,
    line: "...(name === undefined ? [] : [`${ampersand}(?:${name});`]),",
    replacement: anyText,
    reason: noSuchText,
  },
  {
    file: echoed,
    line: 'const bytes = [...Buffer.from(character, "utf8")];',
    replacement: '""',
    reason: defaultEncoding,
  },
  {
    file: redactor,
    line: 'const bytes = Buffer.from(secret, "utf8");',
    replacement: '""',
    reason: defaultEncoding,
  },
  {
    file: redactor,
    line: 'const base64 = bytes.toString("base64").replace(/=+$/, "");',
    replacement: "/=+/",
    reason: "In base64 this character stands at the end alone.",
  },
  {
    file: redactor,
    line: "{ pattern: echoOf(secret, `s${index}`), length: secret.length },",
    replacement: "``",
    reason: "Node 20 refuses two groups of one name; the versions on which this runs take them in two alternatives.",
  },
  {
    file: provider,
    line: "...(retryAfterMs === undefined ? {} : { retryAfterMs }),",
    replacement: "false",
    reason: "A field that is undefined is one that is not there; only the types tell them apart.",
  },
];
