import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { showSummary } from "./job-summary.ts";

const dir = mkdtempSync(join(tmpdir(), "remotest-summary-"));
afterAll(() => rmSync(dir, { recursive: true }));

describe("the summary of a job", () => {
  it.each([
    { title: "a usual one", text: "## ❌ Failed\n", shown: true },
    { title: "one just under 1 MiB", text: "€".repeat(349_525), shown: true },
    {
      title: "one of 1 MiB, which the runner would drop with all that stands before it",
      text: "x".repeat(2 ** 20),
      shown: false,
    },
  ])("$title", ({ text, shown }) => {
    writeFileSync(join(dir, "summary.md"), text);
    const target = join(dir, "step");
    writeFileSync(target, "before\n");
    showSummary(dir, target);
    expect(readFileSync(target, "utf8")).toBe(shown ? `before\n${text}` : "before\n");
  });

  it("that cannot be read or written is told of, and stops nobody", () => {
    expect(showSummary(join(dir, "nowhere"), undefined)).toMatch(/not on the page.*ENOENT/);
    writeFileSync(join(dir, "summary.md"), "## Passed\n");
    expect(showSummary(dir, join(dir, "nowhere/step"))).toMatch(/not on the page.*ENOENT/);
  });

  it("has nowhere to go on a runner that names no file", () => {
    expect(() => showSummary(dir, undefined)).not.toThrow();
  });
});
