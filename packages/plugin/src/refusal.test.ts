import { describe, expect, it } from "vitest";
import { refusalOf } from "./refusal.ts";

const usage = {
  verdict: "usage",
  error: { message: "a\nb", next: "mend", problems: [{ message: "a", suggestion: "try c" }, { message: "b" }] },
};

describe("why the command came to no report", () => {
  it.each([
    { document: JSON.stringify(usage), wanted: { verdict: "usage", problems: ["a try c", "b"] } },
    {
      document: JSON.stringify({ verdict: "provider-error", error: { message: "down.", next: "Wait." } }),
      wanted: { verdict: "provider-error", problems: ["down. Wait."] },
    },
  ])("$document", ({ document, wanted }) => expect(refusalOf(document, 2)).toEqual(wanted));

  it.each(["", "Usage\n", "{}", "null", '{"verdict":"passed","error":{"message":"","next":""}}'])(
    "is never a pass, whatever was printed: %j",
    (document) => {
      expect(refusalOf(document, 0)).toMatchObject({ verdict: "usage", problems: [expect.stringContaining("0")] });
      expect(refusalOf(document, 3)).toMatchObject({ verdict: "provider-error", problems: [expect.any(String)] });
    },
  );
});
