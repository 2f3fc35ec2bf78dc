import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readValue } from "./read-value.ts";
import type { Input } from "./input.ts";

const doc = "";
const integer: Input = { type: "integer", min: 5, max: 30, doc };
const duration: Input = { type: "duration", minMs: 100, doc };
const limit: Input = { type: "limit", doc };
const size: Input = { type: "size", minBytes: 1000, doc };
const url: Input = { type: "url", maxLength: 40, doc };
const flag: Input = { type: "flag", doc };
const choice: Input = { type: "choice", choices: ["ANDROID", "iOS"], doc };
const text: Input = { type: "text", maxLength: 3, doc };

describe("a text that is read as a value", () => {
  test.for<[Input, string, unknown]>([
    [integer, "5", 5],
    [integer, "30", 30],
    [duration, "100ms", 100],
    [duration, "90s", 90_000],
    [duration, "45m", 2_700_000],
    [duration, "2h", 7_200_000],
    [duration, "168h", 604_800_000],
    [duration, "1.5h", 5_400_000],
    [duration, "4.06m", 243_600],
    [limit, "0", { count: 0 }],
    [limit, "3", { count: 3 }],
    [limit, "5%", { percent: 5 }],
    [limit, "0.5%", { percent: 0.5 }],
    [limit, "100%", { percent: 100 }],
    [size, "1000", 1000],
    [size, "1000B", 1000],
    [size, "1KB", 1000],
    [size, "1KiB", 1024],
    [size, "64MiB", 67_108_864],
    [size, "2GB", 2_000_000_000],
    [url, "https://example.com/x?y=1", "https://example.com/x?y=1"],
    [flag, "true", true],
    [flag, "false", false],
    [flag, "True", true],
    [flag, "1", true],
    [flag, "YES", true],
    [flag, "on", true],
    [flag, "0", false],
    [flag, "No", false],
    [flag, "OFF", false],
    [choice, "iOS", "iOS"],
    [choice, "IOS", "iOS"],
    [choice, "android", "ANDROID"],
    [{ type: "choice", choices: ["a", "A"], doc }, "A", "A"],
    [text, "가나다", "가나다"],
    [text, "👍👍👍", "👍👍👍"],
    [{ type: "url", credentials: true, doc }, "http://me:secret@proxy:3128", "http://me:secret@proxy:3128"],
    [{ type: "url", credentials: true, doc }, "me:s%23cret@proxy:3128", "http://me:s%23cret@proxy:3128"],
    [{ type: "url", doc }, "https://pages.example/@scope", "https://pages.example/@scope"],
  ])("%o, %j", ([input, given, value]) => expect(readValue(input, given)).toEqual({ value }));
});

describe("a text that is refused", () => {
  test.for<[Input, string]>([
    [integer, "4"],
    [integer, "31"],
    [integer, "1e1"],
    [integer, " 7"],
    [integer, "7.0"],
    [integer, "-7"],
    [integer, "٧"],
    [integer, "99999999999999999999"],
    [duration, "99ms"],
    [duration, "5"],
    [duration, "5 m"],
    [duration, "-5m"],
    [duration, "m"],
    [limit, "1.5"],
    [limit, "101%"],
    [limit, "%"],
    [limit, "-1"],
    [size, "999"],
    [size, "1.5MiB"],
    [size, "64M"],
    [size, "64 MiB"],
    [size, "-1"],
    [size, "999999999999GiB"],
    [url, "example.com"],
    [url, "ftp://example.com"],
    [url, "javascript:alert(1)"],
    [url, "https://user:pass@example.com"],
    [url, `https://example.com/${"x".repeat(40)}`],
    [{ type: "url", credentials: true, doc }, "me:10%@proxy:3128"],
    [{ type: "url", credentials: true, doc }, "me:12#34@proxy:3128"],
    [{ type: "url", credentials: true, doc }, "http://me:12/34@proxy:3128"],
    [flag, "y"],
    [flag, "constructor"],
    [choice, "Windows"],
    [text, "four"],
    [{ type: "path", doc }, "a\0b"],
  ])("%o, %j", ([input, given]) => expect(readValue(input, given)).toHaveProperty("problem"));

  test.for<[Input, string, string]>([
    [duration, "99ms", "must be at least 100ms"],
    [{ ...duration, minMs: 1000 }, "500ms", "must be at least 1s"],
    [duration, "169h", "must be at most 168h"],
    [duration, "999999999h", "must be at most 168h"],
    [duration, "45x", "must be a duration such as 90s, 45m or 2h"],
    [limit, "101%", "must be a whole number such as 3, or a percentage from 0% to 100%"],
    [size, "1B", "must be at least 1000B"],
    [{ ...size, minBytes: 1024 }, "1B", "must be at least 1KiB"],
    [integer, "31", "must be a whole number from 5 to 30"],
    [{ type: "integer", min: 1, doc }, "0", "must be a whole number, at least 1"],
    [choice, "Windows", "must be one of ANDROID, iOS"],
  ])("%o, %j: %s", ([input, given, problem]) => expect(readValue(input, given)).toEqual({ problem }));

  test("whatever the text, an integer that is read lies within its bounds", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String)), (given) => {
        const read = readValue(integer, given);
        if ("value" in read)
          expect(Number(read.value)).toSatisfy((n: number) => Number.isInteger(n) && n >= 5 && n <= 30);
      }),
    );
  });
});
