import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import type { BrowserstackClient, FileToUpload } from "@remotest/browserstack-client";
import { type CallContext, ProviderError } from "@remotest/core";
import { setTimeout as sleepFor } from "node:timers/promises";
import { uploadFailure } from "./failure.ts";

/** docs, limits: 5 uploads a minute for each user. */
const perWindow = 5;

/** The uploads of one account in this process: the runs of a plan share them. */
export class SharedUploads {
  readonly #windowMs: number;
  /** By framework, kind, name and content, the address or the upload that is under way. */
  readonly #known = new Map<string, Promise<string>>();
  #times: readonly number[] = [];

  /** @param windowMs the time in which five uploads are allowed */
  constructor(windowMs = 60_000) {
    this.#windowMs = windowMs;
  }

  /** Returns the address of a file, which is uploaded only if its bytes have not been under the same name. */
  async addressOf(client: BrowserstackClient, file: FileToUpload, context: CallContext): Promise<string> {
    const { signal } = context;
    const hash = await hashOf(file.path).catch((error: unknown) => Promise.reject(unreadable(error)));
    // The service shows the name, and may take the type of the file from it.
    const key = [file.framework, file.kind, hash, basename(file.path)].join(" ");
    for (;;) {
      signal.throwIfAborted();
      const known = this.#known.get(key);
      if (!known) return this.#upload(key, client, file, context);
      try {
        return await orAborted(known, signal);
      } catch {
        // The run that uploaded it was stopped, or failed: this one tries by itself.
        signal.throwIfAborted();
        if (this.#known.get(key) === known) this.#known.delete(key);
      }
    }
  }

  async #upload(
    key: string,
    client: BrowserstackClient,
    file: FileToUpload,
    { signal, onUpload }: CallContext,
  ): Promise<string> {
    const upload = this.#turn(signal)
      .then(() => client.upload(file, { signal, onProgress: onUpload }))
      .catch((error: unknown) => Promise.reject(uploadFailure(error)));
    this.#known.set(key, upload);
    try {
      return await upload;
    } catch (error) {
      if (this.#known.get(key) === upload) this.#known.delete(key);
      throw error;
    }
  }

  /** Waits until one more upload is allowed. */
  async #turn(signal: AbortSignal): Promise<void> {
    for (;;) {
      const now = performance.now();
      this.#times = this.#times.filter((time) => time > now - this.#windowMs);
      const [oldest] = this.#times;
      if (oldest === undefined || this.#times.length < perWindow) {
        this.#times = [...this.#times, now];
        return;
      }
      await orAborted(sleepFor(oldest + this.#windowMs - now, undefined, { signal }), signal);
    }
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>)
    hash.update(chunk);
  return hash.digest("hex");
}

function unreadable(cause: unknown): ProviderError {
  return new ProviderError({
    code: "browserstack-file",
    message: `A file to upload cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    next: "Make sure that the build has finished writing it.",
    retry: "never",
    cause,
  });
}

async function orAborted<T>(call: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    call.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
