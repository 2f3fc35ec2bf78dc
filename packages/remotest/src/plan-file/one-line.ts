/** Returns the first line that is not blank, without control characters: the name of a run as it is sent and shown. */
export function oneLine(text: string): string {
  const [line = ""] = text.trim().split(/[\r\n\u2028\u2029]/u);
  return line.replaceAll(/\p{Cc}+/gu, " ").trim();
}
