import type { InputTable } from "@remotest/core";
import type { CommandLine } from "./read-command-line.ts";
import type { Platform } from "../platform.ts";

/** One word after `remotest`. */
export interface Command {
  readonly name: string;
  /** The words that follow, for the usage line: `<provider>`. */
  readonly words: string;
  /** One sentence for the list of commands. */
  readonly summary: string;
  /** The options that the command has whatever the provider. */
  readonly options: InputTable;
  /** Which of a provider's tables the command reads. */
  readonly reads: readonly ("connect" | "start")[];
  /**
   * Does it.
   * @returns the exit code.
   * @throws {UsageError} with every problem, before anything is sent.
   */
  run(line: CommandLine, platform: Platform): Promise<number>;
}
