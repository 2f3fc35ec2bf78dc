import { createHash } from "node:crypto";
import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { FileToUpload } from "@remotest/browserstack-client";

/** In bytes. One buffer for the whole file, so that a large one takes no more memory than a small one. */
const partSize = 2 ** 20;

/**
 * A file as it was when its upload was asked for. It is read only if it must be compared with another one: reading an app
 * twice takes as long as sending it.
 */
export class KnownFile {
  readonly #path: string;
  /** The name that the service gets, and the size: files that differ in this are never the same upload. */
  readonly #kind: string;
  readonly #identity: string;
  #hash: Promise<string> | undefined;

  private constructor(path: string, kind: string, identity: string) {
    this.#path = path;
    this.#kind = kind;
    this.#identity = identity;
  }

  /** @throws the error of the file system if there is no such file */
  static async at({ framework, kind, path }: FileToUpload): Promise<KnownFile> {
    const { dev, ino, size, mtimeNs } = await stat(path, { bigint: true });
    // The service shows the name, and may take the type of the file from it.
    return new KnownFile(path, [framework, kind, size, basename(path)].join(" "), [dev, ino, size, mtimeNs].join(" "));
  }

  /** True if both were the same file, unchanged: then nothing needs to be read. */
  isSameFileAs(other: KnownFile): boolean {
    return this.#kind === other.#kind && this.#identity === other.#identity;
  }

  /** True if both have the same bytes. @throws the error of the file system if one of them cannot be read */
  async hasBytesOf(other: KnownFile, signal: AbortSignal): Promise<boolean> {
    if (this.#kind !== other.#kind) return false;
    return (await this.#hashed(signal)) === (await other.#hashed(signal));
  }

  /** Returns a text of its own for a file that has changed since: then its bytes are not known any more. */
  async #hashed(signal: AbortSignal): Promise<string> {
    this.#hash ??= this.#read(signal);
    try {
      return await this.#hash;
    } catch (error) {
      this.#hash = undefined;
      throw error;
    }
  }

  async #read(signal: AbortSignal): Promise<string> {
    await using file = await open(this.#path, "r");
    const { dev, ino, size, mtimeNs } = await file.stat({ bigint: true });
    if ([dev, ino, size, mtimeNs].join(" ") !== this.#identity) return `changed ${this.#identity}`;
    const hash = createHash("sha256");
    const part = Buffer.allocUnsafeSlow(Number(size < partSize ? size : BigInt(partSize)) || 1);
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await file.read(part, 0, part.length);
      if (bytesRead === 0) return hash.digest("hex");
      hash.update(part.subarray(0, bytesRead));
    }
  }
}
