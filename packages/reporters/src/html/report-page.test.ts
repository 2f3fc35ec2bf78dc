import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostileReport, hostileTexts } from "../fixtures/hostile.ts";
import { passed, report, reports, testRun, withResults } from "../fixtures/reports.ts";
import { htmlReporter } from "./report-page.ts";

const ourTags = new Set(
  "html head meta title body main header section article h1 h2 h3 p ul ol li dl div dt dd details summary pre code span a bdi time table caption colgroup col thead tbody tr th td".split(
    " ",
  ),
);
const ourAttributes = new Set("lang charset http-equiv content name class dir href rel scope datetime".split(" "));

/** Takes every tag of ours out; what is left must be text without a single angle bracket. */
function expectInert(page: string): void {
  const foreign: string[] = [];
  const withoutStyle = page.replace(/^<!doctype html>/, "").replace(/<style>[^<]*<\/style>/, "");
  const text = withoutStyle.replaceAll(
    /<\/?([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)>/g,
    (_, tag: string, attributes: string) => {
      if (!ourTags.has(tag)) foreign.push(tag);
      for (const [, name = "", value = ""] of attributes.matchAll(/ ([a-z-]+)="([^"]*)"/g))
        if (!ourAttributes.has(name) || (name === "href" && !/^https?:\/\//.test(value)))
          foreign.push(`${name}=${value}`);
      return "";
    },
  );
  expect(foreign).toEqual([]);
  // oxlint-disable-next-line no-control-regex -- none of these may be left
  expect(/[<>"'\u202e\u0000\u001b]/.exec(text)).toBeNull();
}

describe("report.html", () => {
  it.each(Object.entries(reports))("of a report with %s", (_, report) => {
    const page = htmlReporter.render(report);
    expect(page.replace(/<style>[^<]*<\/style>/, "<style>…</style>")).toMatchSnapshot();
    expectInert(page);
  });

  it("loads nothing and runs nothing", () => {
    const page = htmlReporter.render(hostileReport());
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
    );
    expect(/<(?:script|link|img|iframe|object|embed|form|base)\b|url\(|@import/.exec(page)).toBeNull();
  });

  it("is inert whatever the service says", { timeout: 60_000 }, () => {
    expectInert(htmlReporter.render(hostileReport()));
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...hostileTexts), fc.string());
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 2 }), (texts) =>
        expectInert(htmlReporter.render(hostileReport(texts))),
      ),
      { numRuns: 40 },
    );
  });

  it("has every test of a long list, in parts that a browser can leave unrendered", () => {
    const cases = Array.from({ length: 1001 }, (_, index) => passed(`Test ${index}`));
    const page = htmlReporter.render(report(withResults(testRun({ S: cases }))));
    expect(page.match(/<tr><td>/g)).toHaveLength(1001);
    expect(page.match(/class="part"/g)).toHaveLength(6);
    expect(page).toContain("(1001 to 1001 of 1001)");
  });
});
