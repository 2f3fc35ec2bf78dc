import { TimedOutError } from "@remotest/core";
import type { Report, RunReport } from "@remotest/core/flow";
import * as fc from "fast-check";
import { lexer, type Token, walkTokens } from "marked";
import { describe, expect, it } from "vitest";
import { golden } from "../fixtures/golden.ts";
import { hostileReport, hostileTexts } from "../fixtures/hostile.ts";
import {
  attempt,
  notPassed,
  passed,
  report,
  reports,
  testRun,
  withoutResults,
  withResults,
} from "../fixtures/reports.ts";
import { daysAgo, quarantined } from "../fixtures/scenarios.ts";
import { markdownReporter, renderMarkdown } from "./summary.ts";
import { anyCharacter } from "../../../../test/arbitrary/any-character.ts";

/** The tokens of an independent parser that are more than text. */
function markup(markdown: string): readonly Token[] {
  const tokens: Token[] = [];
  void walkTokens(lexer(markdown), (token) => {
    tokens.push(token);
  });
  return tokens.filter(({ type }) => type !== "text" && type !== "escape" && type !== "space");
}

const ourTypes = new Set([
  "heading",
  "paragraph",
  "table",
  "strong",
  "link",
  "html",
  "list",
  "list_item",
  "codespan",
  "br",
]);
const ourTags = /^<(?:br|details|details open|\/details|summary|\/summary|b|\/b|pre|\/pre)>$/;

/** The parts of a token that are not our own markup. */
function foreignIn(token: Token): readonly string[] {
  const unless = (isOurs: boolean): readonly string[] => (isOurs ? [] : [`${token.type}: ${token.raw}`]);
  if (!ourTypes.has(token.type)) return unless(false);
  if (token.type === "html")
    return (token.raw.match(/<[^>]*>/g) ?? [token.raw]).filter((tag: string) => !ourTags.test(tag));
  if (token.type === "link") return unless(/^https?:\/\/[^@\s<>|]*$/.test(token.href));
  if (token.type === "codespan") return unless(token.text.startsWith("remotest attach "));
  // The name of a run is escaped, so it has no markup of its own.
  if (token.type === "heading" && token.depth !== 3)
    return unless(/^(?:[✅❌] )?[A-Z][\w :,]*(?:\(\d+\))?$/u.test(token.text));
  return [];
}

function expectInert(markdown: string): void {
  // One assertion, because there are thousands of tokens.
  expect(markup(markdown).flatMap(foreignIn)).toEqual([]);
  const shown = text(markdown.replaceAll(/\]\(<[^>]*>\)|^#+ |`[^`]*`/gm, ""));
  expect(/[@#!](?=\w)|\u202e|##\w*\[|^\s*::/m.exec(shown)).toBeNull();
}

/** The characters that a reader sees for character references. */
function text(markdown: string): string {
  return markdown.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}

describe("summary.md", () => {
  it.each(Object.entries(reports))("of a report with %s", async (name, report) => {
    const markdown = markdownReporter.render(report);
    await expect(markdown).toMatchFileSnapshot(golden(name, "summary.md"));
    expectInert(markdown);
  });

  it("shows exactly the service's characters, as text", () => {
    const name = "a|b *c* `d` [e](f) <g> & \\ _h_ ~~i~~";
    const markdown = markdownReporter.render(report(withResults(testRun({ S: [notPassed("failed", name, "x")] }))));
    const table = markup(markdown).filter(({ type }) => type === "table");
    expect(JSON.stringify(table)).not.toContain("codespan");
    const shown = text(markdown).replaceAll("\u200b", "");
    expect(shown).toContain(`**${name}**`);
  });

  it("is inert whatever the service says", { timeout: 60_000 }, () => {
    expectInert(renderMarkdown(hostileReport(), 500_000));
    // Next to an empty text, some parsers take the line of the command for HTML.
    expectInert(markdownReporter.render(hostileReport(["<script>alert(1)</script>", ""])));
    const text = fc.oneof(fc.string({ unit: anyCharacter }), fc.constantFrom(...hostileTexts), fc.string());
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 2 }), (texts) =>
        expectInert(markdownReporter.render(hostileReport(texts))),
      ),
      { numRuns: 40 },
    );
  });

  it("keeps the columns of each table, whatever the service says", () => {
    for (const token of markup(renderMarkdown(hostileReport(), 500_000)))
      if (token.type === "table")
        for (const row of token.raw.trim().split("\n"))
          expect(row.match(/\|/g)).toHaveLength(token["header"].length + 1);
  });

  it("shows new failures first, and how long the others have been failing", () => {
    const markdown = markdownReporter.render(reports["earlier reports"] ?? report());
    const rows = [...markdown.matchAll(/^\| \*\*(.*?)\*\* \| failed \| (.*?) \|/gm)].map(([, name, since]) => [
      name,
      since,
    ]);
    expect(rows).toEqual([
      ["갤럭시 노트 20 / ANDROID 13", "**new**"],
      ["Pixel 9 / ANDROID 16", "2026-02-26 (4 reports)"],
      ["Galaxy S8 / ANDROID 9", "2026-02-24 or earlier (6 reports)"],
    ]);
  });

  it("names the suite of a test where there are several, and each run in a heading", () => {
    const failed = notPassed("failed", "A", "x");
    const rowOf = (...runs: readonly RunReport[]): string | undefined =>
      /^\| (\*\*A.*?) \|/m.exec(markdownReporter.render(report(...runs)))?.[1];
    const [one, two] = [
      withResults(testRun({ S: [failed], T: [] })),
      withResults(testRun({ S: [failed], T: [passed("B")] })),
    ];
    expect(rowOf(one)).toBe("**A**");
    expect(rowOf(two)).toBe("**A**<br>S");
    expect(rowOf(one, one)).toBe("**A**");
    expect(rowOf(two, two)).toBe("**A**<br>S");
    const labelled = [
      { ...one, label: "checkout" },
      { ...two, distinction: "6ba7b810-9dad-11d1" },
    ];
    const markdown = markdownReporter.render(report(...labelled));
    expect(markdown.replaceAll("\u200b", "").match(/^###+ .*/gm)).toEqual([
      "### Runs (2)",
      "### checkout",
      "#### Did not pass (1)",
      "### 6ba7b810",
      "#### Did not pass (1)",
    ]);
    expect(markdown.match(/251929/g)).toHaveLength(4);
  });

  it.each([8 * 1024, 60 * 1024, 1024 * 1024])("keeps to %d bytes and says how many tests it leaves out", (maxBytes) => {
    const markdown = renderMarkdown(report(withResults(testRun({ S: many }))), maxBytes);
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(maxBytes);
    const shown = markdown.match(/^\| \*\*/gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(0);
    expect(markdown).toContain(`\n${lots - shown} omitted; report.html has them all.`);
  });

  it("counts everything that it leaves out, and fits in every place that shows a summary", { timeout: 60_000 }, () => {
    const markdowns = [hostileReport(), large()].map((each) => markdownReporter.render(each));
    for (const markdown of markdowns) {
      expectInert(markdown);
      for (const [title, { total, shown, omitted }] of sections(markdown))
        expect([title, shown + omitted]).toEqual([title, total]);
      expect(markdown.length, "what GitHub's check output holds").toBeLessThanOrEqual(65_535);
      expect(markdown.length, "what GitLab's note holds").toBeLessThanOrEqual(1_000_000);
      expect(Buffer.byteLength(markdown), "GitHub's step summary").toBeLessThanOrEqual(1024 * 1024);
      expect(markdown.length, "most of what there is room for").toBeGreaterThan(40_000);
    }
    // Every section shows some rows, even if each of the others has thousands.
    for (const [title, { shown }] of sections(markdowns[1] ?? "")) expect([title, shown > 0]).toEqual([title, true]);
    expect([...sections(markdowns[1] ?? "").keys()]).toEqual([
      "Without results",
      "Did not pass",
      "Quarantined: did not pass",
      "Flaky: passed at a later attempt",
      "Newly fixed",
      "Warnings",
      "Runs",
    ]);
  });
});

