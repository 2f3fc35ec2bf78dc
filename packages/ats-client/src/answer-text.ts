import { TextDecoder } from "node:util";
import { Oddities, turns, xmlCharacters } from "@remotest/http";
import type { AnswerPlan } from "./answer-plan.ts";
import { answerReader } from "./answer-reader.ts";

/** The bytes that are read at once: about a millisecond of work. */
const sliceBytes = 32 * 1024;

/** A decoded answer. */
export interface ReadAnswer {
  readonly value: unknown;
  /** Oddities that do not change the value, one sentence each. */
  readonly remarks: readonly string[];
  /** An unknown part that was ignored although it could be a verdict: the answer counts only if it names a run. */
  readonly doubt: string | undefined;
}

/**
 * Reads an answer's bytes by a plan. It reads in slices between which the event loop runs, so that a large answer does not
 * block the program.
 *
 * @throws Error that describes the problem with the answer.
 * @throws the signal's reason when the caller aborts.
 */
export async function readAnswer(
  bytes: Uint8Array,
  contentType: string,
  plan: AnswerPlan,
  signal?: AbortSignal,
): Promise<ReadAnswer> {
  const decoder = decoderFor(bytes, contentType);
  const oddities = new Oddities("The answer contains");
  const reader = answerReader(plan, oddities);
  const characters = xmlCharacters();
  const turn = turns(signal);
  for (let start = 0; start < bytes.length; start += sliceBytes) {
    reader.write(characters.write(decoder.decode(bytes.subarray(start, start + sliceBytes), { stream: true })));
    await turn();
  }
  reader.write(characters.write(decoder.decode()) + characters.end());
  const value = reader.close();
  oddities.replaced(characters.replaced);
  return { value, doubt: reader.doubt, remarks: oddities.remarks };
}

/**
 * Makes the decoder for an answer: UTF-8 or UTF-16, which every XML reader must know. The charset of the Content-Type
 * comes first, then the byte order mark, then the XML declaration. Bytes that are not valid in the encoding are an error.
 */
function decoderFor(bytes: Uint8Array, contentType: string): TextDecoder {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1];
  const label = (charset ?? markedEncoding(bytes) ?? declaredEncoding(bytes) ?? "utf-8").toLowerCase();
  const encoding = label === "utf-16" ? (markedEncoding(bytes) ?? "utf-16be") : label;
  if (!["utf-8", "utf8", "us-ascii", "utf-16le", "utf-16be"].includes(encoding)) {
    throw new Error(`It is encoded in ${charset ?? label}; only UTF-8 and UTF-16 can be read`);
  }
  return new TextDecoder(encoding === "us-ascii" ? "utf-8" : encoding, { fatal: true });
}

function markedEncoding(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xef && second === 0xbb && third === 0xbf ? "utf-8" : undefined;
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
  return /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"'>]+)/.exec(start)?.[1];
}
