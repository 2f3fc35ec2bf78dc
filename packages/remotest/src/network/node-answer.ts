import type { IncomingMessage } from "node:http";
import { pipeline, type Readable, type Transform } from "node:stream";
import type { TransportAnswer } from "@remotest/core";

/** A response of `node:http(s)` in the shape of `fetch`, without the built-in `Response`, which is slow to load. */
export class NodeAnswer implements TransportAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly ok: boolean;
  readonly headers: TransportAnswer["headers"];
  readonly body: Readable | null;
  readonly #maxBytes: number;

  /** @param maxBytes the largest accepted body, decoded */
  constructor(answer: IncomingMessage, maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.status = answer.statusCode ?? 0;
    this.statusText = answer.statusMessage ?? "";
    this.ok = this.status >= 200 && this.status < 300;
    this.headers = { get: (name) => findHeader(answer.rawHeaders, name.toLowerCase()) };
    const empty = this.status === 204 || this.status === 205 || this.status === 304;
    if (empty) answer.resume();
    this.body = empty ? null : decodeBody(answer);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of this.body ?? []) {
      size += (chunk as Uint8Array).byteLength;
      if (size > this.#maxBytes) throw new Error(`The answer is larger than ${this.#maxBytes} bytes`);
      chunks.push(chunk as Uint8Array);
    }
    return new Uint8Array(Buffer.concat(chunks)).buffer;
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.arrayBuffer());
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }
}

/** Reads the raw headers, because Node's own table drops some that are sent twice. */
function findHeader(rawHeaders: readonly string[], wanted: string): string | null {
  const values: (string | undefined)[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? "";
    if (name.length === wanted.length && name.toLowerCase() === wanted) values.push(rawHeaders[at + 1]);
  }
  return values.length > 0 ? values.join(", ") : null;
}

/** Decodes the body. A body that is cut off is an error of the stream, never a shorter text. */
function decodeBody(answer: IncomingMessage): Readable {
  const decoder = decoderFor(answer.headers["content-encoding"]?.toLowerCase());
  if (!decoder) return answer;
  // The reader of the decoder receives the error.
  return pipeline(answer, decoder, () => undefined);
}

function decoderFor(encoding: string | undefined): Transform | undefined {
  if (encoding === undefined) return undefined;
  const zlib = process.getBuiltinModule("node:zlib");
  if (encoding === "gzip" || encoding === "x-gzip") return zlib.createGunzip();
  if (encoding === "deflate") return zlib.createInflate();
  return encoding === "br" ? zlib.createBrotliDecompress() : undefined;
}
