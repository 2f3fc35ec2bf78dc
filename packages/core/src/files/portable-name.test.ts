import { describe, expect, it } from "vitest";
import { portableName } from "./portable-name.ts";

describe("the name of a file that every system can store", () => {
  it.each([
    "result.xml",
    "1-result.framed.html",
    "console.log",
    "null.txt",
    "com10.txt",
    "com.xml",
    "결과 1.xml",
    "a b.json",
    "auxiliary",
    ".hidden",
  ])("stays as it is: %s", (name) => {
    expect(portableName(name)).toBe(name);
  });

  it.each([
    ["CON", "_CON"],
    ["nul", "_nul"],
    ["nul.txt", "_nul.txt"],
    ["Aux.log", "_Aux.log"],
    ["prn .tar.gz", "_prn .tar.gz"],
    ["com1.json", "_com1.json"],
    ["LPT9", "_LPT9"],
    ["COM².txt", "_COM².txt"],
    ["screen.", "screen_"],
    ["screen. .", "screen___"],
    ["con.", "con_"],
    ["what?.png", "what_.png"],
    ["a:b", "a_b"],
    ["a/b\\c", "a_b_c"],
    ['<>"|*\u0007', "______"],
  ])("%j becomes %j, and stays so", (name, portable) => {
    expect(portableName(name)).toBe(portable);
    expect(portableName(portable)).toBe(portable);
  });
});
