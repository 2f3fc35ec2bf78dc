import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { Busboy } from "@fastify/busboy";
import type { UploadEvent } from "./journal.ts";

/** The names of the parts of a form that count. Any other part is read and discarded. */
export interface UploadParts {
  readonly file: string;
  readonly text?: string;
}

/** The parts of a form that count, in their order. At most two of each are kept, to notice that one is repeated. */
export interface UploadForm {
  /** Counted and hashed as they arrived; their bytes are not kept. */
  readonly files: readonly UploadEvent[];
  readonly texts: readonly string[];
}

// Every documented text is far smaller. A longer one is cut, and is then no longer valid JSON.
const maxTextBytes = 256 * 1024;

/**
 * Reads a multipart/form-data body as it arrives. The request is read to its end even if it is broken, so that the client
 * receives the answer.
 *
 * @returns undefined if the body is not a complete multipart form.
 */
export function readUploadForm(request: IncomingMessage, parts: UploadParts): Promise<UploadForm | undefined> {
  const parser = parserFor(request);
  if (parser === undefined) {
    request.resume();
    return Promise.resolve(undefined);
  }
  return new Promise((resolve) => {
    const files: UploadEvent[] = [];
    const texts: string[] = [];
    const giveUp = (): void => {
      request.unpipe(parser);
      request.resume();
      resolve(undefined);
    };
    parser.on("file", (part, stream, fileName, _encoding, contentType) => {
      const hash = createHash("sha256");
      let bytes = 0;
      stream.on("data", (chunk: Uint8Array) => {
        bytes += chunk.length;
        hash.update(chunk);
      });
      stream.on("error", giveUp);
      stream.on("end", () => {
        if (part !== parts.file || files.length >= 2) return;
        files.push({ kind: "upload", fileName: fileName ?? "", contentType, bytes, sha256: hash.digest("hex") });
      });
    });
    parser.on("field", (part, text) => {
      if (part === parts.text && texts.length < 2) texts.push(text);
    });
    parser.on("error", giveUp);
    parser.on("finish", () => resolve({ files, texts }));
    request.on("error", giveUp);
    request.pipe(parser);
  });
}

/** Returns undefined if the content type is not multipart/form-data with a boundary. */
function parserFor(request: IncomingMessage): InstanceType<typeof Busboy> | undefined {
  const type = request.headers["content-type"];
  if (type === undefined || !/^multipart\/form-data\s*;/i.test(type)) return undefined;
  try {
    return new Busboy({
      headers: { ...request.headers, "content-type": type },
      preservePath: true,
      limits: { fieldSize: maxTextBytes },
    });
  } catch {
    return undefined;
  }
}
