import type { ProgramText } from "@remotest/reporters";
import { type CompletedCommand, type CompletedOption, quoted, valueOptions } from "./completion-words.ts";

/**
 * Returns the completion script for zsh.
 * @example zshCompletion(completionWords(commands, providers))
 */
export function zshCompletion(commands: readonly CompletedCommand[]): ProgramText {
  const values = valueOptions(commands);
  const paths = values.filter(({ takes }) => takes === "a path");
  const texts = values.filter(({ takes, choices }) => takes === "a text" && choices.length === 0);
  return `#compdef remotest
# Completion of remotest for zsh. To use it, add this line to ~/.zshrc, after compinit:
#   source <(remotest completion zsh)
_remotest() {
  local -a known
  if (( CURRENT == 2 )); then
    known=(
${commands.map(({ name, does }) => `      ${described(name, does)}`).join("\n")}
    )
    _describe -t commands command known
    return
  fi
  case "$words[CURRENT-1]" in
${values
  .filter(({ choices }) => choices.length > 0)
  .map(({ name, choices }) => `    ${name}) compadd -- ${choices.join(" ")}; return ;;`)
  .join("\n")}
    ${names(paths)}) _files; return ;;
    ${names(texts)}) _message value; return ;;
  esac
  if [[ "$words[CURRENT]" != -* ]]; then
    case "$words[2]" in
${commands.flatMap(wordCases).join("\n")}
    esac
    return
  fi
  case "$words[2] $words[3]" in
${commands.flatMap(optionCases).join("\n")}
  esac
  _describe -o -t options option known
}
# zsh reads this file as the function itself if it finds it in $fpath.
if [[ "$funcstack[1]" == _remotest ]]; then _remotest "$@"; else compdef _remotest remotest; fi
` as ProgramText;
}

function optionCases({ name, options, byProvider }: CompletedCommand): readonly string[] {
  const lines = (pattern: string, offered: readonly CompletedOption[]): string =>
    [`    ${pattern}) known=(`, ...offered.map((each) => `      ${described(each.name, each.does)}`), "    ) ;;"].join(
      "\n",
    );
  return [
    ...[...byProvider].map(([provider, offered]) => lines(`"${name} ${provider}"`, offered)),
    lines(`"${name} "*`, options),
  ];
}

function wordCases({ name, words }: CompletedCommand): readonly string[] {
  if (words === "directories") return [`      ${name}) _files -/ ;;`];
  if (words === "unknown") return [];
  return [`      ${name}) if (( CURRENT == 3 )); then compadd -- ${words.choices.join(" ")}; fi ;;`];
}

/** Returns an entry of a menu: the word, a colon, and what it does. */
function described(word: string, does: string): string {
  return quoted(`${word.replaceAll(":", String.raw`\:`)}:${does}`);
}

function names(options: readonly CompletedOption[]): string {
  return options.map(({ name }) => name).join("|");
}
