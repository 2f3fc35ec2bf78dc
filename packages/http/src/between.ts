// oxlint-disable no-control-regex -- control characters are what this file is about.
/**
 * What may stand between two characters of a secret and be taken away later: terminal sequences, control characters (the
 * line ends of broken base64 are some), marks without a width or for the writing direction, lone surrogates, and what
 * stands for a character that could not be kept; raw, or escaped for JSON or XML.
 */
const between = new RegExp(
  [
    String.raw`\u001b\[[0-?]*[ -/]*[@-~]`,
    String.raw`[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd-\uffff]`,
    String.raw`[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]`,
    String.raw`\\{1,2}(?:[bfnrt]|u00(?:[01][\da-fA-F]|7[fF]|[89][\da-fA-F]|[aA][dD])|u(?:200[b-fB-F]|202[89a-eA-E]|206\d|[fF][eE][fF][fF]|[fF]{3}[d-fD-F]))`,
    String.raw`&#(?:0{0,3}(?:[12]?\d|3[01]|127)|65279|65533|[xX](?:0{0,3}[01]?[\da-fA-F]|7[fF]|[fF][eE][fF][fF]|[fF]{3}[dD]));`,
  ].join("|"),
  "g",
);
// oxlint-enable no-control-regex

/**
 * Replaces what a pattern finds in a text as if nothing invisible stood in it. Whoever takes that out later joins what was
 * apart: a secret with a NUL in it is one again in a log that drops the NUL.
 *
 * @param pattern global
 * @example replaceThrough("s3\u0000cret", /s3cret/g, "***") // "***"
 */
export function replaceThrough(text: string, pattern: RegExp, by: string): string {
  const pieces: string[] = [];
  /** Where each piece starts, in the text and without what stands between. */
  const starts: { readonly at: number; readonly joined: number }[] = [];
  let at = 0;
  let joined = 0;
  const take = (end: number): void => {
    if (end <= at) return;
    starts.push({ at, joined });
    pieces.push(text.slice(at, end));
    joined += end - at;
  };
  for (const { index, 0: found } of text.matchAll(between)) {
    take(index);
    at = index + found.length;
  }
  if (at === 0) return text;
  take(text.length);
  return withReplaced(text, pieces.join(""), starts, pattern, by);
}

function withReplaced(
  text: string,
  bare: string,
  starts: readonly { readonly at: number; readonly joined: number }[],
  pattern: RegExp,
  by: string,
): string {
  let piece = 0;
  const place = (index: number): number => {
    while ((starts[piece + 1]?.joined ?? Number.POSITIVE_INFINITY) <= index) piece++;
    const { at, joined } = starts[piece] ?? { at: 0, joined: 0 };
    return at + index - joined;
  };
  const kept: string[] = [];
  let end = 0;
  for (const { index, 0: found } of bare.matchAll(pattern)) {
    kept.push(text.slice(end, place(index)), by);
    // The last character's place, and one more: what follows it invisibly stays.
    end = place(index + found.length - 1) + 1;
  }
  return end === 0 ? text : kept.join("") + text.slice(end);
}
