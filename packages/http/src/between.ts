// oxlint-disable no-control-regex -- control characters are what this file is about.
/**
 * Characters that may be between two characters of a secret and be removed later: control characters, characters that
 * Unicode calls invisible (Default_Ignorable_Code_Point), and replacements of a character that was lost. Each range
 * applies raw and in every escape below, so that all forms are treated alike.
 */
const ranges: readonly (readonly [from: number, to: number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xffff],
];
const codes = (): number[] =>
  ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index));

/** HTML's names for some of them. */
const names =
  "shy|zwnj|zwj|lrm|rlm|ZeroWidthSpace|Negative(?:Thin|Medium|Thick|VeryThin)Space|NoBreak|InvisibleTimes|it|InvisibleComma|ic|ApplyFunction|af|Tab|NewLine";

/** The beginning of a backslash escape, of JSON or of JSON inside JSON. */
const slash = String.raw`\\{1,4}`;

/** The given characters in every escape. */
function escaped(some: readonly number[]): string {
  const hex = (digits: number): string => anyOf(some.map((code) => code.toString(16).padStart(digits, "0")));
  const url = some.map((code) =>
    Array.from(Buffer.from(String.fromCharCode(code)), (byte) => `%(?:25)?${byte.toString(16).padStart(2, "0")}`).join(
      "",
    ),
  );
  return [
    `${slash}u(?:${hex(4)})`,
    ...(some.some((code) => code < 0x20)
      ? [`${slash}[bfnrtve0]`, `${slash}x(?:0[\\da-fA-F]|1[\\da-fA-F]|7[fF]|[89][\\da-fA-F])`]
      : []),
    `&(?:amp;)?#0{0,6}(?:${anyOf(some.map(String))});`,
    `&(?:amp;)?#[xX]0{0,6}(?:${hex(1)});`,
    `(?:${anyOf(url)})`,
  ].join("|");
}

/** A pattern for any of the numbers, in both cases. Those that differ only in their last digit are one alternative. */
function anyOf(numbers: readonly string[]): string {
  const lastDigits = new Map<string, string>();
  for (const number of numbers) {
    const start = number.slice(0, -1);
    lastDigits.set(start, (lastDigits.get(start) ?? "") + number.slice(-1));
  }
  return Array.from(lastDigits, ([start, last]) => {
    const inBothCases = start.replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
    return `${inBothCases}[${last}${last.toUpperCase()}]`;
  }).join("|");
}

const lineEnd = String.raw`(?:[\r\n]|${slash}[rn]|&(?:amp;)?#(?:0{0,6}1[03]|[xX]0{0,6}[aAdD]);|%(?:25)?0[aAdD])`;
const blank = String.raw`(?:[\t ]|${slash}t|&(?:amp;)?#(?:0{0,6}9|[xX]0{0,6}9|0{0,6}32|[xX]0{0,6}20);|%(?:25)?(?:09|20)|\+)`;

/** The same for code points above U+FFFF: U+1BCA0 to A3, U+1D173 to 7A, and U+E0000 to E0FFF (tags, variation selectors). */
const percent = "%(?:25)?";
const trailing = `${percent}[89abAB][\\da-fA-F]`;
const astral = [
  `${slash}u[dD][bB]4[0-3]${slash}u[dD][c-fC-F][\\da-fA-F]{2}`,
  `${slash}u[dD]82[fF]${slash}u[dD][cC][aA][0-3]`,
  `${slash}u[dD]834${slash}u[dD][dD]7[3-9aA]`,
  "&(?:amp;)?#[xX]0{0,6}(?:[eE]0[\\da-fA-F]{3}|1[bB][cC][aA][0-3]|1[dD]17[3-9aA]);",
  "&(?:amp;)?#0{0,6}(?:9(?:1750[4-9]|175[1-9]\\d|17[6-9]\\d\\d|1[89]\\d{3}|20\\d{3}|21[0-5]\\d\\d)|11382[4-7]|1191(?:5[5-9]|6[0-2]));",
  `${percent}[fF]3${percent}[aA]0${trailing}${trailing}`,
  `${percent}[fF]0${percent}9[bB]${percent}[bB]2${percent}[aA][0-3]`,
  `${percent}[fF]0${percent}9[dD]${percent}85${percent}[bB][3-9aA]`,
];

