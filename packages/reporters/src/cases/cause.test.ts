import { describe, expect, it } from "vitest";
import { causeOf } from "./cause.ts";

describe("the cause in a message", () => {
  it.each([
    ["numbers", "Expected total 45.00 EUR but found 1,024", "Expected total … EUR but found …"],
    ["times and dates", "Timeout at 2026-03-01T09:30:00.250Z after 12:30", "Timeout at … after …"],
    ["UUIDs", "Order 6ba7b810-9dad-11d1-80b4-00c04fd430c8 is missing", "Order … is missing"],
    ["hexadecimal digits", "Fault at 0x7ffeE in commit a1b2c3d", "Fault at … in commit …"],
    ["ids", "Ticket SHOP-412, user_42, session x8Kf2Lm9", "Ticket SHOP-…, user_…, session …"],
    ["quoted text", `"A", 'B c', \`d\`, “e”, «f» and 「g」 are not there`, "…, …, …, …, … and … are not there"],
    ["addresses", "GET https://shop.example/a?b=1 from 10.0.0.1:8080 by joe@shop.example", "GET … from … by …"],
    // Each kind alone, because a message is searched only for what its separators allow.
    ["mail addresses", "No user joe@shop.example", "No user …"],
    ["web addresses", "No page https://shop.example/a", "No page …"],
    ["times of day", "Closed at 12:30", "Closed at …"],
    ["times with a date", "Closed at 2026-03-01 12:30Z", "Closed at …"],
    ["stack frames", "Crash\n    at Shop.pay (shop.ts:10:4)\n    at run\n... 12 more", "Crash"],
    ["blanks", "  two \t words \r\n\r\n  below ", "two words\nbelow"],
  ])("is the same with other %s", (_, message, cause) => {
    expect(causeOf(message)).toBe(cause);
  });

  it.each([
    ["words", "The cart is empty", "The cart is empty"],
    ["what is between apostrophes that are not quotes", "It isn't what we've paid", "It isn't what we've paid"],
    ["words of hexadecimal letters", "The facade is dead", "The facade is dead"],
    ["stack frames where there is nothing else", "at Shop.pay", "at Shop.pay"],
    ["nothing of nothing", "", ""],
  ])("keeps %s", (_, message, cause) => {
    expect(causeOf(message)).toBe(cause);
  });

  it.each(['"', "'", "`", "“", "«", "a.", "a1", "a://", "a@", "a-", "1:", "…", " ", "x\n", "at ", "\u0000"])(
    "takes no longer for a long row of %j",
    (part) => {
      const message = part.repeat(50_000);
      const begun = performance.now();
      for (let times = 0; times < 100; times++) causeOf(message);
      expect(performance.now() - begun).toBeLessThan(2000);
    },
  );
});
