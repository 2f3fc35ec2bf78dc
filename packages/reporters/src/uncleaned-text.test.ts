import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CTRFReport, Test } from "ctrf";
import { expect, it } from "vitest";
import { uniqueNames } from "./cases/unique-names.ts";
import { fit, pad, wrap } from "./console/display-width.ts";
import { LiveRegion } from "./console/live-region.ts";
import { paint, painted, wholeLines } from "./console/paint.ts";
import type { ViewOptions } from "./console/view.ts";
import { consoleReporter } from "./console/console.ts";
import type { ConsoleOptions } from "./console/console-options.ts";
import type { CleanTexts } from "./ctrf/clean-ctrf.ts";
import { written } from "./ctrf/ctrf.ts";
import { html, join as joinMarkup } from "./html/markup.ts";
import { attachmentText, text as xmlText, xml, xmlLines } from "./junit/xml-text.ts";
import { Budget } from "./markdown/budget.ts";
import { code, joinedMarkdown, markdown, text as markdownText } from "./markdown/text.ts";
import { type CleanText, clean, cleanText, cut, joined, type OwnText } from "./words/service-text.ts";

/** A name as a provider returns it, and the same cleaned. */
const raw: string = "##[error]<b>";
const cleaned: CleanText = cleanText(raw);

// tsc checks these: if a writer accepts the text, the unused `@ts-expect-error` is an error.

it("is not clean by its type, nor in a template or a list of clean text", () => {
  // @ts-expect-error not cleaned
  const text: CleanText = raw;
  // @ts-expect-error not cleaned
  void clean`Failed: ${raw}`;
  // @ts-expect-error not cleaned
  joined([cleaned, raw], ", ");
  // @ts-expect-error not cleaned
  cut(raw, 3);
  // @ts-expect-error what changes a text may make a command of it
  const changed: CleanText = cleaned.replace("x", "");
  // @ts-expect-error a service's text, clean or not, is not ours
  const own: OwnText = clean`Failed: ${cleaned}`;
  expect([text, changed, own]).toHaveLength(3);
});

it("is refused by JUnit", () => {
  // @ts-expect-error not cleaned
  xmlText(raw);
  // @ts-expect-error not cleaned
  attachmentText(raw);
  // @ts-expect-error not cleaned
  uniqueNames([cleaned, raw]);
  // @ts-expect-error not escaped
  void xml`<testcase name="${raw}"/>`;
  // @ts-expect-error clean, and yet not escaped
  void xml`<testcase name="${cleaned}"/>`;
  // @ts-expect-error not escaped
  xmlLines([raw]);
  expect(xml`<testcase name="${xmlText(cleaned)}"/>`).toBe('<testcase name="# #[error]&lt;b&gt;"/>');
});

it("is refused by CTRF", () => {
  const counts = { tests: 1, passed: 1, failed: 0, skipped: 0, pending: 0, other: 0, start: 0, stop: 0 };
  const results = { tool: { name: clean`remotest` }, summary: counts, tests: [] };
  const test = { name: cleaned, status: "passed", duration: 0 } as const;
  const report: CleanTexts<CTRFReport> = { reportFormat: "CTRF", specVersion: clean`0.0.0`, results };
  // @ts-expect-error not cleaned
  written({ ...report, generatedBy: raw }, []);
  // @ts-expect-error not cleaned
  written({ ...report, extra: { verdict: { reason: raw } } }, []);
  // @ts-expect-error not cleaned
  const named: CleanTexts<Test> = { ...test, name: raw };
  // @ts-expect-error not cleaned
  const inSuite: CleanTexts<Test> = { ...test, suite: [raw] };
  // @ts-expect-error not cleaned
  const withExtra: CleanTexts<Test> = { ...test, extra: { links: [{ label: cleaned, href: raw }] } };
  // @ts-expect-error not cleaned
  written(report, [{ ...test, name: raw }]);
  expect([named, inSuite, withExtra]).toHaveLength(3);
  expect([...written(report, [test])].join("")).toContain('"# #[error]<b>"');
});

it("is refused by the terminal", () => {
  const options = { columns: () => 80, interactive: false, color: true, verbose: false, quiet: false, now: () => 0 };
  const { bold } = paint(true);
  // @ts-expect-error not cleaned
  bold(raw);
  // @ts-expect-error not cleaned
  void painted`${raw}`;
  // @ts-expect-error not cleaned
  wholeLines([raw]);
  // @ts-expect-error not cleaned
  fit(raw, 3);
  // @ts-expect-error not cleaned
  pad(raw, 30);
  // @ts-expect-error not cleaned
  wrap(raw, 3);
  // @ts-expect-error colours have no width
  wrap(bold(cleaned), 3);
  // @ts-expect-error not cleaned
  new LiveRegion(() => undefined, options.columns).draw([{ text: raw, painted: raw }]);
  const write = (write: ConsoleOptions["write"] & ViewOptions["write"]): void => {
    // @ts-expect-error not cleaned
    write(raw);
    write(bold(cleaned));
  };
  const told: string[] = [];
  // A caller's `write` may take any string.
  write((text: string) => void told.push(text));
  expect(told).toEqual([raw, "\u001b[1m# #[error]<b>\u001b[22m"]);
  consoleReporter({ ...options, write: (text: string) => void told.push(text) }).rest();
});

it("is cleaned and escaped by Markdown and HTML, which accept no other markup", () => {
  // @ts-expect-error not escaped
  void markdown`- ${raw}`;
  // @ts-expect-error clean, and yet not escaped
  void markdown`- ${cleaned}`;
  // @ts-expect-error not escaped
  joinedMarkdown([cleaned], " | ");
  // @ts-expect-error not escaped
  new Budget(9999).always(cleaned);
  // @ts-expect-error not cleaned
  code(raw);
  // @ts-expect-error made by hand
  joinMarkup([{ markup: raw }]);
  // @ts-expect-error made by hand
  void html`<p>${{ markup: raw }}</p>`;
  expect(markdown`- ${markdownText(raw, 80)}`).toBe("- &#35; &#35;&#91;error&#93;&#60;b&#62;");
  expect(html`<p>${raw}</p>`.markup).toBe("<p># #[error]&lt;b&gt;</p>");
});

it("becomes another type by an assertion only in the file that cleans, escapes or paints it", () => {
  const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter((file) =>
    /(?<!\.test|\.fixture)\.ts$/.test(file),
  );
  const asserting = sources.filter((file) =>
    /\bas (?:CleanText|OwnText|TerminalText|ProgramText|Markdown|Markup|Xml|Text)\b/.test(
      readFileSync(join(import.meta.dirname, file), "utf8"),
    ),
  );
  expect(asserting.toSorted()).toEqual([
    "console/paint.ts",
    "html/markup.ts",
    "junit/xml-text.ts",
    "markdown/text.ts",
    "words/program-text.ts",
    "words/service-text.ts",
  ]);
});
