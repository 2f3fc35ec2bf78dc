import { describe, expect, test } from "vitest";
import { cleanLine } from "./clean-line.ts";
import { redactor } from "./redactor.ts";

const redact = redactor(["s3cret-key"]);

describe("cleanLine", () => {
  test.each([
    ["a clean text unchanged", "No such job", "No such job"],
    ["several lines as one", "No\r\n  such\tjob\n", "No such job"],
    ["a text without commands for a terminal", "\u001b[31mred\u001b[0m", "[31mred [0m"],
    ["a text without marks that reorder it", "a\u202Eb\u2066c", "a b c"],
    ["a text without its secret", "key s3cret-key", "key ***"],
    ["a text without a secret that contained a control character", "s3cret\u0000-key", "***"],
  ])("returns %s", (_, given, wanted) => expect(cleanLine(given, redact)).toBe(wanted));

  test("cuts after the secrets are removed, and never within a character", () => {
    expect(cleanLine(`${"x".repeat(5)}s3cret-key`, redact, 8)).toBe("xxxxx***");
    expect(cleanLine("😀😀😀😀", redact, 3)).toBe("😀😀…");
    expect(cleanLine("123", redact, 3)).toBe("123");
    expect(cleanLine("x".repeat(10_000), redact)).toHaveLength(500);
  });
});
