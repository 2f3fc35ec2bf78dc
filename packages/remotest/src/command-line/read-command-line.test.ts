import type { InputTable } from "@remotest/core";
import { commonInputs } from "@remotest/core/flow";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCommandLine } from "./read-command-line.ts";

const table: InputTable = { ...commonInputs, templateId: { type: "text", eachIsARun: true, doc: "" } };
const read = (...args: string[]): { words: readonly string[]; options: object; problems: readonly string[] } => {
  const { words, options, problems } = readCommandLine(args, [table]);
  return { words, options: Object.fromEntries(options), problems: problems.map(({ message }) => message) };
};

describe("a command line", () => {
  interface Row {
    readonly line: string;
    readonly words?: string[];
    readonly options?: Record<string, string[]>;
    readonly problems?: string[];
  }
  const rows: readonly Row[] = [
    { line: "run apptest", words: ["run", "apptest"] },
    { line: "run --name x apptest", words: ["run", "apptest"], options: { name: ["x"] } },
    { line: "run --name=x", words: ["run"], options: { name: ["x"] } },
    { line: "run --name=", words: ["run"], options: { name: [""] } },
    { line: "run --name=--x", words: ["run"], options: { name: ["--x"] } },
    { line: "run --name -x", words: ["run"], options: { name: ["-x"] } },
    { line: "--template-id a --template-id b", options: { "template-id": ["a", "b"] } },
    { line: "--json", options: { json: ["true"] } },
    { line: "--json=false", options: { json: ["false"] } },
    { line: "--json=maybe", options: { json: ["maybe"] } },
    { line: "--no-json", options: { json: ["false"] } },
    { line: "--no-color", options: { "no-color": ["true"] } },
    { line: "--json run", words: ["run"], options: { json: ["true"] } },
    { line: "--name", options: { name: [""] }, problems: ["--name needs a value."] },
    { line: "--name --json", options: { name: [""], json: ["true"] }, problems: ["--name needs a value."] },
    {
      line: "--name --timeout 1s run",
      words: ["run"],
      options: { name: [""], timeout: ["1s"] },
      problems: ["--name needs a value."],
    },
    { line: "--name --name x", options: { name: ["", "x"] }, problems: ["--name needs a value."] },
    { line: "run -- --name --timeout", words: ["run", "--name", "--timeout"] },
    { line: "--nmae x run", words: ["run"], options: { nmae: [""] } },
    { line: "--nmae=x run", words: ["run"], options: { nmae: ["x"] } },
    { line: "-x run", options: { x: [""] } },
    { line: "run -- --name", words: ["run", "--name"] },
    { line: "--no-name", options: { "no-name": [""] } },
  ];
  it.each(rows)("$line", ({ line, words = [], options = {}, problems = [] }) => {
    expect(read(...line.split(" "))).toEqual({ words, options, problems });
  });

  it.each([
    { line: "run --help", asks: true },
    { line: "-h run", asks: true },
    { line: "run --name --help", asks: true, problem: "--name needs a value." },
    { line: "run --help=false", asks: true, problem: "--help takes no value." },
    { line: "run --help=", asks: true, problem: "--help takes no value." },
    { line: "run --name=--help", asks: false },
    { line: "run --name -h", asks: false },
    { line: "run -- --help", asks: false },
    { line: "run --no-help", asks: false },
    { line: "run help", asks: false },
  ])("$line asks for help: $asks", ({ line, asks, problem }) => {
    const { asksForHelp, problems, options } = readCommandLine(line.split(" "), [table]);
    expect(asksForHelp).toBe(asks);
    expect(problems.map(({ message }) => message)).toEqual(problem === undefined ? [] : [problem]);
    expect(options.has("help")).toBe(false);
  });

  it("never makes the parser throw, and never loses the value of a known option", () => {
    const name = fc.string({ minLength: 1 }).filter((text) => !text.startsWith("--"));
    fc.assert(
      fc.property(fc.array(fc.string()), name, (before, value) => {
        expect(() => read(...before)).not.toThrow();
        expect(read("run", "--name", value)).toMatchObject({ words: ["run"], options: { name: [value] } });
        expect(read("run", `--name=${value}`)).toMatchObject({ words: ["run"], options: { name: [value] } });
      }),
    );
  });
});
