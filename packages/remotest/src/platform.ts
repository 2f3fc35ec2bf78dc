import type { RemotestError } from "@remotest/core";
import type { Report, RunEvent } from "@remotest/core/flow";
import type { Redact } from "@remotest/http";

/** A stream that people or scripts read. */
interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Is told what happens on the way to a verdict, and the report in the end. */
export interface RunObserver {
  event(event: RunEvent): void;
  finished(report: Report): void;
}

/** Observes a whole command, which may end before there is a run. */
export interface CommandObserver extends RunObserver {
  /** The error that the command ends with, as it may be shown; without `finished` before it there is no report. */
  refused(error: RemotestError): void;
}

/** What the command needs of the process that it runs in; `bin.ts` makes it, and nothing else touches `process`. */
export interface Platform {
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What was asked for: a reference, a JSON document, help. */
  readonly stdout: Output;
  /**
   * Ends when stdout has taken all that was written to it. A reader that goes away early has read what it wanted.
   * @throws the error of the file system when it cannot, as on a full disk
   */
  readonly delivered?: () => Promise<void>;
  /** Everything for people. */
  readonly stderr: Output;
  /** Aborts when the process is asked to stop. */
  readonly interrupted: AbortSignal;
  /** Tells the job of a CI system from every other, where a plugin knows it: `--resume` takes up only what this job left. */
  readonly job?: string;
  /** What a CI system's plugin makes its outputs of, besides the view for people; the command itself needs none. */
  readonly observer?: CommandObserver;
  /** Is told each secret that was read, before anything can go wrong with it: none is in what is said of an error. */
  readonly hide?: (secrets: readonly string[]) => void;
  /** Takes secrets out of what the command itself says, and what looks like one as long as no table was read. */
  readonly own?: Redact;
  /** From now on a signal aborts `interrupted`, with the reason that `stop` makes of it. */
  readonly onInterrupt: (stop: (signal: "SIGINT" | "SIGTERM") => Error) => void;
}
