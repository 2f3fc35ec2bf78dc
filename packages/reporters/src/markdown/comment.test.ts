import type { Report } from "@remotest/core/flow";
import { coveredBy, readQuarantine } from "@remotest/core/flow";
import * as fc from "fast-check";
import { lexer, type Token, walkTokens } from "marked";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { anyReport } from "../fixtures/arbitrary-report.ts";
import { hostileReport, hostileTexts } from "../fixtures/hostile.ts";
import { attempt, notPassed, passed, report, reports, testRun, withResults } from "../fixtures/reports.ts";
import { type CommentSettings, renderComment } from "./comment.ts";
import { anyCharacter } from "../../../../test/arbitrary/any-character.ts";

const settings: CommentSettings = {
  key: "0f".repeat(32),
  name: "checkout tests",
  maxBytes: 65_536,
  quarantine: [],
};
const marker = `<!-- remotest:${settings.key} -->`;

function render(given: Report, more: Partial<CommentSettings> = {}): string {
  return renderComment(given, { ...settings, ...more });
}

function tokensOf(markdown: string): readonly Token[] {
  const tokens: Token[] = [];
  void walkTokens(lexer(markdown), (token) => void tokens.push(token));
  return tokens;
}

const ourTypes = "heading paragraph table strong link html list list_item codespan br code text escape space".split(
  " ",
);
const ourTags = /^<(?:br|details|\/details|summary|\/summary|!-- remotest:[0-9a-f]{64} --)>$/;

/** The parts of a token that are not our own markup. */
function foreignIn(token: Token): readonly string[] {
  if (!ourTypes.includes(token.type)) return [`${token.type}: ${token.raw}`];
  if (token.type === "html")
    return (token.raw.match(/<[^>]*>/g) ?? [token.raw]).filter((tag: string) => !ourTags.test(tag));
  if (token.type === "link") return /^https?:\/\/[^@\s<>|]*$/.test(token["href"]) ? [] : [token.raw];
  if (token.type !== "table") return [];
  const bars = (token["header"] as unknown[]).length + 1;
  const rows: readonly string[] = token.raw.trim().split("\n");
  return rows.filter((row) => row.split("|").length !== bars + 1);
}

