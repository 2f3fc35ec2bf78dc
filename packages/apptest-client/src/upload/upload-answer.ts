import type { IncomingMessage } from "node:http";
import { ExchangeError, retryAfterS } from "@remotest/http";
import type { Answer } from "../envelope.ts";

/** Milliseconds of silence after which an answer that tells its own end is over, whatever its length should have been. */
const silentMs = 1_000;
/** Bytes in which an answer's own end is looked for. */
const mostToCheck = 2 ** 20;

/**
 * Brings the answer to an upload home. One whose JSON is whole is over even if the connection stays open.
 *
 * @param isSent whether all of the upload is sent
 * @throws {ExchangeError} `too-large`, also once it is decoded.
 * @throws {Error} an answer of 2xx, or one to all of the upload, is cut off; or one of 2xx or 429 cannot be decoded.
 */
export function readAnswer(response: IncomingMessage, maxBytes: number, isSent: () => boolean): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const status = response.statusCode ?? 0;
    const succeeded = status >= 200 && status < 300;
    const chunks: Buffer[] = [];
    let size = 0;
    let silence: NodeJS.Timeout | undefined;
    response.on("data", (chunk: Buffer) => {
      clearTimeout(silence);
      size += chunk.length;
      if (size > maxBytes) {
        reject(tooLarge(maxBytes));
        response.destroy();
      } else {
        chunks.push(chunk);
        if (size <= mostToCheck && isWholeJson(Buffer.concat(chunks).toString("utf8")))
          silence = setTimeout(() => response.destroy(), silentMs);
      }
    });
    response.on("error", () => undefined);
    response.once("close", () => {
      clearTimeout(silence);
      const encoding = headerOf(response, "content-encoding");
      const bytes = Buffer.concat(chunks);
      const text = decoded(bytes, encoding, maxBytes);
      // A server that refuses early often cuts the connection while it is being written to: its status is enough. Of a
      // request that was sent whole the answer must be whole, too: what is lost of it may name a run.
      const isNeeded = succeeded || isSent();
      if (isNeeded && !response.complete && !isWholeJson(text)) return reject(new Error("The answer was cut off"));
      // Whatever cannot be read may name a run: only a status that refuses for good is enough then, not "later".
      const counts = succeeded || status === 429;
      if (text instanceof ExchangeError || (counts && text instanceof Error)) return reject(text);
      const retry = retryAfterS({ get: (name) => headerOf(response, name) });
      resolve({ status, retryAfterS: retry, text: text instanceof Error ? bytes.toString("utf8") : text });
    });
  });
}

/** Nothing but `identity` was asked for; some gateways compress all the same, and the answer may hold the run's id. */
function decoded(bytes: Buffer, encoding: string | null, maxBytes: number): string | Error {
  const name = encoding?.trim().toLowerCase() ?? "";
  if (bytes.length === 0 || name === "" || name === "identity") return bytes.toString("utf8");
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

function tooLarge(maxBytes: number): ExchangeError {
  return new ExchangeError("too-large", `The answer is larger than ${maxBytes} bytes`);
}

function headerOf({ headers }: IncomingMessage, name: string): string | null {
  const value = headers[name];
  return typeof value === "string" ? value : null;
}
