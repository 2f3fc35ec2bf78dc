import type { IncomingMessage } from "node:http";
import { ExchangeError } from "../exchange-error.ts";
import type { UncheckedAnswer } from "../openapi-exchange.ts";
import { readBody, tooLarge } from "../read-body.ts";
import { retryAfterS } from "../retry-after.ts";

/**
 * Reads the answer to an upload. An answer whose JSON is complete is over even if the connection stays open.
 *
 * @param isSent returns true if the whole upload is sent
 * @throws {ExchangeError} `too-large`, before or after it is decoded.
 * @throws {Error} an answer of 2xx, or one to the whole upload, is cut off; or one of 2xx or 429 cannot be decoded.
 */
export async function readAnswer(
  response: IncomingMessage,
  maxBytes: number,
  isSent: () => boolean,
): Promise<UncheckedAnswer> {
  response.on("error", () => undefined);
  const status = response.statusCode ?? 0;
  const succeeded = status >= 200 && status < 300;
  const body = await readBody(response, { maxBytes, tellsEnd: (soFar) => isWholeJson(textOf(soFar)) });
  const text = decoded(body.bytes, headerOf(response, "content-encoding"), maxBytes);
  // A server that refuses early often cuts the connection during the upload: its status is enough. If the whole request
  // was sent, the answer must be whole, too, because the lost part may contain the id of a run.
  const isNeeded = succeeded || isSent();
  if (isNeeded && !body.isWhole && !isWholeJson(text)) throw new Error("The answer was cut off");
  // A part that cannot be read may contain the id of a run: then only a final refusal is enough, not "later".
  const counts = succeeded || status === 429;
  if (text instanceof ExchangeError || (counts && text instanceof Error)) throw text;
  const retry = retryAfterS({ get: (name) => headerOf(response, name) });
  return { status, retryAfterS: retry, text: text instanceof Error ? textOf(body.bytes) : text };
}

/** Decodes an answer. Only `identity` was requested, but some gateways compress anyway, and the answer may contain an id. */
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
    return new Error("The answer is compressed, and cannot be decompressed", { cause });
  }
  return new Error("The answer is compressed in a way that was not requested");
}

/** Returns true for JSON that parses: it is complete, however the connection ended, and may contain the run's id. */
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
