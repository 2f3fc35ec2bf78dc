import type { InputNames, RemotestError } from "@remotest/core";
import type { Report, RunEvent } from "@remotest/core/flow";
import type { Redact } from "@remotest/http";
import type { CleanText, ProgramText, TerminalText } from "@remotest/reporters";

/** A stream that people or programs read. It is often part of a CI system's log, which obeys commands in it. */
interface Output<Text extends string> {
  write(text: Text): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Receives the events of a run, and the report at the end. */
export interface RunObserver {
  event(event: RunEvent): void;
  finished(report: Report): void;
}

/** Observes a whole command, which may end before there is a run. */
export interface CommandObserver extends RunObserver {
  /** Receives the redacted error that the command ends with. If `finished` was not called before, there is no report. */
  refused(error: RemotestError): void;
  /**
   * Receives the end of a command that only starts runs: the errors of those that it could not start, and its warnings,
   * for which there is no report.
   */
  started(errors: readonly RemotestError[], warnings: readonly string[]): void;
}

/** Everything that the command needs from its process. `bin.ts` creates it, and nothing else touches `process`. */
export interface Platform {
  readonly version: string;
  /** How the user called the command, for lines to copy: `npx --yes remotest@1`. Default: `remotest`. */
  readonly calledAs?: string;
  /** The version of Node.js, for `remotest doctor`; only the command itself knows it. */
  readonly node?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For the requested output: a reference, a JSON document, help. */
  readonly stdout: Output<TerminalText | ProgramText>;
  /**
   * Resolves when everything written to stdout has been delivered, or when its reader has closed it.
   * @throws the error of the file system, for example if the disk is full
   */
  readonly flushStdout?: () => Promise<void>;
  /** For people. */
  readonly stderr: Output<TerminalText>;
  /**
   * Asks the person at the terminal, and returns the answer without the line end; undefined at the end of the input. Absent
   * if there is no terminal: then nobody can answer.
   */
  readonly ask?: (question: CleanText) => Promise<string | undefined>;
  /** Aborts when the process is asked to stop. */
  readonly interrupted: AbortSignal;
  /** Identifies the job in the CI system, if a plugin knows it: `--resume` continues only runs of the same job. */
  readonly job?: string;
  /** A CI system's plugin sets its outputs from these events. The command itself needs no observer. */
  readonly observer?: CommandObserver;
  /** Receives the secrets as soon as they are read, so that no later error message can contain one. */
  readonly hide?: (secrets: readonly string[]) => void;
  /** The names by which the user knows the inputs: in a plugin, those of its manifest. Default: those on the command line. */
  readonly names?: InputNames;
  /** Removes secrets from the command's own texts; before the secrets are read, everything that looks like one. */
  readonly own?: Redact;
  /** After this call, a signal aborts `interrupted` with the reason that `stop` returns. */
  readonly onInterrupt: (stop: (signal: "SIGINT" | "SIGTERM") => Error) => void;
}
