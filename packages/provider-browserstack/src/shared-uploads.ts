import type { BrowserstackClient, FileToUpload } from "@remotest/browserstack-client";
import { type CallContext, ProviderError } from "@remotest/core";
import { setTimeout as sleepFor } from "node:timers/promises";
import { uploadFailure } from "./failure.ts";
import { KnownFile } from "./known-file.ts";

/** docs, limits: 5 uploads a minute for each user. */
const perWindow = 5;

/** An upload that is done or under way. */
interface SharedUpload {
  readonly file: KnownFile;
  readonly address: Promise<string>;
}

/** The uploads of one account in this process: the runs of a plan share them. */
export class SharedUploads {
  readonly #windowMs: number;
  readonly #known = new Set<SharedUpload>();
  #times: readonly number[] = [];

  /** @param windowMs the time in which five uploads are allowed */
  constructor(windowMs = 60_000) {
    this.#windowMs = windowMs;
  }

  /** Returns the address of a file, which is uploaded only if its bytes have not been under the same name. */
  async addressOf(client: BrowserstackClient, file: FileToUpload, context: CallContext): Promise<string> {
    const { signal } = context;
    const own = await KnownFile.at(file).catch((error: unknown) => Promise.reject(unreadable(error)));
    for (;;) {
      signal.throwIfAborted();
      let same = [...this.#known].find((each) => each.file.isSameFileAs(own));
      // Those that are added meanwhile are compared, too: after the last one, nothing comes between.
      for (const each of same ? [] : this.#known)
        if (await each.file.hasBytesOf(own, signal).catch(() => signal.throwIfAborted())) {
          same = each;
          break;
        }
      if (!same) return this.#upload(own, client, file, context);
      try {
        return await orAborted(same.address, signal);
      } catch {
        // The run that uploaded it was stopped, or failed: this one tries by itself.
        signal.throwIfAborted();
        this.#known.delete(same);
      }
    }
  }

  async #upload(
    own: KnownFile,
    client: BrowserstackClient,
    file: FileToUpload,
    { signal, onUpload }: CallContext,
  ): Promise<string> {
    const address = this.#turn(signal)
      .then(() => client.upload(file, { signal, onProgress: onUpload }))
      .catch((error: unknown) => Promise.reject(uploadFailure(error)));
    const upload = { file: own, address };
    this.#known.add(upload);
    try {
      return await address;
    } catch (error) {
      this.#known.delete(upload);
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
