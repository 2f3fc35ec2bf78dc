import { mayTellTrouble, type ReceivedAnswer } from "@remotest/http";

/** Returns the ASCII text of an answer in any format and encoding: names of elements, and values in plain letters. */
export function rawText(bytes: Uint8Array): string {
  // In UTF-16, every second byte of a plain letter is 0.
  return new TextDecoder("latin1").decode(bytes).replaceAll("\0", "");
}

/**
 * Returns true if an answer to a start may contain the id of a job: it has a JobID element with content, even if the XML
 * is cut off or escaped inside another document. `FinishedJobID` does not count, because it is from the request. An answer
 * with status 429 that cannot be decompressed counts, too.
 */
export function mayNameRun({ status, headers, bytes }: ReceivedAnswer): boolean {
  const encoding = headers.get("content-encoding") ?? "";
  const isOpaque =
    status === 429 && bytes.length > 0 && !/^(?:identity|(?:x-)?gzip|deflate|br)?$/i.test(encoding.trim());
  return isOpaque || jobId.test(rawText(bytes));
}

const jobId =
  /(?:<|&lt;)(?:[\w.-]{1,60}:)?JobID\b[^<>&]{0,1000}(?:>|&gt;)\s*(?:<!\[CDATA\[\s*)?(?:$|(?!&lt;)[^\s<\]])/i;

const envelopeEnd = /<\/(?:[\w.-]{1,60}:)?Envelope\s*>\s*$/;

/** Returns true if an answer so far ends with the end of its envelope. */
export function tellsEnd(soFar: Uint8Array): boolean {
  return envelopeEnd.test(rawText(soFar.subarray(-400)));
}

/**
 * Returns true if a complete answer reports something that did not pass, unless the job is plainly still running. Names,
 * empty elements and test cases that were not executed do not count.
 */
export function tellsTrouble(raw: string): boolean {
  if (!envelopeEnd.test(raw) || /<ExecutionStatus>\s*(?:Running|Queued)\s*</i.test(raw)) return false;
  const said = raw
    .replaceAll(/<(Name|CountNotExecuted)>[^<]*<\/\1>|<Result>\s*Not_Executed\s*<\/Result>/gi, "")
    .replaceAll(/<([\w:.-]{1,60})(?:\s[^<>]*)?(?:\/>|>\s*<\/\1\s*>)/g, "");
  return mayTellTrouble(said);
}
