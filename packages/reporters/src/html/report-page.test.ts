import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostileReport, hostileTexts } from "../fixtures/hostile.ts";
import { notPassed, passed, report, reports, testRun, withResults } from "../fixtures/reports.ts";
import { script, style } from "./page.gen.ts";
import { htmlReporter } from "./report-page.ts";
import { shopReport } from "./shop-report.fixture.ts";
import { anyCharacter } from "../../../../test/arbitrary/any-character.ts";

const ourTags = new Set(
  "html head meta title body main header nav section article h1 h2 h3 p b ul ol li div details summary pre code span a bdi time table colgroup col thead tbody tr th td form input select option output button figure figcaption svg path circle rect text img video".split(
    " ",
  ),
);
const ourAttributes = new Set(
  "lang charset http-equiv content name class dir href rel scope open datetime id role tabindex type for placeholder autocomplete spellcheck value hidden viewBox width height x y d cx cy r rx data-outcome data-run data-file src alt loading controls preload title".split(
    " ",
  ),
);

/** The addresses that a link of the page may have: http(s), a file beside it, or a place on it. */
const ourAddresses = /^(?:https?:\/\/|provider\/[\w.!~*()%&#;-]+$|#[\w-]+$)/;

/** Removes our script, style and tags; the rest must be text without any angle bracket. */
function expectInert(page: string): void {
  const foreign: string[] = [];
  const bare = page
    .replace(/^<!doctype html>/, "")
    .replace(`<style>${style}</style>`, "")
    .replace(`<script>${script}</script>`, "");
  const text = bare.replaceAll(
    /<\/?([a-z][a-z0-9]*)((?: [a-zA-Z-]+(?:="[^"<>]*")?)*)\/?>/g,
    (_, tag: string, attributes: string) => {
      if (!ourTags.has(tag)) foreign.push(tag);
      for (const [, name = "", value = ""] of attributes.matchAll(/ ([a-zA-Z-]+)(?:="([^"]*)")?/g))
        if (
          !(ourAttributes.has(name) || name.startsWith("aria-")) ||
          (name === "href" && !ourAddresses.test(value)) ||
          (name === "src" && !/^provider\/[\w.!~*()%&#;-]+$/.test(value))
        )
          foreign.push(`${name}=${value}`);
      return "";
    },
  );
  expect(foreign).toEqual([]);
  // oxlint-disable-next-line no-control-regex -- none of these may remain
  expect(/[<>"'\u202e\u0000\u001b]/.exec(text)).toBeNull();
}

function stable(page: string): string {
  return page
    .replace(style, "…")
    .replace(script, "…")
    .replaceAll(/sha256-[\w+/=]{44}/g, "sha256-…");
}

function policyOf(page: string): readonly string[] {
  return (/Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? "").split("; ");
}

const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

describe("report.html", () => {
  it.each(Object.entries({ ...reports, "all that a page can show": shopReport() }))(
    "of a report with %s",
    (_, report) => {
      const page = htmlReporter.render(report);
      expect(stable(page)).toMatchSnapshot();
      expectInert(page);
    },
  );

  it("allows only its own script and its own style, by their hashes", () => {
    const page = htmlReporter.render(report(withResults(testRun({ S: [notPassed("failed", "A", "no")] }))));
    const [, given = ""] = /<script>([^]*?)<\/script>/.exec(page) ?? [];
    const [, applied = ""] = /<style>([^]*?)<\/style>/.exec(page) ?? [];
    expect(policyOf(page)).toEqual([
      "default-src 'none'",
      `script-src ${hash(given)}`,
      `style-src ${hash(applied)}`,
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
    expect(page.match(/<(?:script|style)\b/g)).toHaveLength(2);
    expect(/<(?:link|img|iframe|object|embed|base)\b|url\(|@import| style="| on[a-z]+="/.exec(page)).toBeNull();
  });

  it("may frame files beside it only if it has one to frame", () => {
    expect(policyOf(htmlReporter.render(shopReport()))).toContain("frame-src 'self'");
    const attachments = [{ title: "Answer", file: "provider/job.json" }];
    const page = htmlReporter.render(report(withResults(testRun({ S: [passed("A")] }), { attachments })));
    expect(page).toContain('<a href="provider/job.json" rel="noreferrer"><bdi>Answer</bdi></a>');
    expect(policyOf(page).join()).not.toContain("frame-src");
  });

  it.each([
    ["report.html", "framed"],
    ["odd.json.html", "framed"],
    ["results.xml", "named"],
    ["picture.svg", "named"],
    ["page.xhtml", "named"],
    ["page", "named"],
    ["..", "named"],
    ["a/b.json", "named"],
  ])("does not link to %s, which may contain a script: it is %s", (name, how) => {
    const attachments = [{ title: "Page", file: `provider/${name}` }];
    const page = htmlReporter.render(report(withResults(testRun({ S: [passed("A")] }), { attachments })));
    expect(page).not.toContain(`href="provider/`);
    expect(page).toContain(`<code>provider/${name}</code>`);
    const [, framed] = /data-file="([^"]*)"/.exec(page) ?? [];
    expect(framed).toBe(how === "framed" ? `provider/${name.replace(/\.html$/, ".framed.html")}` : undefined);
  });

  it("groups failures of one cause: the first group is open, the others and all but the first of each fold", () => {
    const cases = Array.from({ length: 76 }, (_, index) =>
      notPassed("failed", `Test ${index}`, index % 10 === 0 ? `No answer in ${index} s` : `Expected ${index}`),
    );
    const page = htmlReporter.render(
      report(withResults(testRun({ S: cases, T: [notPassed("error", "Lone", "Gone")] }))),
    );
    const groups = [...page.matchAll(/<details class="group"( open)?><summary>(.*?)<\/summary>/g)];
    expect(groups.map(([, open, words]) => [open, words?.replaceAll(/<[^>]*>/g, "")])).toEqual([
      [" open", "68 × Expected …"],
      [undefined, "8 × No answer in … s"],
    ]);
    expect(page.match(/<summary>\d+ more for the same cause<\/summary>/g)).toEqual([
      "<summary>67 more for the same cause</summary>",
      "<summary>7 more for the same cause</summary>",
    ]);
    expect(page.match(/<article class="card/g)).toHaveLength(77);
    const [failing = ""] = page.split("</section>");
    expect(failing.lastIndexOf("</details>")).toBeLessThan(failing.indexOf(">Lone<"));
  });

  it("calls several runs by their labels, and says each reference once", () => {
    const [checkout, search] = ["checkout", "search"].map((label, index) =>
      withResults(testRun({ S: [notPassed("failed", "A", `${label} failed`)] }), {
        label,
        name: `${label}: Fix login`,
        handle: { ref: `ats:shop/${index}a` },
      }),
    );
    const page = htmlReporter.render(report(...[checkout, search].filter((run) => run !== undefined)));
    const [, shown = ""] = page.split("<main>");
    expect(shown.match(/ats:shop\/0a/g)).toHaveLength(1);
    expect(shown).not.toContain("Fix login");
    expect(shown).toContain("<bdi>checkout</bdi>");
  });

  it("is inert whatever the service says", { timeout: 60_000 }, () => {
    expectInert(htmlReporter.render(hostileReport()));
    const text = fc.oneof(fc.string({ unit: anyCharacter }), fc.constantFrom(...hostileTexts), fc.string());
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 2 }), (texts) =>
        expectInert(htmlReporter.render(hostileReport(texts))),
      ),
      { numRuns: 40 },
    );
  });

  it("has every test of a long list, in parts whose rendering a browser can skip", () => {
    const cases = Array.from({ length: 1001 }, (_, index) => passed(`Test ${index}`));
    const page = htmlReporter.render(report(withResults(testRun({ S: cases }))));
    expect(page.match(/<tr id="t-/g)).toHaveLength(1001);
    expect(page.match(/class="part/g)).toHaveLength(6);
    expect(page).toContain(", 1001 to 1001 of 1001");
  });

  it("gives a test the same link in every report, and each test its own", () => {
    const idsOf = (page: string) => Array.from(page.matchAll(/<tr id="(t-[^"]+)"/g), ([, id]) => id);
    const first = idsOf(
      htmlReporter.render(report(withResults(testRun({ S: [passed("A"), passed("B"), passed("A")] })))),
    );
    expect(new Set(first).size).toBe(3);
    const failing = testRun({ R: [passed("A")], S: [notPassed("failed", "B", "no"), passed("A"), passed("A")] });
    const [, b, a, again] = idsOf(htmlReporter.render(report(withResults(failing))));
    expect([a, b, again]).toEqual(first);
  });

  it("shows quarantined tests apart from those that stop the pipeline, with the reason and the last day", () => {
    const page = htmlReporter.render(shopReport());
    const failing = page.slice(page.indexOf('id="failing"'), page.indexOf('id="quarantined"'));
    expect(failing).not.toContain("Print the invoice");
    expect(page).toContain(
      '<p class="note">Quarantined until <b>2026-12-18</b>: <bdi>SHOP-412: the new letterhead needs a third page</bdi></p>',
    );
    expect(page).toContain('<td class="failed quarantined">Failed, quarantined');
  });

  it("says how long a test has been failing, and which failures are new", () => {
    const page = htmlReporter.render(shopReport());
    expect(page).toContain("Failing since 2026-11-17 (5 reports)");
    expect(page).toContain("<b>Newly failing</b>: passed the last time it ran");
    for (const heading of ["Newly failing", "Newly fixed", "Flaky lately"])
      expect(page).toMatch(new RegExp(`<h3>${heading} <span class="number">[123]</span></h3><ul>`));
    expect(page).toContain("Pass rate of 13 reports, from 100% to 82.7%.");
  });

  it("says which commit and build it is about, and who started it", () => {
    expect(htmlReporter.render(shopReport())).toContain(
      'Branch <bdi>feature/new-basket</bdi> · commit <code title="3f9c1d2e7b8a4c5d6e7f8091a2b3c4d5e6f70819">3f9c1d2e7b</code> · <a href="https://ci.example/shop/builds/1041" rel="noreferrer"><bdi>GitLab build 1041</bdi></a>  · started by <bdi>Ada Byron</bdi>',
    );
  });

  it("shows the kept files of a test in its card, and may load only their kinds", () => {
    const page = htmlReporter.render(shopReport());
    expect(page).toContain('<img src="provider/pay.png" alt="Screenshot of the last step" loading="lazy">');
    expect(page).toContain('<video src="provider/pay.webm" aria-label="Film of the test" controls preload="none">');
    expect(page).toContain('<details class="frame" data-file="provider/pay.log">');
    expect(policyOf(page)).toEqual(expect.arrayContaining(["frame-src 'self'", "img-src 'self'", "media-src 'self'"]));
    const elsewhere = ["https://evil.example/a.png", "provider/../a.png", "a.png", "provider/a.svg"].map((file) => ({
      title: "Picture",
      file,
      testCase: { suite: "S", name: "A" },
    }));
    const hostile = htmlReporter.render(
      report(withResults(testRun({ S: [notPassed("failed", "A", "no")] }), { attachments: elsewhere })),
    );
    expect(hostile).not.toContain("<img");
    expect(policyOf(hostile).join()).not.toContain("img-src");
  });

  it("leads from a row, and from the slowest and newly failing tests, to the card of the test", () => {
    const page = htmlReporter.render(shopReport());
    const [, id = ""] =
      /<article class="card failed" id="c-([^"]+)"><h3><a href="[^"]+"><bdi>Pay with a declined/.exec(page) ?? [];
    expect(page).toContain(`<tr id="t-${id}"><th><a href="#c-${id}">`);
    expect(
      page.match(
        new RegExp(
          `<a href="#c-${id}"><bdi>Pay with a declined card</bdi></a> <span class="soft"><bdi>Checkout</bdi></span>`,
          "g",
        ),
      )?.length,
    ).toBeGreaterThanOrEqual(1);
  });
});
