import type { ProgramText } from "@remotest/reporters";
import type { CompletedCommand, CompletedOption } from "./completion-words.ts";

/**
 * Returns the completion script for fish.
 * @example fishCompletion(completionWords(commands, providers))
 */
export function fishCompletion(commands: readonly CompletedCommand[]): ProgramText {
  return `# Completion of remotest for fish. To use it:
#   remotest completion fish > ~/.config/fish/completions/remotest.fish
function __remotest_in --description 'True after these words'
    set --local before (commandline --tokenize --current-process --cut-at-cursor)
    set --local last (math 1 + (count $argv))
    test (count $before) -ge $last; or return 1
    test "$before[2..$last]" = "$argv"
end
function __remotest_next --description 'True if the next word follows exactly these'
    set --local before (commandline --tokenize --current-process --cut-at-cursor)
    test "$before[2..]" = "$argv"
end
complete --command remotest --no-files
${commands.map(({ name, does }) => `complete --command remotest --condition __remotest_next --arguments ${name} --description ${text(does)}`).join("\n")}
${commands.flatMap(linesOf).join("\n")}
` as ProgramText;
}

function linesOf({ name, words, options, byProvider }: CompletedCommand): readonly string[] {
  const everywhere = new Set(options.map((option) => option.name));
  return [
    ...wordLines(name, words),
    ...options.map((option) => optionLine(name, option)),
    ...[...byProvider].flatMap(([provider, offered]) =>
      offered
        .filter((option) => !everywhere.has(option.name))
        .map((option) => optionLine(`${name} ${provider}`, option)),
    ),
  ];
}

function wordLines(name: string, words: CompletedCommand["words"]): readonly string[] {
  const begin = "complete --command remotest --condition";
  if (words === "directories") return [`${begin} '__remotest_in ${name}' --arguments '(__fish_complete_directories)'`];
  return words === "unknown" ? [] : [`${begin} '__remotest_next ${name}' --arguments ${text(words.choices.join(" "))}`];
}

function optionLine(after: string, { name, does, takes, choices }: CompletedOption): string {
  const value = {
    nothing: "",
    "a path": " --require-parameter --force-files",
    "a text": choices.length > 0 ? ` --exclusive --arguments ${text(choices.join(" "))}` : " --exclusive",
  }[takes];
  return `complete --command remotest --condition '__remotest_in ${after}' --long-option ${name.slice(2)}${value} --description ${text(does)}`;
}

/** Returns a text as one word of fish, which escapes with backslashes inside quotes. */
function text(given: string): string {
  return `'${given.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
}
