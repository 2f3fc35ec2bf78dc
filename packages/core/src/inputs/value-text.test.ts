import { describe, expect, test } from "vitest";
import type { Input } from "./input.ts";
import { readValue } from "./read-value.ts";
import { defaultText, durationText, sizeText } from "./value-text.ts";

const doc = "";

describe("a value as people write it", () => {
  test.for([
    [100, "100ms"],
    [1000, "1s"],
    [1500, "1500ms"],
    [90_000, "90s"],
    [3_600_000, "60m"],
    [604_800_000, "168h"],
  ] as const)("%d ms is %s, and can be read again", ([ms, text]) => {
    expect(durationText(ms)).toBe(text);
    expect(readValue({ type: "duration", minMs: 1, doc }, text)).toEqual({ value: ms });
  });

  test.for([
    [100, "100B"],
    [1024, "1KiB"],
    [67_108_864, "64MiB"],
  ] as const)("%d bytes are %s, and can be read again", ([bytes, text]) => {
    expect(sizeText(bytes)).toBe(text);
    expect(readValue({ type: "size", minBytes: 1, doc }, text)).toEqual({ value: bytes });
  });

  test.for<[Input, string | undefined]>([
    [{ type: "text", doc }, undefined],
    [{ type: "text", default: "demo", doc }, "demo"],
    [{ type: "flag", default: false, doc }, "false"],
    [{ type: "limit", default: { count: 0 }, doc }, "0"],
    [{ type: "limit", default: { percent: 5 }, doc }, "5%"],
    [{ type: "duration", minMs: 1, default: 90_000, doc }, "90s"],
    [{ type: "size", minBytes: 1, default: 1024, doc }, "1KiB"],
  ])("the default of %o is %j", ([input, text]) => expect(defaultText(input)).toBe(text));
});
