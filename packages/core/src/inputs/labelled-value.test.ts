import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { labelledValue } from "./labelled-value.ts";

describe("a value that starts a run", () => {
  it.each([
    ["checkout=6ba7b810-9dad-11d1-80b4-00c04fd430c8", "checkout", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"],
    ["6ba7b810-9dad-11d1-80b4-00c04fd430c8", undefined, "6ba7b810-9dad-11d1-80b4-00c04fd430c8"],
    ["결제=1", "결제", "1"],
    ["v1.2_check-out=a", "v1.2_check-out", "a"],
    ["checkout=a=b", "checkout", "a=b"],
    ["checkout=YWJj==", "checkout", "YWJj=="],
    ["YWJj=", undefined, "YWJj="],
    ["YWJj==", undefined, "YWJj=="],
    ["=a=b", undefined, "a=b"],
    ["=", undefined, "="],
    ["a/b=c", undefined, "a/b=c"],
    ["two words=c", undefined, "two words=c"],
    ["-x=c", undefined, "-x=c"],
    [`${"x".repeat(41)}=c`, undefined, `${"x".repeat(41)}=c`],
  ])("%s has the label %s and the value %s", (text, label, value) => {
    expect(labelledValue(text)).toEqual({ label, value });
  });

  it("can be any text, behind a label or an empty one", () => {
    const value = fc.string({ minLength: 1 }).filter((text) => !text.startsWith("="));
    fc.assert(
      fc.property(value, (value) => {
        expect(labelledValue(`checkout=${value}`)).toEqual({ label: "checkout", value });
        expect(labelledValue(`=${value}`)).toEqual({ label: undefined, value });
      }),
    );
  });
});
