/** The time over which the rate is averaged: long enough to be steady, short enough to notice a change. */
const windowMs = 8000;
/** The least time between two samples: uploads report each megabyte, which is more often than the rate needs. */
const sampleMs = 250;

/** The progress of an upload. */
export interface UploadProgress {
  readonly sentBytes: number;
  readonly totalBytes: number;
  readonly elapsedMs: number;
  /** The rate of the last seconds; absent until it is known. */
  readonly bytesPerSecond?: number;
  readonly leftMs?: number;
}

/** Follows one upload. */
export class UploadRate {
  #samples: { readonly at: number; readonly bytes: number }[] = [];
  #startedAt = 0;
  #latest = { at: 0, sentBytes: 0, totalBytes: 0 };

  /** Records what has been sent. Less than before means that the upload began again. */
  note(sentBytes: number, totalBytes: number, at: number): void {
    const last = this.#samples.at(-1);
    if (!last || sentBytes < this.#latest.sentBytes) {
      this.#samples = [{ at, bytes: sentBytes }];
      this.#startedAt = at;
    } else if (at - last.at >= sampleMs) {
      this.#samples.push({ at, bytes: sentBytes });
      while (this.#samples.length > 2 && at - (this.#samples[1]?.at ?? at) > windowMs) this.#samples.shift();
    }
    this.#latest = { at, sentBytes, totalBytes };
  }

  progress(): UploadProgress {
    const { at, sentBytes, totalBytes } = this.#latest;
    const standing = { sentBytes, totalBytes, elapsedMs: at - this.#startedAt };
    const first = this.#samples[0];
    if (!first || at - first.at < sampleMs || sentBytes <= first.bytes) return standing;
    const bytesPerSecond = ((sentBytes - first.bytes) * 1000) / (at - first.at);
    return { ...standing, bytesPerSecond, leftMs: ((totalBytes - sentBytes) / bytesPerSecond) * 1000 };
  }
}
