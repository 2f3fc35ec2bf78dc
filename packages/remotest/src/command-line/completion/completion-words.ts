import { type Input, type InputTable, optionName, type Provider } from "@remotest/core";
import { isSecret } from "@remotest/core/flow";
import type { Command } from "../command.ts";

/** An option as a shell completes it. */
export interface CompletedOption {
  /** With its dashes: `--fail-on`. */
  readonly name: string;
  /** The first sentence of its description. */
  readonly does: string;
  readonly takes: "nothing" | "a path" | "a text";
  /** The values to choose from; empty if there is no choice. */
  readonly choices: readonly string[];
}

/** The words that can follow a command, or a command with a provider. */
export interface CompletedCommand {
  readonly name: string;
  readonly does: string;
  /** The kind of its words: the names to choose from, directories, or references, which no shell can know. */
  readonly words: { readonly choices: readonly string[] } | "directories" | "unknown";
  /** The options without a provider; for a command that starts a run, those of every run. */
  readonly options: readonly CompletedOption[];
  /** By provider, for a command that starts a run: all its options. */
  readonly byProvider: ReadonlyMap<string, readonly CompletedOption[]>;
}

/** The shells that `remotest completion` writes a script for. */
export const shells = ["bash", "zsh", "fish"] as const;

/** Makes the words that a shell completes, from the tables of the commands and of the providers. */
export function completionWords(
  commands: readonly Command[],
  providers: readonly Provider[],
): readonly CompletedCommand[] {
  return commands.map((command) => {
    const starts = command.reads.includes("start");
    // A reference names its provider only when it is complete, so the account options of all of them are offered.
    const accounts = command.reads.includes("connect") && !starts ? providers.map((each) => each.connectInputs) : [];
    const tablesOf = ({ startInputs, connectInputs }: Provider): InputTable[] => [startInputs, connectInputs];
    return {
      name: command.name,
      does: firstSentence(command.summary),
      words: wordsOf(command, providers),
      options: optionsOf([...accounts, command.options]),
      byProvider: new Map(
        starts ? providers.map((each) => [each.name, optionsOf([...tablesOf(each), command.options])]) : [],
      ),
    };
  });
}

function wordsOf({ words, reads }: Command, providers: readonly Provider[]): CompletedCommand["words"] {
  if (reads.includes("start")) return { choices: providers.map(({ name }) => name) };
  if (words === `<${shells.join("|")}>`) return { choices: shells };
  return words.includes("dir") ? "directories" : "unknown";
}

function optionsOf(tables: readonly InputTable[]): readonly CompletedOption[] {
  const options = new Map<string, CompletedOption>();
  for (const table of tables)
    for (const [name, input] of Object.entries(table))
      if (!isSecret(input))
        options.set(name, { ...valueOf(input), name: optionName(name), does: firstSentence(input.doc) });
  const help = { name: "--help", does: "Show the help", takes: "nothing", choices: [] } as const;
  return [...options.values(), help];
}

function valueOf(input: Input): Pick<CompletedOption, "takes" | "choices"> {
  if (input.type === "flag") return { takes: "nothing", choices: [] };
  if (input.type === "path") return { takes: "a path", choices: [] };
  return { takes: "a text", choices: input.type === "choice" ? input.choices : [] };
}

/** One line of a menu; a colon or a semicolon ends it too. */
function firstSentence(text: string): string {
  return /^.*?(?=[.:;](?:\s|$)|$)/s.exec(text)?.[0] ?? text;
}

/** Returns a text as one word of a POSIX shell, of zsh or of bash. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Returns every option that takes a value, once. */
export function valueOptions(commands: readonly CompletedCommand[]): readonly CompletedOption[] {
  const all = commands.flatMap(({ options, byProvider }) => [...options, ...[...byProvider.values()].flat()]);
  const unique = new Map(all.map((option) => [option.name, option]));
  return [...unique.values()].filter(({ takes }) => takes !== "nothing");
}
