import type { InputNames, Problem, Provider, RunHandle } from "@remotest/core";
import { isUnreplaced, notReplaced, readLedger } from "@remotest/core/flow";
import { isWordOfRefs } from "../files/refs-word.ts";

/** A run that the line names by its reference. */
export interface ReferencedRun {
  readonly provider: Provider;
  readonly handle: RunHandle;
}

/** The runs of those references that are valid, and what is wrong with the others. */
export interface ReferencedRuns {
  readonly known: readonly ReferencedRun[];
  readonly problems: readonly Problem[];
}

/** Finds the runs that references name. A run that is named twice would be rerun twice, and its tests counted twice. */
export function referencedRuns(references: readonly string[], providers: readonly Provider[]): ReferencedRuns {
  const known = new Map<string, ReferencedRun>();
  const twice = new Set<string>();
  const problems: Problem[] = [];
  for (const reference of references) {
    const run = referencedRun(reference, providers);
    if (!run) problems.push(badReference(reference));
    else if (known.has(run.handle.ref)) twice.add(run.handle.ref);
    else known.set(run.handle.ref, run);
  }
  const repeated = [...twice].map((ref) => ({ message: `${JSON.stringify(ref)} is given twice.` }));
  return { known: [...known.values()], problems: [...problems, ...repeated] };
}

function referencedRun(reference: string, providers: readonly Provider[]): ReferencedRun | undefined {
  const [, name = "", rest = ""] = /^([a-z][a-z0-9-]*):(.+)$/su.exec(reference) ?? [];
  const provider = providers.find((each) => each.name === name);
  const handle = provider?.parseReference(rest);
  return provider && handle && { provider, handle };
}

function badReference(reference: string): Problem {
  if (isWordOfRefs(reference))
    return {
      message: `The runs that ${JSON.stringify(reference)} stands for are not in run.json in the report directory.`,
      suggestion: ({ option }: InputNames) =>
        `Pass on the directory of the command that started them, and set ${option("reportDir")} to it.`,
    };
  if (isUnreplaced(reference)) return { message: `The reference: ${JSON.stringify(reference)} ${notReplaced}.` };
  return {
    message: `${JSON.stringify(reference)} is not a run reference.`,
    suggestion: "A reference is printed when a run is started: apptest:251929, or ats:<AppID>/<JobID>.",
  };
}

/**
 * Returns the problem of a line without a reference.
 * @param dir the report directory, if a command takes the references from there
 */
export async function missingReference(dir?: string): Promise<Problem> {
  const isUnreadable = dir !== undefined && (await readLedger(dir)) === "unreadable";
  const found = isUnreadable
    ? "run.json in the report directory cannot be read, so it is not known whether it contains an unfinished run"
    : "There is no unfinished run in run.json in the report directory";
  return {
    message: "A run reference is missing, such as apptest:251929.",
    ...(dir !== undefined && {
      suggestion: ({ option }: InputNames) => `${found} (${option("reportDir")}).`,
    }),
  };
}
