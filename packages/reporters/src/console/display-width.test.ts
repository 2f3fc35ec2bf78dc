import { describe, expect, it } from "vitest";
import { clean, cleanText } from "../words/service-text.ts";
import { displayWidth, fit, pad, wrap } from "./display-width.ts";

describe("the columns of a text", () => {
  it.each([
    ["plain", 5],
    ["기기", 4],
    ["日本", 4],
    ["e\u0301", 1],
    ["👍🏽", 2],
    ["👩‍👩‍👧", 2],
    ["🇰🇷", 2],
    ["✓", 1],
    ["", 0],
  ])("%s takes %d", (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });

  it.each([
    ["기기 이름", 9, "기기 이름"],
    ["기기 이름", 8, "기기 이…"],
    ["기기 이름", 5, "기기…"],
    ["기기 이름", 4, "기…"],
    ["plain", 3, "pl…"],
    ["plain", 1, "…"],
    ["plain", 0, ""],
    ["👩‍👩‍👧👩‍👩‍👧", 3, "👩‍👩‍👧…"],
  ])("%s fits into %d as %s", (text, columns, wanted) => {
    expect(fit(cleanText(text), columns)).toBe(wanted);
    expect(displayWidth(fit(cleanText(text), columns))).toBeLessThanOrEqual(columns);
  });

  it.each([
    ["plain words here", 80, ["plain words here"]],
    ["plain words here", undefined, ["plain words here"]],
    ["plain words here", 11, ["plain words", "  here"]],
    ["plain words here", 10, ["plain", "  words", "  here"]],
    ["    plain words", 10, ["    plain", "  words"]],
    ["기기 이름 하나", 9, ["기기 이름", "  하나"]],
    ["see https://example.com/a/b/c now", 10, ["see", "  https://example.com/a/b/c", "  now"]],
    ["", 10, [""]],
  ])("%j in %s columns is %j", (text, columns, wanted) => {
    expect(wrap(cleanText(text), columns, clean`  `)).toEqual(wanted);
  });

  it("is the same beside text that needs a segmenter: Western and East Asian characters never join with another", () => {
    const ends = [
      "\u00a1\u00ac",
      "\u00ae\u02ff",
      "‐‧",
      "←↓",
      "─▟",
      "✓✓",
      "✗✗",
      "\u2800\u28ff",
      "ぁゖ",
      "ァヺ",
      "一\u9fff",
      "가힣",
    ];
    const all = ends.flatMap((range) => {
      const [first = 0, last = 0] = Array.from(range, (end) => end.charCodeAt(0));
      return Array.from({ length: last - first + 1 }, (_, index) => String.fromCharCode(first + index));
    });
    const beside = (text: string): number => displayWidth(`👍${text}`) - 2;
    expect(all.length).toBeGreaterThan(30_000);
    expect(all.filter((character) => displayWidth(character) !== beside(character))).toEqual([]);
    expect(displayWidth(all.join(""))).toBe(beside(all.join("")));
    expect([displayWidth("é"), displayWidth("e\u0301"), displayWidth("가\u11a8"), displayWidth("か\u3099")]).toEqual([
      1, 1, 2, 2,
    ]);
  });

  it("is filled up with spaces", () => {
    expect(pad(clean`기기`, 6)).toBe("기기  ");
  });
});
