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

/** Quotes a reference if a shell would read more than a word in it: a part of it comes from the service. */
function shellWord(token: CleanText): CleanText {
  return /^[\w:/.@%+=-]+$/.test(token) ? token : clean`'${joined(token.split("'"), "'\\''")}'`;
}

/** The number of runs above which a command names only one; the report directory has the whole plan. */
const mostNamed = 20;

/**
 * The attach command for a run without results that may still be running at its service. It names all runs of the plan,
 * because the verdict of one alone would not include failures in the others.
 */
export function attachCommandOf({ end, handle }: RunReport, { runs }: Pick<Report, "runs">): CleanText | undefined {
  if (end.kind !== "no-results" || !handle) return undefined;
  const all = runs.flatMap((run) => run.handle ?? []);
  return attachCommand(...(all.length > mostNamed ? [handle] : all));
}
