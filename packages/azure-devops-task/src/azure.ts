import type { CiSystem, SavedName } from "@remotest/plugin";
import type { TaskLibrary } from "./task-library.ts";

/** Implements the port for Azure Pipelines. */
export function azure(library: TaskLibrary): CiSystem {
  return {
    name: "azure",
    job: jobOf(library),
    spell: camelCase,
    read: (name) => inputOf(library, name).trim(),
    // An input that is not set is the empty text.
    isBlank: (name) => inputOf(library, name) !== "" && inputOf(library, name).trim() === "",
    // The library refuses a secret of several lines. A log shows line by line, so each is masked.
    mask: (secret) =>
      secret
        .split(/[\r\n]+/)
        .filter(isVisible)
        .forEach(library.setSecret),
    say: (text) => library.writeExternalOutput(text, { source: "remote" }),
    output(name, value) {
      // A hyphen is not valid everywhere in a macro such as $(remotest.runRef), so both forms are set.
      for (const variable of new Set([name, camelCase(name)])) library.setVariable(variable, value, false, true);
    },
    remember: (name, value) => library.setTaskVariable(camelCase(name), value),
    annotate: ({ level, title, message }) =>
      library.logIssue(level === "error" ? library.IssueType.Error : library.IssueType.Warning, `${title}: ${message}`),
    progress: (done, total) =>
      library.setProgress(
        total > 0 ? Math.floor((100 * Math.min(done, total)) / total) : 0,
        `${done} of ${total} tests`,
      ),
  };
}

/** Returns what the task saved for the end of the job. */
export function recall(library: TaskLibrary, name: SavedName): string {
  return library.getTaskVariable(camelCase(name)) ?? "";
}

/** `project-id` → `projectId`, the form of the task's inputs. */
function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function inputOf(library: TaskLibrary, name: string): string {
  return library.getInput(camelCase(name)) ?? "";
}

function isVisible(line: string): boolean {
  return line.trim() !== "";
}

/** The same for each attempt at a job of one pipeline run. */
function jobOf({ getVariable }: TaskLibrary): string {
  const names = ["System.StageName", "System.PhaseName", "System.JobName", "System.TaskInstanceName"];
  const build = getVariable("Build.BuildId");
  return build ? ["azure", getVariable("System.CollectionUri"), build, ...names.map(getVariable)].join("/") : "";
}
