import { parseArgs } from "node:util";
import { type Input, type InputTable, optionName, type Problem } from "@remotest/core";

/** The words and the options of a command line, and what is wrong with its form. */
export interface CommandLine {
  /** What stands before and between the options: the command, then a provider or references. */
  readonly words: readonly string[];
  /** Values by option name without dashes; a flag has the value `true` or `false`. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  /** Whether `--help` or `-h` is among the options: as one of its own, not as the value of another. */
  readonly asksForHelp: boolean;
  readonly problems: readonly Problem[];
}

/**
 * Takes a command line apart. Options that no table knows are kept, so that they can be named together with every
 * other problem.
 */
export function readCommandLine(args: readonly string[], tables: readonly InputTable[]): CommandLine {
  const known = new Map<string, Input>();
  for (const table of tables)
    for (const [name, input] of Object.entries(table)) known.set(optionName(name).slice(2), input);
  const isFlag = (name: string): boolean => known.get(name)?.type === "flag";
  const problems: Problem[] = [];
  const needsValue = (arg: string): boolean => known.has(arg.slice(2)) && !isFlag(arg.slice(2));
  const { tokens } = parseArgs({
    args: withoutLostOptions(args, needsValue, problems),
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: {
      help: { type: "boolean", short: "h" },
      ...Object.fromEntries(
        [...known.keys()].map((name) => [name, { type: isFlag(name) ? "boolean" : "string" }] as const),
      ),
    },
  });
  const words: string[] = [];
  const options = new Map<string, string[]>();
  const give = (name: string, value: string): void => void options.set(name, [...(options.get(name) ?? []), value]);
  let afterUnknown = false;
  let asksForHelp = false;
  for (const token of tokens) {
    if (token.kind === "positional") {
      // The value of an option that nobody knows is not a word of its own.
      if (!afterUnknown) words.push(token.value);
      afterUnknown = false;
      continue;
    }
    afterUnknown = false;
    if (token.kind === "option-terminator") continue;
    const { name, rawName, value } = token;
    if (name === "help") {
      asksForHelp = true;
      if (value !== undefined) problems.push({ message: "--help takes no value.", suggestion: "Write it as --help." });
      continue;
    }
    const positive = name.startsWith("no-") && !known.has(name) ? name.slice(3) : undefined;
    if (positive !== undefined && isFlag(positive)) give(positive, "false");
    else if (isFlag(name)) give(name, value ?? "true");
    else if (!known.has(name)) {
      give(rawName.replace(/^-+/, ""), value ?? "");
      afterUnknown = value === undefined;
    } else give(name, value ?? "");
  }
  return { words, options, asksForHelp, problems };
}

/** An option without its value would take the option after it for one, and that one's value for a word. */
function withoutLostOptions(
  args: readonly string[],
  needsValue: (arg: string) => boolean,
  problems: Problem[],
): string[] {
  const end = args.indexOf("--");
  return args.map((arg, index) => {
    if (!arg.startsWith("--") || !needsValue(arg) || (end >= 0 && index >= end)) return arg;
    const next = args[index + 1];
    if (next !== undefined && !next.startsWith("--")) return arg;
    problems.push({ message: `${arg} needs a value.`, suggestion: `Write it as ${arg}=<value>.` });
    return `${arg}=`;
  });
}
