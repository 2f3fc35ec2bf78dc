import type { IncomingMessage } from "node:http";
import { ExchangeError, readBody, retryAfterS, tooLarge } from "@remotest/http";
import type { Answer } from "../envelope.ts";

/**
 * Reads the answer to an upload. One whose JSON is whole is over even if the connection stays open.
 *
 * @param isSent whether all of the upload is sent
 * @throws {ExchangeError} `too-large`, also once it is decoded.
 * @throws {Error} an answer of 2xx, or one to all of the upload, is cut off; or one of 2xx or 429 cannot be decoded.
 */
export async function readAnswer(response: IncomingMessage, maxBytes: number, isSent: () => boolean): Promise<Answer> {
  response.on("error", () => undefined);
  const status = response.statusCode ?? 0;
  const succeeded = status >= 200 && status < 300;
  const body = await readBody(response, { maxBytes, tellsEnd: (soFar) => isWholeJson(textOf(soFar)) });
  const text = decoded(body.bytes, headerOf(response, "content-encoding"), maxBytes);
  // A server that refuses early often cuts the connection while it is being written to: its status is enough. Of a
  // request that was sent whole the answer must be whole, too: what is lost of it may name a run.
  const isNeeded = succeeded || isSent();
  if (isNeeded && !body.isWhole && !isWholeJson(text)) throw new Error("The answer was cut off");
  // Whatever cannot be read may name a run: only a status that refuses for good is enough then, not "later".
  const counts = succeeded || status === 429;
  if (text instanceof ExchangeError || (counts && text instanceof Error)) throw text;
  const retry = retryAfterS({ get: (name) => headerOf(response, name) });
  return { status, retryAfterS: retry, text: text instanceof Error ? textOf(body.bytes) : text };
}

/** Nothing but `identity` was asked for; some gateways compress all the same, and the answer may hold the run's id. */
function decoded(bytes: Uint8Array, encoding: string | null, maxBytes: number): string | Error {
  const name = encoding?.trim().toLowerCase() ?? "";
  if (bytes.length === 0 || name === "" || name === "identity") return textOf(bytes);
  const zlib = process.getBuiltinModule("node:zlib");
  const bounds = { maxOutputLength: maxBytes };
  try {
    if (name === "gzip" || name === "x-gzip") return zlib.gunzipSync(bytes, bounds).toString("utf8");
    if (name === "deflate") return zlib.inflateSync(bytes, bounds).toString("utf8");
    if (name === "br") return zlib.brotliDecompressSync(bytes, bounds).toString("utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "ERR_BUFFER_TOO_LARGE") return tooLarge(maxBytes);
    return new Error("The answer is compressed, and cannot be unpacked", { cause });
  }
  return new Error("The answer is compressed in a way that was not asked for");
}

/** JSON tells its own end: an object that parses is whole, however the connection ended, and may hold the run's id. */
function isWholeJson(text: string | Error): boolean {
  if (text instanceof Error || !text.trimStart().startsWith("{")) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

function headerOf({ headers }: IncomingMessage, name: string): string | null {
  const value = headers[name];
  return typeof value === "string" ? value : null;
}
