/** Why the command came to no report. */
export interface Refusal {
  /** `usage` where nothing was sent. */
  readonly verdict: string;
  /** One sentence or two for each thing that is wrong. */
  readonly problems: readonly string[];
}

/** Reads what `--json` prints in place of a result. Whatever it is, it is never a pass. */
export function refusalOf(document: string, exitCode: number): Refusal {
  try {
    const { verdict, error } = JSON.parse(document) as { verdict: string; error: Failure };
    const problems = (error.problems ?? []).map(({ message, suggestion }) => joined(message, suggestion));
    if (verdict === "passed") throw new Error("no report, and yet a pass");
    return { verdict, problems: problems.length > 0 ? problems : [joined(error.message, error.next)] };
  } catch {
    // Words such as --help end well, and send nothing.
    const verdict = exitCode === 0 || exitCode === 2 ? "usage" : "provider-error";
    return { verdict, problems: [`The command ended with ${exitCode}, and without a run; the log says why.`] };
  }
}

interface Failure {
  readonly message: string;
  readonly next: string;
  readonly problems?: readonly { readonly message: string; readonly suggestion?: string }[];
}

function joined(message: string, next: string | undefined): string {
  return next === undefined ? message : `${message} ${next}`;
}
