import type { ProgramText } from "@remotest/reporters";
import { type CompletedCommand, type CompletedOption, quoted, valueOptions } from "./completion-words.ts";

/**
 * Returns the completion script for bash, 3.2 or later. If it has nothing to offer, bash completes file names.
 * @example bashCompletion(completionWords(commands, providers))
 */
export function bashCompletion(commands: readonly CompletedCommand[]): ProgramText {
  const values = valueOptions(commands);
  const choices = values.filter((option) => option.choices.length > 0);
  const texts = values.filter(({ takes, choices: among }) => takes === "a text" && among.length === 0);
  const paths = values.filter(({ takes }) => takes === "a path");
  return `# Completion of remotest for bash. To use it, add this line to ~/.bashrc:
#   source <(remotest completion bash)
_remotest() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="" known=""
  if [ "$COMP_CWORD" -gt 0 ]; then before="\${COMP_WORDS[COMP_CWORD-1]}"; fi
  # bash splits --option=value into three words.
  if [ "$word" = "=" ]; then word=""
  elif [ "$before" = "=" ]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  COMPREPLY=()
  case "$before" in
${choices.map((option) => `    ${option.name}) COMPREPLY=($(compgen -W ${quoted(option.choices.join(" "))} -- "$word")); return ;;`).join("\n")}
    ${names(paths)}) return ;;
    ${names(texts)}) compopt +o default 2>/dev/null; return ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W ${quoted(commands.map(({ name }) => name).join(" "))} -- "$word"))
    return
  fi
  case "$word" in
    -*)
      case "\${COMP_WORDS[1]} \${COMP_WORDS[2]}" in
${commands.flatMap(optionCases).join("\n")}
      esac
      COMPREPLY=($(compgen -W "$known" -- "$word"))
      return ;;
  esac
  case "\${COMP_WORDS[1]}" in
${commands.flatMap(wordCases).join("\n")}
  esac
}
complete -o default -F _remotest remotest
` as ProgramText;
}

function optionCases({ name, options, byProvider }: CompletedCommand): readonly string[] {
  const line = (pattern: string, offered: readonly CompletedOption[]): string =>
    `        ${pattern}) known=${quoted(offered.map((option) => option.name).join(" "))} ;;`;
  return [
    ...[...byProvider].map(([provider, offered]) => line(`"${name} ${provider}"`, offered)),
    line(`"${name} "*`, options),
  ];
}

function wordCases({ name, words }: CompletedCommand): readonly string[] {
  if (words === "directories") return [`    ${name}) COMPREPLY=($(compgen -d -- "$word")) ;;`];
  if (words === "unknown") return [];
  const choices = quoted(words.choices.join(" "));
  return [`    ${name}) if [ "$COMP_CWORD" -eq 2 ]; then COMPREPLY=($(compgen -W ${choices} -- "$word")); fi ;;`];
}

function names(options: readonly CompletedOption[]): string {
  return options.map(({ name }) => name).join("|");
}
