import { scenarioOf } from "@remotest/sandbox";
import { describe, expect, it } from "vitest";
import { correlationToken } from "./correlation-token.ts";

const many = Array.from({ length: 5_000 }, correlationToken);

describe("a correlation token", () => {
  it("is six letters and digits, none of them a vowel or alike another", () => {
    for (const token of many) expect(token).toMatch(/^[bcdfghjkmnpqrstvwxz2-9]{6}$/);
  });

  it("is another each time, of the whole alphabet", () => {
    expect(new Set(many).size).toBeGreaterThan(4_990);
    expect(new Set(many.join("")).size).toBe(27);
  });

  it("means nothing to the sandbox", () => {
    const plain = scenarioOf("");
    for (const token of many) expect(scenarioOf(`[${token}] `)).toEqual(plain);
  });
});
