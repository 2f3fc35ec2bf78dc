import { describe, expect, it } from "vitest";
import { UploadRate } from "./upload-rate.ts";

describe("the rate of an upload", () => {
  it("is not known at first, and then is the rate of the last seconds", () => {
    const upload = new UploadRate();
    upload.note(0, 100_000_000, 0);
    expect(upload.progress()).toEqual({ sentBytes: 0, totalBytes: 100_000_000, elapsedMs: 0 });
    for (let second = 1; second <= 10; second++) upload.note(second * 1_000_000, 100_000_000, second * 1000);
    expect(upload.progress()).toMatchObject({ bytesPerSecond: 1_000_000, leftMs: 90_000, elapsedMs: 10_000 });
    for (let second = 11; second <= 30; second++)
      upload.note(10_000_000 + (second - 10) * 4_000_000, 100_000_000, second * 1000);
    expect(upload.progress()).toMatchObject({ bytesPerSecond: 4_000_000, leftMs: 2500 });
  });

  it("starts again with an upload that starts again", () => {
    const upload = new UploadRate();
    upload.note(0, 10, 0);
    upload.note(8, 10, 1000);
    upload.note(1, 10, 5000);
    expect(upload.progress()).toEqual({ sentBytes: 1, totalBytes: 10, elapsedMs: 0 });
  });
});
