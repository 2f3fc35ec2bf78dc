import { type Input, type InputTable, optionName, type Provider, variableName } from "@remotest/core";
import { defaultText, isSecret, verdictKinds } from "@remotest/core/flow";
import { type CleanText, cleanText } from "@remotest/reporters";
import type { Command } from "./command.ts";
import { providerNames } from "../providers/load-provider.ts";

const width = 78;

/** Returns the text of `remotest --help`. */
export function generalHelp(version: string, commands: readonly Command[]): CleanText {
  return cleanText(`remotest ${version}: start a remote test run, wait, collect the results, stop the pipeline if tests fail.

Usage
  remotest run <provider> [options]
  remotest run [--config remotest.yaml]   several runs at once, from a plan file
  remotest <command> --help
  remotest run <provider> --help

Commands
${columns(commands.map(({ name, words, summary }) => [`${name} ${words}`.trim(), summary]))}

Providers
  ${providerNames.join(", ")}, or the path of your own provider's module

Exit codes
${columns(exitCodes)}

Try it without an account: remotest sandbox
`);
}

/** Sorted by number. An interruption has one of two codes, depending on the signal. */
const exitCodes = Object.entries(verdictKinds)
  .toSorted(([, a], [, b]) => a.exitCode - b.exitCode)
  .map(([kind, { exitCode, meaning }]) => {
    const codes = kind === "interrupted" ? `130, ${exitCode}` : `${exitCode}`;
    return [codes, `${kind}: ${meaning}`] as const;
  });

/**
 * Returns the text of `remotest <command> [<provider>] --help`.
 * @param providers those whose options the command takes: at most one for a start, any number for references
 */
export function commandHelp(command: Command, providers: readonly Provider[]): CleanText {
  const starts = command.reads.includes("start");
  const words = starts && providers[0] ? wordOf(providers[0]) : command.words;
  const parts = [`remotest ${command.name} ${words} [options]`.replaceAll(/ +/g, " "), "", command.summary];
  for (const { name, title, startInputs, connectInputs } of providers) {
    if (starts) parts.push(...section(title, name, startInputs));
    parts.push(...section(`Account at ${title}`, name, connectInputs));
  }
  if (starts && providers.length === 0)
    parts.push("", `The options of a provider: remotest ${command.name} ${providerNames.join("|")} --help`);
  for (const [group, inputs] of inGroups(command.options)) parts.push(...section(group, "remotest", inputs));
  parts.push("", "Examples", ...examples(command, providers[0]));
  return cleanText(`${parts.join("\n")}\n`);
}

/** Returns the text of `remotest providers`. */
export function providersHelp(providers: readonly Provider[]): CleanText {
  const each = providers.map(({ name, title, connectInputs, startInputs }) =>
    [`${name}: ${title}`, ...table(name, { ...startInputs, ...connectInputs })].join("\n"),
  );
  return cleanText(`${each.join("\n\n")}\n\nEvery option of every run: remotest run --help\n`);
}

/** Splits a table by the headings of its inputs, in the order in which they first appear. */
function inGroups(inputs: InputTable): ReadonlyMap<string, InputTable> {
  const groups = new Map<string, InputTable>();
  for (const [name, input] of Object.entries(inputs)) {
    const { group = "Options" } = input;
    groups.set(group, { ...groups.get(group), [name]: input });
  }
  return groups;
}

function examples(command: Command, provider: Provider | undefined): string[] {
  const start = provider ? startLine(provider) : "apptest --project-id 1120 --app-file app-release.apk";
  return command.examples(start).flatMap(({ line, does }) => [`  remotest ${line}`.trimEnd(), `      ${does}`]);
}

/** Returns the word that names a provider on the command line: its name, or the path of its module. */
function wordOf({ name }: Provider): string {
  return providerNames.includes(name) ? name : "./my-provider.js";
}

/** Returns a short line that starts a run: the provider with the options that it requires, or that have an example. */
function startLine(provider: Provider): string {
  const isShown = (input: Input): boolean => input.required === true || input.example !== undefined;
  const required = Object.entries(provider.startInputs).filter(([, input]) => isShown(input) && !isSecret(input));
  const options = required.map(([option, input]) => `${optionName(option)} ${input.example ?? sample(input)}`);
  return [wordOf(provider), ...options].join(" ");
}

function sample(input: Input): string {
  return placeholder(input).trim() || "true";
}

function section(title: string, scope: string, inputs: InputTable): string[] {
  return ["", title, ...table(scope, inputs)];
}

function table(scope: string, inputs: InputTable): string[] {
  return Object.entries(inputs).flatMap(([name, input]) => {
    const variable = variableName(scope, name);
    const heading = isSecret(input)
      ? `${variable} or ${variable}_FILE (environment only)`
      : `${optionName(name)}${placeholder(input)}   ${variable}`;
    return [`  ${heading}`, ...wrapped(`${input.doc}${facts(input)}`).map((line) => `      ${line}`)];
  });
}

/** Returns the placeholder of an option's value, ` <glob>`; empty for a flag. */
export function placeholder(input: Input): string {
  const kinds: Record<Input["type"], string> = {
    text: "text",
    url: "url",
    path: "path",
    choice: input.type === "choice" ? input.choices.join("|") : "",
    integer: "n",
    duration: "duration",
    flag: "",
    limit: "n|p%",
    size: "size",
  };
  const kind = "placeholder" in input && input.placeholder ? input.placeholder : kinds[input.type];
  return kind && ` <${kind}>`;
}

function facts(input: Input): string {
  const said = [
    input.required ? "Required." : "",
    "eachIsARun" in input ? "Repeatable: starts one run for each; <label>=<value> names it in the output." : "",
    "list" in input ? "Repeatable." : "",
  ];
  const preset = defaultText(input);
  if (preset !== undefined && preset !== "false") said.push(`Default: ${preset}.`);
  return said
    .filter(Boolean)
    .map((fact) => ` ${fact}`)
    .join("");
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const first = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, doc]) => `  ${name.padEnd(first)}  ${doc}`).join("\n");
}

function wrapped(text: string): string[] {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line.length + word.length + 7 > width) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}