/** More rows than any place that shows a summary has room for. */
const lots = 5_000;
const thousands = <Item>(make: (index: number) => Item): readonly Item[] =>
  Array.from({ length: lots }, (_, index) => make(index));
const many = [
  ...thousands((index) => notPassed("failed", `기기 ${index} ${"&".repeat(200)}`, "|".repeat(2000))),
  ...thousands((index) => passed(`Passed ${index}`)),
];

/** A report with thousands of rows in every section. */
function large(): Report {
  const forgiven = thousands((index) => quarantined(notPassed("error", `Q${index}`, "|".repeat(500)), "@".repeat(500)));
  const flaky = thousands((index) =>
    passed(`Flaky ${index}`, { earlierAttempts: [attempt("failed", "|".repeat(500))] }),
  );
  const suites = { "S|": [...many, ...forgiven, ...flaky] };
  const error = new TimedOutError(1000);
  return {
    ...report(
      withResults(testRun(suites, { warnings: thousands((index) => `Warning ${index}`) })),
      ...thousands((index) => withoutResults(error, { handle: { ref: `ats:${"|".repeat(90)}/${index}` } })),
    ),
    warnings: [">".repeat(2000)],
    history: [daysAgo(1, testRun({ "S|": thousands((index) => notPassed("failed", `Passed ${index}`, "x")) }))],
  };
}

interface Rows {
  readonly total: number;
  readonly shown: number;
  readonly omitted: number;
}

/** The numbers of rows that each section announces, shows and leaves out. */
function sections(markdown: string): ReadonlyMap<string, Rows> {
  const found = new Map<string, Rows>();
  const [head = ""] = markdown.split(/^<details>\n<summary>(?:[^<]*: )?(?:\d+ tests? passed|\d+ skipped|What the)/m);
  for (const [, title = "", number = ""] of head.matchAll(/^([A-Z][\w :]*): (\d+) omitted;/gm))
    found.set(title, { total: Number(number), shown: 0, omitted: Number(number) });
  for (const part of head.split(/^####? /m).slice(1)) {
    const [, title = "", total = ""] = /^(.*) \((\d+)\)$/m.exec(part) ?? [];
    const shown = part.match(/^(?:\| (?!:?-|Test |Run )|- )/gm)?.length ?? 0;
    if (total === "") continue;
    const omitted = [...part.matchAll(/^(\d+) omitted; report.html/gm)].reduce(
      (sum, [, some]) => sum + Number(some),
      0,
    );
    const before = found.get(title) ?? { total: 0, shown: 0, omitted: 0 };
    found.set(title, {
      total: before.total + Number(total),
      shown: before.shown + shown,
      omitted: before.omitted + omitted,
    });
  }
  const order = [...head.matchAll(/^(?:####? )?([A-Z][\w :]*?)(?: \(\d+\)$|: \d+ omitted)/gm)].map(
    ([, title = ""]) => title,
  );
  return new Map(order.flatMap((title) => [[title, found.get(title) ?? { total: -1, shown: 0, omitted: 0 }] as const]));
}
