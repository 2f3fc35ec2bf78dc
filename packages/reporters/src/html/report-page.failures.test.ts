import { describe, expect, it } from "vitest";
import { notPassed, report, testRun, withResults } from "../fixtures/reports.ts";
import { htmlReporter } from "./report-page.ts";
import { shopReport } from "./shop-report.fixture.ts";

describe("a failure in report.html", () => {
  it("shows the message of each failure even if there are too many for cards", () => {
    const cases = Array.from({ length: 1002 }, (_, index) => notPassed("failed", `Test ${index}`, `No ${index}!`));
    const page = htmlReporter.render(report(withResults(testRun({ S: cases }))));
    expect(page).toContain("2 more are in the table of every test.");
    expect(page).toContain('<div class="soft">No 1001!</div>');
    expect(page.match(/No 5!/g)).toHaveLength(1);
  });

  it("folds the end of a long message and loses nothing of it", () => {
    const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`);
    const page = htmlReporter.render(report(withResults(testRun({ S: [notPassed("failed", "A", lines.join("\n"))] }))));
    const shown = Array.from(page.matchAll(/<pre[^>]*>([^<]*)<\/pre>/g), ([, text]) => text);
    expect(shown.join("\n").split("\n")).toEqual(lines);
    expect(page).toContain("<summary>26 more lines</summary>");
  });

  it("colours the lines of a diff, and no list of points", () => {
    const of = (message: string) =>
      htmlReporter.render(report(withResults(testRun({ S: [notPassed("failed", "A", message)] }))));
    const page = of("no\n- paid\n+ waiting\n  same\n-3 degrees");
    expect(page).toContain(
      '<span class="minus">- paid</span>\n<span class="plus">+ waiting</span>\n  same\n-3 degrees</pre>',
    );
    expect(of("- one\n- two")).not.toContain('class="minus"');
  });

  it("folds stack frames of libraries where there are several, and loses none", () => {
    const page = htmlReporter.render(shopReport());
    expect(page).toContain("<summary>4 library frames</summary>");
    const frames = [1, 2].map((line) => `  at org.junit.Runner.run(Runner.java:${line})`);
    const few = htmlReporter.render(
      report(withResults(testRun({ S: [notPassed("failed", "A", ["no", ...frames].join("\n"))] }))),
    );
    expect(few).not.toContain("library frames");
    expect(few).toContain("Runner.java:2");
  });

  it("cuts one endless line, and loses nothing of it", () => {
    const line = "x".repeat(3000);
    const page = htmlReporter.render(report(withResults(testRun({ S: [notPassed("failed", "A", line)] }))));
    const shown = Array.from(page.matchAll(/<pre[^>]*>([^<]*)<\/pre>/g), ([, text]) => text);
    expect(shown.map((text = "") => text.length)).toEqual([1200, 1800]);
  });

  it("shows attempts side by side, the last one first, and says the same message once", () => {
    const page = htmlReporter.render(shopReport());
    const card = page.slice(
      page.indexOf("<bdi>Order in full"),
      page.indexOf("</article>", page.indexOf("<bdi>Order in full")),
    );
    expect(
      [...card.matchAll(/<b>Attempt (\d)<\/b> · <span class="badge (\w+)">/g)].map((found) => found.slice(1)),
    ).toEqual([
      ["3", "failed"],
      ["2", "failed"],
      ["1", "error"],
    ]);
    expect(card.match(/The same message\./g)).toHaveLength(1);
  });
});
