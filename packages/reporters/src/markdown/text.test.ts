import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { text } from "./text.ts";

/** The text that GitHub and GitLab search once the Markdown is a page. */
const page = (service: string): string =>
  text(service, 1000).replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
/** The same, with the zero-width spaces visible. */
const shown = (service: string): string => page(service).replaceAll("\u200b", "·");

/**
 * The patterns that they search for, as their documentation lists them: mentions, references by a sign, `GH-1` and `GL-1`, references in
 * brackets, commits and emojis.
 */
const found =
  /@[\w.]|[#!$&^][\w"]|~[\w".?&-]|%[^\s"\u200b]|\bG[HL]-\d|\[\w+:\d|\*iteration:|:[\w+-]*[a-z_+-][\w+-]*:|(?<!\w)[\da-f]{7,40}(?!\w)/i;

describe("a service's text in Markdown", () => {
  it.each([
    ["@joe @.joe @_joe joe@example.com", "@·joe @·.joe @·_joe joe@·example.com"],
    ["#12 !12 $12 &12 ^12", "#·12 !·12 $·12 &·12 ^·12"],
    ['~bug ~.bug ~"a bug" %v1 %(v1 %"v 1"', '~·bug ~·.bug ~·"a bug" %·v1 %·(v1 %·"v 1"'],
    ["GH-123 gh-1 GL-7 (GH-2)", "GH-·123 gh-·1 GL-·7 (GH-·2)"],
    ['[issue:7] [work_item:7] *iteration:"x"', '[·issue:7] [·work_item:7] *·iteration:"x"'],
    ["*iteration: *iteration:12", "*·iteration: *·iteration:12"],
    [":tada: :+1: :e-mail: :100:", ":·tada: :·+1: :·e-mail: :·100:"],
    ["0a1b2c3 octo/cat@0a1b2c3", "0a1b2c·3 octo/cat@·0a1b2c·3"],
    ["DA39A3EE5E6B4B0D3255", "DA39A3·EE5E6B·4B0D32·55"],
    ["0a1b2c3..4d5e6f7a", "0a1b2c·3..4d5e6f·7a"],
  ])("breaks up %s", (service, wanted) => {
    expect(shown(service)).toBe(wanted);
    expect(found.test(service)).toBe(true);
    expect(page(service)).not.toMatch(found);
  });

  it.each([
    "It took 09:30:05 until 12:00.",
    "100% of 3 & 4, 5 # 6!",
    "decade, facade, 123456, abc123x, deadbeefs",
    "HIGH-12 LENGTH-3 GH- GH-x",
    "expected: [1, 2] at Shop:12:3",
    "a: b: c",
  ])("leaves %s as it is", (service) => {
    expect(page(service)).toBe(service);
  });

  it("has no mention, reference, commit or emoji, and every character, whatever the service says", () => {
    const piece = fc.oneof(
      fc.constantFrom("@", "#", "%", "~", ":", "[", "*", "GH-", "gl-", ".", "-", "+", " ", '"', "é"),
      fc.constantFrom("tada", "issue", "iteration", "12", "30", "0a1b2c3", "deadbeef", "_", "x"),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const service = pieces.join("").replaceAll(/[^\S ]|::|##/g, "");
        expect(page(service)).not.toMatch(found);
        expect(page(service).replaceAll("\u200b", "")).toBe(service.replaceAll(/ +/g, " ").trim());
      }),
      { numRuns: 2000 },
    );
  });
});
