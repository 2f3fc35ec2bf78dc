import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostileTexts } from "../fixtures/hostile.ts";
import { cleanText, cut, serviceLine } from "./service-text.ts";
import { anyCharacter } from "../../../../test/arbitrary/any-character.ts";

/** GitHub trims a line before it searches for `::`; both runners find `##` anywhere. */
const logCommand = /^\s*::|##\w*\[/m;
// oxlint-disable-next-line no-control-regex -- none of these may remain
const forbidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200e\u200f\ufffe\uffff]|\p{Cs}/u;

const anyText = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc
    .array(
      fc.constantFrom("::", ":", "#", "##", "[", "vso[", "error", " ", "\n", "a", "\u001b", "[31m", "\u202e", "\ud800"),
      {
        maxLength: 30,
      },
    )
    .map((parts) => parts.join("")),
  fc.constantFrom(...hostileTexts),
);

describe("text from a service", () => {
  it.each([
    ["plain words, 한국어 and 👍🏽", "plain words, 한국어 and 👍🏽"],
    ["\u001b[1;31mred\u001b[0m and \u009b1mbold", "red and bold"],
    ["\u001b]0;title\u0007shown", "shown"],
    ["\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\", "click"],
    ["half a sequence \u001b[", "half a sequence "],
    ["safe\u202egnp.exe", "safegnp.exe"],
    ["a\u0000b\u0007c\ufffed\ud800e", "abcde"],
    ["one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"],
    ["::error file=x::boom", ": :error file=x::boom"],
    ["x\n  ::warning::y", "x\n  : :warning::y"],
    [":::error::", ": : :error: :"],
    ["##[group]x and ##vso[task.complete]", "# #[group]x and # #vso[task.complete]"],
    ["###[error]", "## #[error]"],
    ["Cart::total and ## Heading", "Cart::total and ## Heading"],
  ])("%j becomes %j", (given, wanted) => {
    expect(cleanText(given)).toBe(wanted);
  });

  it("on one line has no line break and no double space", () => {
    expect(serviceLine("  boom\r\n\tat  login \n")).toBe("boom at login");
  });

  it("is cut with an ellipsis, never through a character", () => {
    expect(cut(cleanText("abcdef"), 4)).toBe("abc…");
    expect(cut(cleanText("ab👍cd"), 4)).toBe("ab…");
    expect(serviceLine("x".repeat(1_000_000), 10)).toBe(`${"x".repeat(9)}…`);
  });

  it("never contains a log command, a control character or a change of direction, whatever the service sent", () => {
    fc.assert(
      fc.property(anyText, anyText, (before, text) => {
        for (const clean of [cleanText(text), serviceLine(text), serviceLine(text, 12)]) {
          expect(clean).not.toMatch(forbidden);
          expect(clean).not.toMatch(logCommand);
        }
        expect(serviceLine(text)).not.toContain("\n");
        expect(`✗ ${serviceLine(before)}: ${serviceLine(text)}`).not.toMatch(logCommand);
      }),
      { numRuns: 2000 },
    );
  });
});
