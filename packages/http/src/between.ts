// oxlint-disable no-control-regex -- control characters are what this file is about.
/** How a backslash escape, of JSON or of JSON inside JSON, begins. */
const slash = String.raw`\\{1,4}`;
/** ESC as it is and as JSON and XML write it. */
const escape = String.raw`(?:\u001b|${slash}u001[bB]|&#(?:0{0,3}27|[xX]0{0,3}1[bB]);)`;

/**
 * Single characters that may stand between two of a secret and be taken away later: control characters (the line ends of
 * broken base64 are some, with the blanks after them), whatever Unicode says shows nothing, lone surrogates, and what
 * stands for a character that could not be kept; raw, or escaped for JSON, XML or a URL.
 */
const characters = [
  String.raw`[\r\n][\r\n\t ]*`,
  String.raw`[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufffd-\uffff]`,
  String.raw`${slash}(?:[bfnrt]|u00(?:[01][\da-fA-F]|7[fF]|[89][\da-fA-F]|[aA][dD])|u(?:200[b-fB-F]|202[89a-eA-E]|206\d|[fF][eE][fF][fF]|[fF]{3}[d-fD-F]))`,
  String.raw`&#(?:0{0,3}(?:[12]?\d|3[01]|127)|65279|65533|[xX](?:0{0,3}[01]?[\da-fA-F]|7[fF]|[fF][eE][fF][fF]|[fF]{3}[dD]));`,
  String.raw`%(?:25)?0[aAdD]`,
];

/** Sequences that a terminal obeys: all that a cleaner of texts for a log takes out as one. */
const sequences = [
  String.raw`(?:${escape}\[|\u009b)[0-?]*[ -\/]*[@-~]`,
  String.raw`(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u0090\u0098\u009c-\u009f]*(?:\u0007|\u001b\\|\u009c)`,
  String.raw`\u001b[ -\/]*[0-~]`,
];

/** One cleaner takes whole sequences out, another the characters that begin them: each joins something else. */
const single = new RegExp(characters.join("|"), "gu");
const whole = new RegExp([...sequences, ...characters].join("|"), "gu");
const sequenceStart = new RegExp(String.raw`${escape}|[\u0080-\u009f]`, "u");
// oxlint-enable no-control-regex

/** A text without what shows nothing. */
export function withoutInvisible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu, "");
}

/**
 * Replaces what a pattern finds in a text as if nothing invisible stood in it. Whoever takes that out later joins what was
 * apart: a secret with a NUL in it is one again in a log that drops the NUL.
 *
 * @param pattern global
 * @example replaceThrough("s3\u0000cret", /s3cret/g, "***") // "***"
 */
export function replaceThrough(text: string, pattern: RegExp, by: string): string {
  const replaced = throughOne(text, single, pattern, by);
  return sequenceStart.test(replaced) ? throughOne(replaced, whole, pattern, by) : replaced;
}

function throughOne(text: string, between: RegExp, pattern: RegExp, by: string): string {
  const bare = text.replaceAll(between, "");
  // Where everything stands in the text is worth finding out only for what is found.
  if (bare.length === text.length || bare.search(pattern) < 0) return text;
  const place = placesIn(text, between);
  const kept: string[] = [];
  let end = 0;
  for (const { index, 0: found } of bare.matchAll(pattern)) {
    kept.push(text.slice(end, place(index)), by);
    // The last character's place, and one more: what follows it invisibly stays.
    end = place(index + found.length - 1) + 1;
  }
  return kept.join("") + text.slice(end);
}

/** Tells, for ever higher places in the text without what stands between, where they are in the text. */
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
