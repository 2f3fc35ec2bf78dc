import type { InputTable, Provider } from "@remotest/core";
import type { CommandLine } from "./read-command-line.ts";
import type { PlanFile } from "../plan-file/plan-run.ts";
import type { Platform } from "../platform.ts";

/** The arguments of a command. */
export interface Invocation {
  readonly line: CommandLine;
  /** The providers that the line names, each once: at most one for a start, any number for references. */
  readonly providers: readonly Provider[];
  /** The plan file, if the command takes one and the line does not name a provider. */
  readonly planFile?: PlanFile | undefined;
}

/** A line to copy, without the word `remotest`, and what it does. */
export interface Example {
  readonly line: string;
  readonly does: string;
}

/** A subcommand: the word after `remotest`. */
export interface Command {
  readonly name: string;
  /** The words that follow, for the usage line: `<provider>`. */
  readonly words: string;
  /** One sentence for the list of commands. */
  readonly summary: string;
  /** @param start a line that starts a run at the named provider, such as `ats --app-id …`; the default is apptest's. */
  readonly examples: (start: string) => readonly Example[];
  /** The options that the command has with every provider. */
  readonly options: InputTable;
  /** Without a reference, the command takes those in `run.json`. */
  readonly attachesToLedger?: true;
  /** Reads a plan file: always, or if the line does not name a provider. */
  readonly takesPlan?: "always" | "instead-of-a-provider";
  /** Earlier reports in the report directory stay where they are. */
  readonly leavesReports?: true;
  /** The tables of a provider that the command reads. */
  readonly reads: readonly ("connect" | "start")[];
  /**
   * Runs the command.
   * @returns the exit code.
   * @throws {UsageError} with every problem, before anything is sent.
   */
  run(invocation: Invocation, platform: Platform): Promise<number>;
}
