import type { CiSystem } from "@remotest/plugin";
import { appendTo, fileEntry, workflowCommand } from "./workflow-commands.ts";

/** The part of the process that a step of a workflow needs. */
export interface Step {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): unknown };
}

/** GitHub Actions, as every plugin sees its CI system. */
export function github({ env, stdout }: Step): CiSystem {
  const send = (name: string, message: string, properties: Readonly<Record<string, string>> = {}): void =>
    void stdout.write(workflowCommand(name, properties, message));
  return {
    job: jobOf(env),
    read: (name) => inputOf(env, name).trim(),
    // An input that is left out is the empty text, just as one whose expression came to nothing.
    isBlank: (name) => /^\s+$/.test(inputOf(env, name)),
    mask: (secret) => send("add-mask", secret),
    say: (text) => void stdout.write(text),
    output: (name, value) => appendTo(env["GITHUB_OUTPUT"], fileEntry(name, value)),
    remember: (name, value) => appendTo(env["GITHUB_STATE"], fileEntry(name, value)),
    annotate: ({ level, title, message }) => send(level, message, { title }),
    progress: () => undefined,
  };
}

/** The runner keeps hyphens in the variables of inputs. */
function inputOf(env: Step["env"], name: string): string {
  return env[`INPUT_${name.toUpperCase()}`] ?? "";
}

/** The same for each attempt at a job of one workflow run. */
function jobOf(env: Step["env"]): string {
  const { GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_JOB, GITHUB_ACTION } = env;
  return GITHUB_RUN_ID ? ["github", GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_JOB, GITHUB_ACTION].join("/") : "";
}
