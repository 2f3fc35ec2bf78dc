import type { InputTable, Provider } from "@remotest/core";
import type { CommandLine } from "./read-command-line.ts";
import type { Platform } from "../platform.ts";

/** What a command is called with. */
export interface Invocation {
  readonly line: CommandLine;
  /** The providers that the line names, each once: of a start one or none, of references any. */
  readonly providers: readonly Provider[];
}

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
  run(invocation: Invocation, platform: Platform): Promise<number>;
}
