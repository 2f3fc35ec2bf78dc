import type { Annotation } from "./annotations.ts";
import type { OutputName, Outputs } from "remotest";

/** What a plugin needs of its CI system: the words of that system for what every plugin does. */
export interface CiSystem {
  /** Tells this job from every other, and is the same for each attempt at it; "" where that is not known. */
  readonly job: string;
  /** The value of an input by its kebab-case name, "" when it is not given. */
  readonly read: (name: string) => string;
  /** Whether an input was given and yet holds nothing, as far as the CI system tells that from one not given. */
  readonly isBlank: (name: string) => boolean;
  /** From now on the text is hidden in every log. */
  readonly mask: (secret: string) => void;
  /** Text for people, one or more whole lines. */
  readonly say: (text: string) => void;
  readonly output: (name: OutputName, value: string) => void;
  /** Keeps something for the part of the plugin that runs at the end of the job. */
  readonly remember: (name: "run-ref" | "outcome", value: string) => void;
  readonly annotate: (annotation: Annotation) => void;
  /** How many of how many tests are done. */
  readonly progress: (done: number, total: number) => void;
}

/** Hands on each output that is known. */
export function handOutputs(ci: CiSystem, outputs: Outputs): void {
  for (const [name, value] of Object.entries(outputs)) ci.output(name as OutputName, value);
}
