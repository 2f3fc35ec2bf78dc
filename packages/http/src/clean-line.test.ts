import { describe, expect, test } from "vitest";
import { cleanLine } from "./clean-line.ts";
import { redactor } from "./redactor.ts";

const redact = redactor(["s3cret-key"]);

describe("cleanLine", () => {
  test.each([
    ["a text as it is", "No such job", "No such job"],
    ["several lines as one", "No\r\n  such\tjob\n", "No such job"],
    ["no command to a terminal", "\u001b[31mred\u001b[0m", "[31mred [0m"],
    ["no mark that turns the text around", "a\u202Eb\u2066c", "a b c"],
    ["no secret", "key s3cret-key", "key ***"],
    ["no secret that a control character took apart", "s3cret\u0000-key", "***"],
  ])("gives %s", (_, given, wanted) => expect(cleanLine(given, redact)).toBe(wanted));

  test("cuts after the secrets are out, and never through a character", () => {
    expect(cleanLine(`${"x".repeat(5)}s3cret-key`, redact, 8)).toBe("xxxxx***");
    expect(cleanLine("😀😀😀😀", redact, 3)).toBe("😀😀…");
    expect(cleanLine("123", redact, 3)).toBe("123");
    expect(cleanLine("x".repeat(10_000), redact)).toHaveLength(500);
  });
});
