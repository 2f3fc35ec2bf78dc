/** The longest glob, in characters; a match takes at most as many steps as glob and text are long, multiplied. */
export const longestGlob = 500;

/** Whether a text matches. */
export type Matches = (text: string) => boolean;

/**
 * Makes a matcher of a glob: `*` is any text, also none, `?` is one character, and all else stands for itself, because
 * names of tests hold `[`, `(`, `/` and `.` of their own. No expression is built of it, so none can run away.
 *
 * @example glob("Pixel * [?]")("Pixel 9 / ANDROID 16 [1]") // true
 */
export function glob(pattern: string): Matches {
  if (!isPattern(pattern)) return (text) => text === pattern;
  const wanted = characters(pattern);
  const literals = pattern.split(/[*?]/);
  const [start = "", end = ""] = [literals[0], literals.at(-1)];
  const within = literals.slice(1, -1).filter((literal) => literal !== "");
  // What most texts are told apart by costs next to nothing.
  const mayMatch: Matches = (text) =>
    text.startsWith(start) && text.endsWith(end) && within.every((literal) => text.includes(literal));
  return (text) => mayMatch(text) && matches(wanted, characters(text));
}

/** A text of plain code units is its own list of characters. */
function characters(text: string): ArrayLike<string> {
  return /[\ud800-\udfff]/.test(text) ? [...text] : text;
}

/** Whether a text says more than itself. */
export function isPattern(text: string): boolean {
  return /[*?]/.test(text);
}

/** Each star first stands for nothing. Where that fails, only the last one takes one more character. */
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
