import type { RunHandle } from "@remotest/core";
import type { Report, RunReport } from "@remotest/core/flow";
import { type CleanText, clean, joined, serviceLine } from "./service-text.ts";

/**
 * The command that waits for a run from anywhere, ready to paste into a shell.
 * It names the module of a provider that is not part of the command.
 * @example attachCommand({ ref: "apptest:251929" }) // "remotest attach apptest:251929"
 */
export function attachCommand(...handles: readonly RunHandle[]): CleanText {
  const [module] = handles.flatMap((handle) => handle.module ?? []);
  return joined(
    [
      clean`remotest attach`,
      ...handles.map(({ ref }) => shellWord(serviceLine(ref))),
      ...(module === undefined ? [] : [clean`--provider`, shellWord(serviceLine(module))]),
    ],
    " ",
  );
}

/** A part of a reference comes from the service: what a shell would read as more than a word is quoted. */
function shellWord(token: CleanText): CleanText {
  return /^[\w:/.@%+=-]+$/.test(token) ? token : clean`'${joined(token.split("'"), "'\\''")}'`;
}

/** A command that names more runs than this is read by no one; the report directory keeps the plan together. */
const mostNamed = 20;

/**
 * The attach command of a run that may go on at its service although there are no results of it. It names all runs of the
 * plan: of one alone, the verdict would say nothing of what failed in the others.
 */
export function attachCommandOf({ end, handle }: RunReport, { runs }: Pick<Report, "runs">): CleanText | undefined {
  if (end.kind !== "no-results" || !handle) return undefined;
  const all = runs.flatMap((run) => run.handle ?? []);
  return attachCommand(...(all.length > mostNamed ? [handle] : all));
}
