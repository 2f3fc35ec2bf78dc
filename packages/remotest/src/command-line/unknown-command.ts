import { UsageError } from "@remotest/core";
import { closest } from "@remotest/core/flow";
import type { Command } from "./command.ts";

/** The error for a first word that is no command. */
export function unknownCommand(word: string, commands: readonly Command[]): UsageError {
  const names = commands.map(({ name }) => name);
  if (word.startsWith("-"))
    return new UsageError([
      {
        message: `The command comes before ${JSON.stringify(word)}: ${names.join(", ")}.`,
        suggestion: "remotest run apptest --help",
      },
    ]);
  const likely = closest(word, names);
  return new UsageError([
    {
      message: `${JSON.stringify(word)} is not a command. There are: ${names.join(", ")}.`,
      ...(likely ? { suggestion: `Did you mean remotest ${likely}?` } : {}),
    },
  ]);
}