const characters = (): string[] => [
  ...astral,
  // The line ends of broken base64, with the blanks after them.
  `${lineEnd}(?:${lineEnd}|${blank})*`,
  String.raw`[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff0-\uffff]`,
  escaped(codes()),
  `&(?:${names});`,
];

/** Sequences that a terminal obeys. A program that cleans texts for a log may remove each of them whole. */
function sequences(): string[] {
  // ESC, and the characters that begin a sequence without it, in every form.
  const escape = `(?:\u001b|${escaped([0x1b])})`;
  const controlSequence = `(?:${escape}\\[|\u009b|${escaped([0x9b])})`;
  const stringStart = `(?:${escape}[\\]PX^_]|[\u009d\u0090\u0098\u009e\u009f]|${escaped([0x9d, 0x90, 0x98, 0x9e, 0x9f])})`;
  const stringEnd = String.raw`(?:\u0007|\u001b\\|\u009c|${escaped([0x07, 0x9c])}|${escape}\\{1,2})`;
  return [
    String.raw`${controlSequence}[0-?]*[ -\/]*[@-~]`,
    String.raw`${stringStart}[^\u0007\u001b\u0090\u0098\u009c-\u009f\\&%]*${stringEnd}`,
    String.raw`${escape}[ -\/]*[0-~]`,
  ];
}

/** Some programs remove whole sequences, others only the characters that begin them: each joins different characters. */
interface Between {
  readonly single: RegExp;
  readonly whole: RegExp;
  readonly sequence: RegExp;
}

/** Made when a text is first searched: that takes longer than the first request. */
let made: Between | undefined;

function between(): Between {
  made ??= {
    single: new RegExp(characters().join("|"), "gu"),
    whole: new RegExp([...sequences(), ...characters()].join("|"), "gu"),
    sequence: new RegExp(sequences().join("|")),
  };
  return made;
}
// oxlint-enable no-control-regex

/** Removes invisible characters from a text. */
export function withoutInvisible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu, "");
}

/** Matches the beginning of each invisible character and sequence. Most texts contain none, and need no search for them. */
const beginning =
  /[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff0-\uffff]|\\[\\bfnrtve0xu]|&(?:#|\w+;)|%[\da-fA-F]/u;

/**
 * Replaces what patterns find in a text as if the text contained no invisible characters. A secret with a NUL in it
 * becomes the secret again in a log that drops the NUL.
 *
 * @param patternsFor the global patterns that may match in a text
 * @example replaceThrough("s3\u0000cret", () => [/s3cret/g], "***") // "***"
 */
export function replaceThrough(text: string, patternsFor: (bare: string) => readonly RegExp[], by: string): string {
  if (!beginning.test(text)) return text;
  const { single, whole, sequence } = between();
  const replaced = throughAll(text, single, patternsFor, by);
  if (!sequence.test(replaced)) return replaced;
  return throughAll(replaced, whole, patternsFor, by);
}

function throughAll(
  text: string,
  between: RegExp,
  patternsFor: (bare: string) => readonly RegExp[],
  by: string,
): string {
  const bare = text.replaceAll(between, "");
  if (bare.length === text.length) return text;
  return patternsFor(bare).reduce((left, pattern) => throughOne(left, between, pattern, by), text);
}

function throughOne(text: string, between: RegExp, pattern: RegExp, by: string): string {
  const bare = text.replaceAll(between, "");
  const place = placesIn(text, between);
  const kept: string[] = [];
  let end = 0;
  for (const { index, 0: found } of bare.matchAll(pattern)) {
    kept.push(text.slice(end, place(index)), by);
    // One past the last character: invisible characters that follow it stay.
    end = place(index + found.length - 1) + 1;
  }
  return kept.join("") + text.slice(end);
}

/** Maps ascending positions in the text without invisible characters to positions in the text itself. */
function placesIn(text: string, between: RegExp): (index: number) => number {
  const gaps = text.matchAll(between);
  let gap = gaps.next();
  let removed = 0;
  return (index) => {
    while (gap.done !== true && gap.value.index - removed <= index) {
      removed += gap.value[0].length;
      gap = gaps.next();
    }
    return index + removed;
  };
}
