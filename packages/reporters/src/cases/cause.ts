/** A cause is in the beginning of a message; after it come logs. In UTF-16 code units. */
const longestRead = 4096;

const stackFrame = /^\s*(?:at |\.\.\. \d+ more|File ")/;
// No pattern looks at a character more than a fixed number of times: a service may send any text.
const address = /(?<![\p{L}\p{N}])[a-z]{2,12}:\/\/[^\s"'<>]+|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]+/giu;
const uuid = /(?<![0-9a-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z])/gi;
const time = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?/g;
const quoted = /"[^"\n]*"|`[^`\n]*`|“[^“”\n]*”|«[^«»\n]*»|「[^「」\n]*」|(?<![\p{L}\p{N}])'[^'\n]*'(?![\p{L}\p{N}])/gu;
const word = /[\p{L}\p{N}_]+/gu;
const number = /\p{N}+/gu;
/** Parts of one number, date, time or address: `12:30:00.5`, `10.0.0.1:8080`, `1,024`, `SHOP-12-3`. */
const rowOfGaps = /…(?:[-.,:/+]?…)+/g;

/**
 * Returns what the messages of one cause have in common: the message without its stack frames, and with `…` for what
 * differs from one test to the next: numbers, times, ids, hexadecimal digits, quoted text and addresses. Lines stay
 * lines. Pure, in linear time.
 *
 * @example causeOf("Expected total 45.00 but found 'none' (order a1b2c3d4)") // "Expected total … but found … (order …)"
 */
export function causeOf(message: string): string {
  const lines = message.slice(0, longestRead).split(/\r\n?|\n/);
  const told = lines.filter((line) => !stackFrame.test(line) && line.trim() !== "");
  return withoutLong((told.length > 0 ? told : lines).join("\n").replaceAll(quoted, "…"))
    .replaceAll(word, (text) => (isId(text) ? "…" : text.replaceAll(number, "…")))
    .replaceAll(rowOfGaps, "…")
    .split("\n")
    .map((line) => line.replaceAll(/\s+/g, " ").trim())
    .join("\n")
    .trim();
}

/** Replaces addresses, UUIDs and times. Their patterns take longest, so a text without their separators is not searched. */
function withoutLong(text: string): string {
  const one = text.includes("@") || text.includes("://") ? text.replaceAll(address, "…") : text;
  const two = one.includes("-") ? one.replaceAll(uuid, "…") : one;
  return two.includes(":") ? two.replaceAll(time, "…") : two;
}

/** True for hexadecimal digits such as `0x7ffe` and `a1b2c3`, and for letters and digits in turn such as `x8Kf2Lm9`. */
function isId(text: string): boolean {
  if (!/\d/.test(text) || !/[a-z]/i.test(text)) return false;
  if (/^0x[0-9a-f]+$/i.test(text) || /^[0-9a-f]{6,}$/i.test(text)) return true;
  return text.length >= 8 && (text.match(/\d+/g)?.length ?? 0) >= 3;
}
