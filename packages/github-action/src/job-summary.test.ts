import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { showSummary } from "./job-summary.ts";

const dir = mkdtempSync(join(tmpdir(), "remotest-summary-"));
/** The runner names one file for each process, and the library reads the name once. */
const target = join(dir, "step");
beforeEach(() => void vi.stubEnv("GITHUB_STEP_SUMMARY", target));
afterEach(() => void vi.unstubAllEnvs());
afterAll(() => rmSync(dir, { recursive: true }));

describe("the summary of a job", () => {
  it.each([
    { title: "an ordinary one", text: "## ❌ Failed\n", shown: true },
    { title: "one just under 1 MiB", text: "€".repeat(349_525), shown: true },
    {
      title: "one of 1 MiB, which the runner would drop together with everything before it",
      text: "x".repeat(2 ** 20),
      shown: false,
    },
  ])("$title", async ({ text, shown }) => {
    writeFileSync(join(dir, "summary.md"), text);
    writeFileSync(target, "before\n");
    await showSummary(dir, process.env);
    expect(readFileSync(target, "utf8")).toBe(shown ? `before\n${text}` : "before\n");
  });

  it("that cannot be read or written is reported, and stops nothing", async () => {
    expect(await showSummary(join(dir, "nowhere"), process.env)).toMatch(/not on the page.*ENOENT/);
    writeFileSync(join(dir, "summary.md"), "## Passed\n");
    rmSync(target, { force: true });
    mkdirSync(target);
    expect(await showSummary(dir, process.env)).toMatch(/not on the page.*EISDIR/);
  });

  it("is not written on a runner without a file for it", async () => {
    vi.stubEnv("GITHUB_STEP_SUMMARY", undefined);
    expect(await showSummary(dir, process.env)).toBeUndefined();
  });
});
