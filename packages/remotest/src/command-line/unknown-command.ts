import { UsageError } from "@remotest/core";
import { closest } from "@remotest/core/flow";
import type { Command } from "./command.ts";

/** Returns the error for a first word that is not a command. */
export function unknownCommand(word: string, commands: readonly Command[]): UsageError {
  const names = commands.map(({ name }) => name);
  if (word.startsWith("-"))
    return new UsageError([
      {
        message: `A command must come before ${JSON.stringify(word)}. Available commands: ${names.join(", ")}.`,
        suggestion: "remotest run apptest --help",
      },
    ]);
  const likely = closest(word, names);
  return new UsageError([
    {
      message: `${JSON.stringify(word)} is not a command. Available commands: ${names.join(", ")}.`,
      ...(likely ? { suggestion: `Did you mean remotest ${likely}?` } : {}),
    },
  ]);
}
