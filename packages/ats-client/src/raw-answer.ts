import { mayTellTrouble, type Received } from "@remotest/http";

/** What stands in an answer, whatever it is and however it is encoded: names of elements, and values in plain letters. */
export function rawText(bytes: Uint8Array): string {
  // In UTF-16 each second byte of a plain letter is 0.
  return new TextDecoder("latin1").decode(bytes).replaceAll("\0", "");
}

/**
 * Whether an answer to a start, be it XML, cut off, escaped inside another or anything else, has an element for the id of
 * a job with something in it. `FinishedJobID` is what was asked for. One that says "later" and cannot be unpacked may, too.
 */
export function mayNameRun({ status, headers, bytes }: Received): boolean {
  const encoding = headers.get("content-encoding") ?? "";
  const isOpaque =
    status === 429 && bytes.length > 0 && !/^(?:identity|(?:x-)?gzip|deflate|br)?$/i.test(encoding.trim());
  return isOpaque || jobId.test(rawText(bytes));
}

const jobId =
  /(?:<|&lt;)(?:[\w.-]{1,60}:)?JobID\b[^<>&]{0,1000}(?:>|&gt;)\s*(?:<!\[CDATA\[\s*)?(?:$|(?!&lt;)[^\s<\]])/i;

const envelopeEnd = /<\/(?:[\w.-]{1,60}:)?Envelope\s*>\s*$/;

/** Whether an answer so far ends with its envelope. */
export function tellsEnd(soFar: Uint8Array): boolean {
  return envelopeEnd.test(rawText(soFar.subarray(-400)));
}

/**
 * Whether an answer that is whole, of a job that is not plainly going on, tells of something that did not pass. A name
 * tells nothing, nor does what is empty or was not executed.
 */
export function tellsTrouble(raw: string): boolean {
  if (!envelopeEnd.test(raw) || /<ExecutionStatus>\s*(?:Running|Queued)\s*</i.test(raw)) return false;
  const said = raw
    .replaceAll(/<(Name|CountNotExecuted)>[^<]*<\/\1>|<Result>\s*Not_Executed\s*<\/Result>/gi, "")
    .replaceAll(/<([\w:.-]{1,60})(?:\s[^<>]*)?(?:\/>|>\s*<\/\1\s*>)/g, "");
  return mayTellTrouble(said);
}
