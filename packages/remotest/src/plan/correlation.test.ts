import { correlationToken } from "@remotest/core/flow";
import { scenarioOf } from "@remotest/sandbox";
import { describe, expect, it } from "vitest";

const many = Array.from({ length: 5_000 }, correlationToken);

describe("a correlation token", () => {
  it("is six letters and digits, without vowels and characters that look alike", () => {
    for (const token of many) expect(token).toMatch(/^[bcdfghjkmnpqrstvwxz2-9]{6}$/);
  });

  it("differs each time, and uses the whole alphabet", () => {
    expect(new Set(many).size).toBeGreaterThan(4_990);
    expect(new Set(many.join("")).size).toBe(27);
  });

  it("never contains a scenario of the sandbox", () => {
    const plain = scenarioOf("");
    for (const token of many) expect(scenarioOf(`[${token}] `)).toEqual(plain);
  });
});
