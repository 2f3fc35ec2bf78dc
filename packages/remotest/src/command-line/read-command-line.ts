import { parseArgs } from "node:util";
import { type Input, type InputTable, optionName, type Problem } from "@remotest/core";

/** The words and the options of a command line, and what is wrong with its form. */
export interface CommandLine {
  /** The words before and between the options: the command, then a provider or references. */
  readonly words: readonly string[];
  /** Values by option name without dashes; a flag has the value `true` or `false`. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  /** True if `--help` or `-h` is given as an option, not as the value of another one. */
  readonly asksForHelp: boolean;
  readonly problems: readonly Problem<string>[];
}

/**
 * Parses a command line. Options that are in no table are kept, so that they can be reported together with every other
 * problem.
 */
export function readCommandLine(args: readonly string[], tables: readonly InputTable[]): CommandLine {
  const known = knownOptions(tables);
  const isFlag = (name: string): boolean => known.get(name)?.type === "flag";
  const problems: Problem<string>[] = [];
  const words: string[] = [];
  const options = new Map<string, string[]>();
  const add = (name: string, value: string): void => void options.set(name, [...(options.get(name) ?? []), value]);
  let afterUnknown = false;
  let asksForHelp = false;
  for (const token of tokensOf(args, known, problems)) {
    if (token.kind === "positional") {
      // The value of an unknown option does not count as a word.
      if (!afterUnknown) words.push(token.value);
      afterUnknown = false;
      continue;
    }
    afterUnknown = false;
    if (token.kind === "option-terminator") continue;
    const { name, rawName, value } = token;
    if (name === "help") {
      asksForHelp = true;
      if (value !== undefined) problems.push({ message: "--help takes no value.", suggestion: "Write --help." });
      continue;
    }
    const positive = name.startsWith("no-") && !known.has(name) ? name.slice(3) : undefined;
    if (positive !== undefined && isFlag(positive)) add(positive, "false");
    else if (isFlag(name)) add(name, value ?? "true");
    else if (!known.has(name)) {
      add(rawName.replace(/^-+/, ""), value ?? "");
      afterUnknown = value === undefined;
    } else add(name, value ?? "");
  }
  return { words, options, asksForHelp, problems };
}

/** Returns the inputs of some tables by option name without dashes. */
function knownOptions(tables: readonly InputTable[]): ReadonlyMap<string, Input> {
  const inputs = tables.flatMap((table) => Object.entries(table));
  return new Map(inputs.map(([name, input]) => [optionName(name).slice(2), input]));
}

/** Splits arguments into words and options. An option that is not known keeps its value only after a `=`. */
function tokensOf(args: readonly string[], known: ReadonlyMap<string, Input>, problems: Problem<string>[]) {
  const typeOf = (name: string) => (known.get(name)?.type === "flag" ? "boolean" : "string");
  const needsValue = (arg: string): boolean => known.has(arg.slice(2)) && typeOf(arg.slice(2)) === "string";
  const { tokens } = parseArgs({
    args: markMissingValues(args, needsValue, problems),
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: {
      help: { type: "boolean", short: "h" },
      ...Object.fromEntries([...known.keys()].map((name) => [name, { type: typeOf(name) }] as const)),
    },
  });
  return tokens;
}

/** Without this, an option whose value is missing would take the next option as its value. */
function markMissingValues(
  args: readonly string[],
  needsValue: (arg: string) => boolean,
  problems: Problem<string>[],
): string[] {
  const end = args.indexOf("--");
  return args.map((arg, index) => {
    if (!arg.startsWith("--") || !needsValue(arg) || (end >= 0 && index >= end)) return arg;
    const next = args[index + 1];
    if (next !== undefined && !next.startsWith("--")) return arg;
    problems.push({ message: `${arg} needs a value.`, suggestion: `Write ${arg}=<value>.`, about: [inputOf(arg)] });
    return `${arg}=`;
  });
}

/** `--app-id` → `appId`. */
function inputOf(option: string): string {
  return option.slice(2).replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
