/** The longest glob, in characters; a match takes at most as many steps as glob and text are long, multiplied. */
export const longestGlob = 500;

/** True if a text matches. */
export type TextMatcher = (text: string) => boolean;

/**
 * Makes a matcher from a glob: `*` is any text, even an empty one, `?` is one character, all else stands for itself,
 * because names of tests contain `[`, `(`, `/` and `.`. It is not built on a regular expression, so none can run away.
 *
 * @example glob("Pixel * [?]")("Pixel 9 / ANDROID 16 [1]") // true
 */
export function glob(pattern: string): TextMatcher {
  if (!isPattern(pattern)) return (text) => text === pattern;
  const wanted = characters(pattern);
  const literals = pattern.split(/[*?]/);
  const [start = "", end = ""] = [literals[0], literals.at(-1)];
  const within = literals.slice(1, -1).filter((literal) => literal !== "");
  // This cheap check rules out most texts.
  const mayMatch: TextMatcher = (text) =>
    text.startsWith(start) && text.endsWith(end) && within.every((literal) => text.includes(literal));
  return (text) => mayMatch(text) && matches(wanted, characters(text));
}

/** A text of plain code units is its own list of characters. */
function characters(text: string): ArrayLike<string> {
  return /[\ud800-\udfff]/.test(text) ? [...text] : text;
}

/** True if a text contains a wildcard. */
export function isPattern(text: string): boolean {
  return /[*?]/.test(text);
}

/** Each star first matches nothing. If that fails, only the last star takes one more character. */
function matches(pattern: ArrayLike<string>, text: ArrayLike<string>): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let afterStar = 0;
  while (next < text.length) {
    if (pattern[at] === "*") {
      star = at++;
      afterStar = next;
    } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === text[next])) {
      at++;
      next++;
    } else if (star >= 0) {
      at = star + 1;
      next = ++afterStar;
    } else return false;
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}
