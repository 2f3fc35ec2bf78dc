import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interpolate, type Names } from "./interpolation.ts";

const names: Names = {
  env: { APP: "SHOP", EMPTY: "", TOKEN: "t0ken" },
  matrix: new Map([["template", "pay"]]),
  isSecret: (name) => name === "TOKEN",
};

describe("an expression", () => {
  test.for([
    ["${env.APP}", "SHOP"],
    ["${env.APP:-other}", "SHOP"],
    ["${env.NOPE:-other}", "other"],
    ["${env.EMPTY:-other}", "other"],
    ["${env.NOPE:-}", ""],
    ["shop ${matrix.template} at ${env.APP}.", "shop pay at SHOP."],
    ["$${env.APP}", "${env.APP}"],
    ["$$${env.APP}", "$${env.APP}"],
    ["$5 {x} $", "$5 {x} $"],
  ])("%s is %s", ([text = "", wanted]) => {
    expect(interpolate(text, names)).toEqual({ text: wanted, bad: [] });
  });

  test.for([
    ["${env.NOPE}", "NOPE is not set"],
    ["${env.EMPTY}", "EMPTY is not set"],
    ["${env.TOKEN}", "is a secret"],
    ["${env.TOKEN:-x}", "is a secret"],
    ["${matrix.other}", "no such key"],
    ["${matrix.constructor}", "no such key"],
    ["${APP}", "is not an expression"],
    ["${ env.APP }", "is not an expression"],
    ["${{ env.APP }}", "is not an expression"],
    ["${}", "is not an expression"],
    ["x ${env.APP", "has no closing brace"],
  ])("%s is a mistake: %s", ([text = "", wanted]) => {
    const { bad } = interpolate(text, names);
    expect(bad).toHaveLength(1);
    expect(bad[0]?.problem).toContain(wanted);
  });
});

describe("whatever the text", () => {
  const part = fc.oneof(
    fc.constantFrom("$", "{", "}", "$${", "${env.APP}", "${matrix.template}", "${", "x"),
    fc.string(),
  );
  const text = fc.array(part).map((parts) => parts.join(""));

  const escaped = (given: string): string => given.replaceAll("${", () => "$${");

  test("an escaped one stays as it was", () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(interpolate(escaped(given), names)).toEqual({ text: given, bad: [] });
      }),
    );
  });

  test("one without expressions stays as it is", () => {
    fc.assert(
      fc.property(text, (given) => {
        fc.pre(!given.includes("${"));
        expect(interpolate(given, names).text).toBe(given);
      }),
    );
  });

  test("a value is never an expression itself", () => {
    fc.assert(
      fc.property(text, (value) => {
        fc.pre(value !== "");
        expect(interpolate("a ${env.APP} b", { ...names, env: { APP: value } })).toEqual({
          text: `a ${value} b`,
          bad: [],
        });
      }),
    );
  });

  test("each bad expression stands where it says", () => {
    fc.assert(
      fc.property(text, (given) => {
        for (const { index, expression } of interpolate(given, { ...names, env: {} }).bad)
          expect(given.slice(index, index + expression.length)).toBe(expression);
      }),
    );
  });
});
