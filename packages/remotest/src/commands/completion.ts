import { UsageError } from "@remotest/core";
import { closest } from "@remotest/core/flow";
import { shells } from "../command-line/completion/completion-words.ts";
import type { Command } from "../command-line/command.ts";
import { readOptions, throwIfAny, unexpectedWord } from "../plan/option-problems.ts";
import { allProviders } from "../providers/load-provider.ts";

/** @param commands returns all commands, this one included */
export function completionCommand(commands: () => readonly Command[]): Command {
  return {
    name: "completion",
    words: `<${shells.join("|")}>`,
    summary: "Print a script with which a shell completes commands and options.",
    examples: () => [
      { line: "completion bash", does: "In ~/.bashrc: source <(remotest completion bash)" },
      { line: "completion zsh", does: "In ~/.zshrc, after compinit: source <(remotest completion zsh)" },
      { line: "completion fish", does: "Redirect it to ~/.config/fish/completions/remotest.fish." },
    ],
    options: {},
    reads: [],
    async run({ line }, platform) {
      const [, shell, ...more] = line.words;
      throwIfAny([...more.map(unexpectedWord), ...readOptions(line, platform, {}).problems]);
      const scripts = await import("../command-line/completion/index.ts");
      const words = scripts.completionWords(commands(), await allProviders());
      if (shell === "bash") platform.stdout.write(scripts.bashCompletion(words));
      else if (shell === "zsh") platform.stdout.write(scripts.zshCompletion(words));
      else if (shell === "fish") platform.stdout.write(scripts.fishCompletion(words));
      else throw unknownShell(shell);
      return 0;
    },
  };
}

function unknownShell(shell: string | undefined): UsageError {
  const available = `Available shells: ${shells.join(", ")}.`;
  if (shell === undefined) return new UsageError([{ message: `A shell is missing. ${available}` }]);
  const likely = closest(shell, shells);
  return new UsageError([
    {
      message: `${JSON.stringify(shell)} is not a shell that Remotest knows. ${available}`,
      ...(likely ? { suggestion: `Did you mean remotest completion ${likely}?` } : {}),
    },
  ]);
}
