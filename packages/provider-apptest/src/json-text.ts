/**
 * The text of a JSON document without what stands before it: byte order marks and blank space.
 * @example withoutLead("\uFEFF\n{}") // "{}"
 */
export function withoutLead(text: string): string {
  return text.replace(/^[\s\uFEFF]+/, "");
}

/**
 * Replaces control characters, all that come before the blank, inside the strings of a JSON text by U+FFFD: a service that joins its JSON together by hand
 * copies them in. Outside of strings nothing changes.
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
