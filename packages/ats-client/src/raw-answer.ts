import { mayTellTrouble } from "@remotest/http";

/** What stands in an answer, whatever it is and however it is encoded: names of elements, and values in plain letters. */
export function rawText(bytes: Uint8Array): string {
  // In UTF-16 each second byte of a plain letter is 0.
  return new TextDecoder("latin1").decode(bytes).replaceAll("\0", "");
}

/** Whether an answer that is whole tells of something that did not pass. A name tells nothing, nor does what is empty. */
export function tellsTrouble(raw: string): boolean {
  if (!/<\/(?:[\w.-]{1,60}:)?Envelope>\s*$/.test(raw)) return false;
  const said = raw
    .replaceAll(/<Name>[^<]*<\/Name>/g, "")
    .replaceAll(/<([\w:.-]{1,60})(?:\s[^<>]*)?(?:\/>|>\s*<\/\1\s*>)/g, "");
  return mayTellTrouble(said);
}
