import type { Annotation } from "./annotations.ts";
import type { TerminalText } from "@remotest/reporters";
import type { OutputName, Outputs } from "remotest";

/** The names under which the references, the command that waits for the runs, and the verdict are saved for the end of the job. */
export type SavedName = "run-ref" | "attach-command" | "outcome";

/** The port to a CI system: everything that a plugin needs from it. */
export interface CiSystem {
  /** The plugin's name: messages then have the names of its inputs. */
  readonly name: "github" | "azure";
  /** Identifies the job, the same for each attempt at it; "" if it is not known. */
  readonly job: string;
  /** The name of an input as the manifest has it, by its kebab-case name. */
  readonly spell: (name: string) => string;
  /** The value of an input by its kebab-case name, "" if it is not set. */
  readonly read: (name: string) => string;
  /** True if an input is set but blank, as far as the CI system distinguishes that from an input that is not set. */
  readonly isBlank: (name: string) => boolean;
  /** Hides the text in every log from now on. */
  readonly mask: (secret: string) => void;
  /** Prints text for people, one or more whole lines. */
  readonly say: (text: TerminalText) => void;
  readonly output: (name: OutputName, value: string) => void;
  /** Saves a value for the part of the plugin that runs at the end of the job. */
  readonly remember: (name: SavedName, value: string) => void;
  readonly annotate: (annotation: Annotation) => void;
  /** Shows how many tests are done, of how many. */
  readonly progress: (done: number, total: number) => void;
}

/** Sets each output that is known. */
export function setOutputs(ci: CiSystem, outputs: Outputs): void {
  for (const [name, value] of Object.entries(outputs)) ci.output(name as OutputName, value);
}
