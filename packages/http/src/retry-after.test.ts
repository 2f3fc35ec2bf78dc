import { describe, expect, it } from "vitest";
import { retryAfterS } from "./retry-after.ts";

const headers = (given: Record<string, string>): Headers => new Headers(given);
const at = (ms: number): string => new Date(ms).toUTCString();

describe("the wait that an answer asks for", () => {
  it.each([
    ["120", 120],
    [" 7 ", 7],
    ["0", 0],
    ["-3", undefined],
    ["1.5", undefined],
    ["99999999999", undefined],
    ["soon", undefined],
    ["", undefined],
    ["Sun, 99 Nov 2026 00:00:00 GMT", undefined],
    ["Wed, 21 Oct 2015 07:28:00 GMT", 0],
  ])("%j is %s seconds", (given, wanted) => {
    expect(retryAfterS(headers({ "retry-after": given }))).toBe(wanted);
  });

  it("is undefined without the header", () => {
    expect(retryAfterS(headers({ date: at(Date.now()) }))).toBeUndefined();
  });

  it("counts a date from now", () => {
    const seconds = retryAfterS(headers({ "retry-after": at(Date.now() + 120_000) }));
    expect(seconds).toBeGreaterThan(110);
    expect(seconds).toBeLessThanOrEqual(120);
  });

  it.each([-86_400_000, 86_400_000])(
    "counts a date from the answer's own date, whatever our clock says: %s ms off",
    (off) => {
      const theirs = Date.now() + off;
      expect(retryAfterS(headers({ date: at(theirs), "retry-after": at(theirs + 3_000) }))).toBe(3);
    },
  );

  it("counts from now if the answer's date is not valid", () => {
    expect(retryAfterS(headers({ date: "today", "retry-after": at(Date.now() - 5_000) }))).toBe(0);
  });
});