/** Only our own markup, in whole pieces, with the marker once and first. */
function expectWhole(markdown: string): void {
  expect(markdown.startsWith(`${marker}\n`)).toBe(true);
  expect(markdown.split("<!--")).toHaveLength(2);
  expect(markdown.split("-->")).toHaveLength(2);
  // GitLab would obey it.
  expect(markdown).not.toMatch(/^\s*\//m);
  const tokens = tokensOf(markdown);
  // One assertion, because there are thousands of tokens.
  expect(tokens.flatMap(foreignIn)).toEqual([]);
  const blocks = tokens.filter(({ type }) => type === "code");
  expect(blocks.length).toBeLessThanOrEqual(1);
  expect(markdown.match(/^```/gm)?.length ?? 0).toBe(2 * blocks.length);
  expect(markdown.match(/<details>/g)?.length).toBe(markdown.match(/<\/details>/g)?.length);
  // In a block of code, GitHub and GitLab look for neither mentions nor references.
  const shown = markdown.replace(/^```yaml\n[\s\S]*?^```$/m, "").replaceAll(/\]\(<[^>]*>\)|^#+ |`[^`]*`/gm, "");
  const read = shown.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  expect(/[@#](?=\w)|\u202e|##\w*\[|^\s*::/m.exec(read.replace(marker, ""))).toBeNull();
}

/** The entries that the comment suggests, as they are pasted into a quarantine file. */
function suggested(markdown: string): readonly { case: string; suite?: string; until: string }[] {
  const code = tokensOf(markdown).find(({ type }) => type === "code");
  if (!code) return [];
  const { entries, problems } = readQuarantine(
    parse((code as Token & { readonly text: string }).text),
    "quarantine.yaml",
  );
  expect(problems).toEqual([]);
  return entries;
}

const flaky = (name: string) => passed(name, { earlierAttempts: [attempt("failed", "x")] });

describe("the comment on a pull or merge request", () => {
  it("shows new failures apart from those that failed before, and how long those have been failing", () => {
    const markdown = render(reports["earlier reports"] ?? report());
    expectWhole(markdown);
    expect(markdown.match(/^## .*|^### .*/gm)).toMatchInlineSnapshot(`
      [
        "## ❌ Failed",
        "### New failures (1)",
        "### Failed before (2)",
        "### Flaky: passed at a later attempt (1)",
        "### Newly fixed (1)",
      ]
    `);
    const rows = [...markdown.matchAll(/^\| \*\*(.*?)\*\* \| failed \| (.*?) \|/gm)].map(([, name, past]) => [
      name,
      past,
    ]);
    expect(rows).toMatchInlineSnapshot(`
      [
        [
          "갤럭시 노트 20 / ANDROID 13",
          "**new**",
        ],
        [
          "Pixel 9 / ANDROID 16",
          "2026-02-26 (4 reports)",
        ],
        [
          "Galaxy S8 / ANDROID 9",
          "2026-02-24 or earlier (6 reports)",
        ],
      ]
    `);
  });

  it("shows what is forgiven apart, with its reason and last day", () => {
    const quarantine = { reason: "SHOP-12", until: "2026-12-31" };
    const forgiven = { ...notPassed("failed", "B", "y"), quarantine };
    const markdown = render(report(withResults(testRun({ S: [passed("A"), forgiven, notPassed("error", "C", "z")] }))));
    expectWhole(markdown);
    expect(markdown.match(/^### .*/gm)).toEqual(["### Did not pass (1)", "### Quarantined: did not pass (1)"]);
    expect(markdown).toContain("| **B** | failed | SHOP-12 | 2026-12-31 |");
  });

  it("says what was tested, and names the run of each test where there are several", () => {
    const one = withResults(testRun({ S: [notPassed("failed", "A", "x")] }));
    const [checkout, search] = [
      { ...one, label: "checkout" },
      { ...one, label: "search" },
    ];
    const origin = { system: "GitHub", build: "41", buildUrl: "https://ci.example/41" };
    const markdown = render({ ...report(checkout, search), origin }, { commit: "0123456789abcdef" });
    expectWhole(markdown);
    expect(markdown).toContain("**checkout tests** · commit 012345\u200b6789 · [Build 41](<https://ci.example/41>)");
    expect(markdown).toContain("| **A**<br>checkout | failed |");
    expect(markdown).toContain("| **A**<br>search | failed |");
  });

  it("has an entry for each newly flaky test, which a quarantine file takes and which covers the test", () => {
    const names = [
      "Pixel * [9]",
      'a "quoted" \\ name',
      "two\n  lines",
      "``` fence",
      "\u202eleft",
      "é 日本語",
      "x".repeat(900),
    ];
    const now = report(withResults(testRun({ 'Suite "1"': names.map(flaky) })));
    const entries = suggested(render(now));
    expect(entries).toHaveLength(names.length);
    for (const name of names) expect(coveredBy(entries as never)('Suite "1"', name), name).toBe(true);
    expect(new Set(entries.map(({ until }) => until))).toEqual(new Set(["2026-03-15"]));
  });

  it("has no entry that covers a test of another length, whatever the stars in a name", () => {
    const entries = suggested(render(report(withResults(testRun({ "*": ["*", "adds 2 * 3"].map(flaky) })))));
    const isCovered = coveredBy(entries as never);
    expect(["*", "adds 2 * 3"].map((name) => isCovered("*", name))).toEqual([true, true]);
    expect(isCovered("*", "logs in")).toBe(false);
    expect(isCovered("Checkout", "*")).toBe(false);
  });

  it("suggests no entry for a test that has one, has no name, or was flaky before", () => {
    const now = report(withResults(testRun({ S: ["new", "known", " ", "again"].map(flaky) })));
    const past = {
      ...reports["earlier reports"]!.history[0]!,
      outcomes: new Map([['["S","again",1]', "flaky" as const]]),
    };
    const quarantine = [{ case: "kno*", reason: "SHOP-1", until: "2020-01-01", place: "entry 1" }];
    expect(suggested(render({ ...now, history: [past] }, { quarantine })).map((entry) => entry.case)).toEqual(["new"]);
  });

  it("is whole and inert whatever the service says", { timeout: 60_000 }, () => {
    expectWhole(render(hostileReport(), { maxBytes: 900_000 }));
    expectWhole(render(hostileReport()));
    for (const name of ["", " ", "\n"]) expectWhole(render(hostileReport([""]), { name, commit: "" }));
    const text = fc.oneof(fc.string({ unit: anyCharacter }), fc.constantFrom(...hostileTexts), fc.string());
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 2 }), text, (texts, name) => {
        const markdown = render(hostileReport(texts), { name, commit: texts[0] });
        expectWhole(markdown);
        suggested(markdown);
      }),
      { numRuns: 25 },
    );
  });

  it("keeps to its size, whole, and says how much it leaves out", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        anyReport,
        fc.integer({ min: 16 * 1024, max: 70_000 }),
        fc.integer({ min: 1, max: 400 }),
        (some, maxBytes, more) => {
          const many = Array.from({ length: more }, (_, index) => [
            flaky(`f${index}`),
            notPassed("failed", `n${index}`, "y".repeat(99)),
          ]).flat();
          const markdown = render(
            { ...some, runs: [...some.runs, withResults(testRun({ Many: many }))] },
            { maxBytes },
          );
          expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(maxBytes);
          expectWhole(markdown);
          suggested(markdown);
          const shown = markdown.match(/^\| \*\*[^|]*n\d+\*\*/gm)?.length ?? 0;
          if (shown < more) expect(markdown).toMatch(/\d+ omitted; report.html has them all\./);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("refuses a key that could end its marker", () => {
    expect(() => render(report(), { key: "--> <b>" })).toThrow(TypeError);
  });
});
