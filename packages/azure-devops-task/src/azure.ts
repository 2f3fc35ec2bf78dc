import type { CiSystem } from "@remotest/plugin";
import { loggingCommand } from "./logging-command.ts";

/** The part of the process that a task needs. */
export interface Task {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): unknown };
}

/** Azure Pipelines, as every plugin sees its CI system. */
export function azure({ env, stdout }: Task): CiSystem {
  const send = (name: string, message: string, properties: Readonly<Record<string, string>> = {}): void =>
    void stdout.write(loggingCommand(name, properties, message));
  return {
    job: jobOf(env),
    read: (name) => readInput(env, name),
    // An input that is left out is the empty text.
    isBlank: (name) => inputOf(env, name) !== "" && readInput(env, name) === "",
    mask: (secret) => send("task.setsecret", secret),
    say: (text) => void stdout.write(text),
    output(name, value) {
      // A macro such as $(remotest.runRef) takes no hyphen everywhere, so the name is there in both forms.
      for (const variable of new Set([name, camelCase(name)]))
        send("task.setvariable", value, { variable, isOutput: "true" });
    },
    remember: (name, value) => send("task.settaskvariable", value, { variable: camelCase(name) }),
    annotate: ({ level, title, message }) => send("task.logissue", `${title}: ${message}`, { type: level }),
    progress: (done, total) =>
      send("task.setprogress", `${done} of ${total} tests`, {
        value: `${total > 0 ? Math.floor((100 * Math.min(done, total)) / total) : 0}`,
      }),
  };
}

/** What the task kept for the end of the job. */
export function remembered(env: Task["env"], name: "run-ref" | "outcome"): string {
  return env[`VSTS_TASKVARIABLE_${camelCase(name).toUpperCase()}`] ?? "";
}

/** `project-id` → `projectId`, as the task's inputs are called. */
function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The agent leaves a macro of a variable that does not exist as it is: that is no value. */
function readInput(env: Task["env"], name: string): string {
  const value = inputOf(env, name).trim();
  return /^\$\([\w.-]+\)$/.test(value) ? "" : value;
}

function inputOf(env: Task["env"], name: string): string {
  return env[`INPUT_${camelCase(name).toUpperCase()}`] ?? "";
}

/** The same for each attempt at a job of one pipeline run. */
function jobOf(env: Task["env"]): string {
  const { SYSTEM_COLLECTIONURI, BUILD_BUILDID, SYSTEM_STAGENAME, SYSTEM_PHASENAME, SYSTEM_JOBNAME } = env;
  const names = [SYSTEM_STAGENAME, SYSTEM_PHASENAME, SYSTEM_JOBNAME, env["SYSTEM_TASKINSTANCENAME"]];
  return BUILD_BUILDID ? ["azure", SYSTEM_COLLECTIONURI, BUILD_BUILDID, ...names].join("/") : "";
}
