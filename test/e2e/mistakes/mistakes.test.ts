import { describe, expect, test } from "vitest";
import { mistakes } from "./mistakes.ts";
import { told } from "./told.ts";

describe("each mistake is told with what is wrong and the next step", () => {
  test("there are at least forty", () => expect(mistakes.length).toBeGreaterThanOrEqual(40));

  test.each(mistakes)("$title", async (mistake) => {
    const { exitCode, stderr } = await told(mistake);
    expect(stderr).toContain(mistake.says);
    expect(exitCode).toBe(mistake.exitCode ?? 2);
    expect(stderr).toMatch(/^(?:\d+ problems?; nothing was sent\.\n)?✗ /m);
    expect(stderr).toMatch(/^ {2}→ |^Fix the /m);
  });
});
