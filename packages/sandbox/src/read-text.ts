import type { IncomingMessage } from "node:http";

/** The reason why no text could be read from a request. */
export type UnreadableText = "too large" | "not UTF-8" | "cut off";

/**
 * Reads a request's body as UTF-8 text of at most `maxBytes`. The rest is read and discarded, so that the client receives
 * the answer.
 */
export async function readText(request: IncomingMessage, maxBytes: number): Promise<{ text: string } | UnreadableText> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
    }
  } catch {
    return "cut off";
  }
  if (size > maxBytes) return "too large";
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)) };
  } catch {
    return "not UTF-8";
  }
}
