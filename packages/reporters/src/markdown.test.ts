import * as fc from "fast-check";
import { lexer, type Token, walkTokens } from "marked";
import { describe, expect, it } from "vitest";
import { golden } from "./fixtures/golden.ts";
import { hostileReport, hostileTexts } from "./fixtures/hostile.ts";
import { notPassed, passed, report, reports, testRun, withResults } from "./fixtures/reports.ts";
import { markdownReporter, renderMarkdown } from "./markdown.ts";

/** What an independent parser makes of it: every token that is more than text. */
function markup(markdown: string): readonly Token[] {
  const tokens: Token[] = [];
  void walkTokens(lexer(markdown), (token) => {
    tokens.push(token);
  });
  return tokens.filter(({ type }) => type !== "text" && type !== "escape" && type !== "space");
}

const ourTypes = ["heading", "paragraph", "table", "strong", "link", "html", "list", "list_item", "codespan", "br"];
const ourTags = /^(?:<br>|<details>|<\/details>|<summary>[\w ,]*<\/summary>|<summary>|<\/summary>)$/;

function expectInert(markdown: string): void {
  for (const token of markup(markdown)) {
    expect(ourTypes).toContain(token.type);
    if (token.type === "html")
      for (const tag of token.raw.match(/<[^>]*>/g) ?? [token.raw]) expect(tag).toMatch(ourTags);
    if (token.type === "link") expect(token.href).toMatch(/^https?:\/\/[^@\s<>|]*$/);
    if (token.type === "codespan") expect(token.text).toMatch(/^remotest attach /);
    if (token.type === "heading") expect(token.text).toMatch(/^(?:[✅❌] )?[A-Z][\w :,]*(?:\(\d+\))?$/u);
  }
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

  it("shows the service's very characters, as text", () => {
    const name = "a|b *c* `d` [e](f) <g> & \\ _h_ ~~i~~";
    const markdown = markdownReporter.render(report(withResults(testRun({ S: [notPassed("failed", name, "x")] }))));
    const table = markup(markdown).filter(({ type }) => type === "table");
    expect(JSON.stringify(table)).not.toContain("codespan");
    const shown = text(markdown).replaceAll("\u200b", "");
    expect(shown).toContain(`**${name}**`);
  });

  it("is inert whatever the service says", { timeout: 60_000 }, () => {
    expectInert(renderMarkdown(hostileReport(), 500_000));
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...hostileTexts), fc.string());
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 2 }), (texts) =>
        expectInert(markdownReporter.render(hostileReport(texts))),
      ),
      { numRuns: 40 },
    );
  });

  it("keeps each table's columns whatever the service says", () => {
    for (const token of markup(renderMarkdown(hostileReport(), 500_000)))
      if (token.type === "table")
        for (const row of token.raw.trim().split("\n"))
          expect(row.match(/\|/g)).toHaveLength(token["header"].length + 1);
  });

  it.each([8 * 1024, 60 * 1024, 1024 * 1024])("keeps to %d bytes and says how many tests it leaves out", (maxBytes) => {
    const many = <Item>(make: (index: number) => Item) => Array.from({ length: 20_000 }, (_, index) => make(index));
    const cases = [
      ...many((index) => notPassed("failed", `기기 ${index} ${"&".repeat(200)}`, "|".repeat(2000))),
      ...many((index) => passed(`Passed ${index}`)),
    ];
    const markdown = renderMarkdown(report(withResults(testRun({ S: cases }))), maxBytes);
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(maxBytes);
    const shown = markdown.match(/^\| \*\*/gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(0);
    expect(markdown).toContain(`\n${20_000 - shown} omitted; report.html has them all.`);
  });
});
