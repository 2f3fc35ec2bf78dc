import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { Busboy } from "@fastify/busboy";
import type { UploadEvent } from "../journal.ts";

/**
 * The parts of a start request that count, in their order. At most two of each are kept, to notice that one is repeated.
 * Any other part is read and discarded.
 */
export interface UploadForm {
  /** The parts `app_file`, counted and hashed as they arrived; their bytes are not kept. */
  readonly appFiles: readonly UploadEvent[];
  /** The parts `data`, as text. */
  readonly data: readonly string[];
}

// The documented `data` is far smaller. A longer text is cut, and is then no longer valid JSON.
const maxTextBytes = 256 * 1024;

/**
 * Reads a multipart/form-data body as it arrives, keeping only the text of `data`. The request is read to its end even if
 * it is broken, so that the client receives the answer.
 *
 * @returns undefined if the body is not a complete multipart form.
 */
export function readUploadForm(request: IncomingMessage): Promise<UploadForm | undefined> {
  const parser = parserFor(request);
  if (parser === undefined) {
    request.resume();
    return Promise.resolve(undefined);
  }
  return new Promise((resolve) => {
    const appFiles: UploadEvent[] = [];
    const data: string[] = [];
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
        if (part !== "app_file" || appFiles.length >= 2) return;
        appFiles.push({ kind: "upload", fileName: fileName ?? "", contentType, bytes, sha256: hash.digest("hex") });
      });
    });
    parser.on("field", (part, text) => {
      if (part === "data" && data.length < 2) data.push(text);
    });
    parser.on("error", giveUp);
    parser.on("finish", () => resolve({ appFiles, data }));
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
