/**
 * Removes byte order marks and blank space before a JSON document.
 * @example withoutLead("\uFEFF\n{}") // "{}"
 */
export function withoutLead(text: string): string {
  return text.replace(/^[\s\uFEFF]+/, "");
}

/**
 * Replaces control characters (all below the blank) inside the strings of a JSON text with U+FFFD. A service that builds
 * its JSON from text pieces does not escape them. Nothing changes outside of strings.
 */
export function replaceControls(text: string): { readonly text: string; readonly replaced: number } {
  const pieces: string[] = [];
  let replaced = 0;
  let from = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') inString = !inString;
    else if (inString && character === "\\") at++;
    else if (inString && character < " ") {
      pieces.push(text.slice(from, at), "\uFFFD");
      from = at + 1;
      replaced++;
    }
  }
  return { text: pieces.join("") + text.slice(from), replaced };
}
