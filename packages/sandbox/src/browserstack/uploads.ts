import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { Busboy } from "@fastify/busboy";
import type { Clock } from "../clock.ts";
import type { UploadEvent } from "../journal.ts";

const perMinute = 5;

/** The limit of the uploads of one account: 5 a minute. */
export class UploadLimit {
  readonly #now: Clock;
  #times: readonly number[] = [];

  constructor(now: Clock) {
    this.#now = now;
  }

  /** Counts an upload; returns false if it is one too many. */
  take(): boolean {
    const now = this.#now();
    this.#times = this.#times.filter((time) => time > now - 60_000);
    if (this.#times.length >= perMinute) return false;
    this.#times = [...this.#times, now];
    return true;
  }
}

/** Makes the address of an upload. */
export function newAddress(): string {
  return `bs://${randomBytes(20).toString("hex")}`;
}

/**
 * Reads the file of a multipart/form-data body as it arrives; its bytes are not kept. The request is read to its end even
 * if it is broken, so that the client receives the answer.
 *
 * @returns undefined if the body is not a form with exactly one part `file`
 */
export function readUpload(request: IncomingMessage): Promise<UploadEvent | undefined> {
  const type = request.headers["content-type"] ?? "";
  if (!/^multipart\/form-data\s*;\s*boundary=\S/i.test(type)) {
    request.resume();
    return Promise.resolve(undefined);
  }
  const parser = new Busboy({ headers: { ...request.headers, "content-type": type }, preservePath: true });
  return new Promise((resolve) => {
    const files: UploadEvent[] = [];
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
        if (part === "file" && files.length < 2)
          files.push({ kind: "upload", fileName: fileName ?? "", contentType, bytes, sha256: hash.digest("hex") });
      });
    });
    parser.on("error", giveUp);
    parser.on("finish", () => resolve(files.length === 1 && files[0]?.bytes ? files[0] : undefined));
    request.on("error", giveUp);
    request.pipe(parser);
  });
}
