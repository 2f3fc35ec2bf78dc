import { error, getInput, saveState, setOutput, setSecret, warning } from "@actions/core";
import type { CiSystem } from "@remotest/plugin";

/** The part of the process that a step of a workflow needs. */
export interface Step {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): unknown };
}

const annotations = { error, warning };

/** Implements the port for GitHub Actions. */
export function github({ env, stdout }: Step): CiSystem {
  return {
    name: "github",
    job: jobOf(env),
    spell: (name) => name,
    read: (name) => getInput(name),
    // An input that is not set is the empty text, and so is one whose expression is empty.
    isBlank: (name) => getInput(name) === "" && getInput(name, { trimWhitespace: false }) !== "",
    mask: setSecret,
    say: (text) => void stdout.write(text),
    output: setOutput,
    remember: saveState,
    annotate: ({ level, title, message }) => annotations[level](message, { title }),
    progress: () => undefined,
  };
}

/** The same for each attempt at a job of one workflow run. */
function jobOf(env: Step["env"]): string {
  const { GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_JOB, GITHUB_ACTION } = env;
  return GITHUB_RUN_ID ? ["github", GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_JOB, GITHUB_ACTION].join("/") : "";
}
