import { describe, expect, it } from "vitest";
import { linkLine, safeHref } from "./safe-href.ts";

describe("an address from a service", () => {
  it.each([
    ["https://app.example/#/main/tResult/summary/0?tid=1", "https://app.example/#/main/tResult/summary/0?tid=1"],
    ["http://[::1]:8080/a", "http://[::1]:8080/a"],
    ["HTTPS://Example.com", "https://example.com/"],
    ["https://x.example/a b\"'<>|()`*", "https://x.example/a%20b%22%27%3C%3E%7C%28%29%60%2A"],
    ["https://x.example/#`##[error]", "https://x.example/#%60##%5Berror%5D"],
    ["javascript:alert(1)", undefined],
    ["data:text/html,x", undefined],
    ["file:///etc/passwd", undefined],
    ["//evil.example", undefined],
    ["https://bank.example@evil.example/", undefined],
    [`https://x.example/${"a".repeat(5000)}`, undefined],
    ["", undefined],
  ])("%j is followed as %j", (given, wanted) => {
    expect(safeHref(given)).toBe(wanted);
  });

  it("is shown as text if it cannot be followed", () => {
    expect(linkLine({ label: "Page", href: "javascript:alert(1)\n::error::x" })).toBe(
      "Page: javascript:alert(1) : :error::x",
    );
    expect(linkLine({ label: "", href: "https://x.example/" })).toBe("Link: https://x.example/");
  });
});
