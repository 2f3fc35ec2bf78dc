import { createHash } from "node:crypto";
import { TimedOutError } from "@remotest/core";
import type { Report } from "@remotest/core/flow";
import { describe, expect, it } from "vitest";
import { consoleReporter } from "./console/console.ts";
import { ctrfReporter } from "./ctrf/ctrf.ts";
import { golden } from "./fixtures/golden.ts";
import {
  attempt,
  notPassed,
  passed,
  report,
  skipped,
  testRun,
  withoutResults,
  withResults,
} from "./fixtures/reports.ts";
import { daysAgo, quarantined } from "./fixtures/scenarios.ts";
import { junitReporter } from "./junit/junit.ts";
import { markdownReporter } from "./markdown/summary.ts";

/** A numbered test case: one in fifty does not pass, and some of these are quarantined. */
function nth(index: number) {
  const name = `Order ${index} is paid`;
  if (index % 1000 === 0) return quarantined(notPassed("error", name, "The device went away"), `SHOP-${index}`);
  if (index % 250 === 0) return passed(name, { earlierAttempts: [attempt("failed", "Button not found")] });
  if (index % 100 === 0) return skipped(name, "No device was free");
  return index % 50 === 0 ? notPassed("failed", name, `Expected total ${index}\n  but found none`) : passed(name);
}

function large(): Report {
  const half = (from: number) => Array.from({ length: 25_000 }, (_, index) => nth(from + index));
  const suites = { Shop: half(0), Stock: half(25_000) };
  const before = testRun({ Shop: half(50), Stock: half(25_050) });
  return {
    ...report(
      withResults(testRun(suites), { attachments: [{ title: "Results", file: "provider/1-results.xml" }] }),
      withoutResults(new TimedOutError(60_000), { name: "Template 7", handle: { ref: "ats:app-1/9" } }),
    ),
    history: [daysAgo(1, before)],
  };
}

/** The parts of a large text that show a change: its length, its hash, its beginning and its end. */
function outline(text: string): string {
  const lines = text.replace(/(?<=\},)(?=\{"testId")/g, "\n").split("\n");
  const hash = createHash("sha256").update(text).digest("hex");
  return [
    `${Buffer.byteLength(text)} bytes, ${lines.length} lines, sha256 ${hash}`,
    ...lines.slice(0, 25),
    `… ${lines.length - 40} lines …`,
    ...lines.slice(-15),
  ].join("\n");
}

describe("a report of 50,000 test cases", () => {
  const given = large();

  it.each([junitReporter, ctrfReporter("1.2.3"), markdownReporter])("makes $file", async (reporter) => {
    const text = reporter.render(given);
    await expect(outline(text)).toMatchFileSnapshot(golden("50,000 cases", `${reporter.file}.txt`));
  });

  it("is readable on a terminal", async () => {
    let written = "";
    const write = (text: string): void => {
      written += text;
    };
    const plain = { interactive: false, color: false, verbose: false, quiet: false } as const;
    consoleReporter({ ...plain, write, columns: () => 100, now: () => 0 }).finish(given);
    expect(written.split("\n").length).toBeLessThan(300);
    await expect(written).toMatchFileSnapshot(golden("50,000 cases", "console.txt"));
  });
});
