import { kindsByWeight, verdictKinds } from "@remotest/core/flow";
import { attachCommand } from "@remotest/reporters";

/**
 * Verdicts after which a run may still be on its way at the service. "" is the lack of one: the plugin was killed. That
 * the start of one run is unknown says nothing of the plan's other runs.
 */
const leftAlone: ReadonlySet<string> = new Set(["", ...kindsByWeight.filter((kind) => verdictKinds[kind].mayStillRun)]);

/**
 * What to say of runs that may go on although nobody waits for them; empty where there are none.
 *
 * @param outcome the verdict's kind, "" as long as there is none
 * @example goesOnLines(["apptest:7"], "") // ["The remote run goes on at the service: apptest:7", "Wait for it: npx remotest attach apptest:7"]
 */
export function goesOnLines(refs: readonly string[], outcome: string): readonly string[] {
  if (refs.length === 0 || !leftAlone.has(outcome)) return [];
  // One command for all: of a part of the plan the verdict would say nothing of what failed in the rest.
  const command = attachCommand(...refs.map((ref) => ({ ref })));
  const shown = command.slice("remotest attach ".length);
  const what = refs.length === 1 ? "The remote run goes on" : "The remote runs go on";
  return [`${what} at the service: ${shown}`, `Wait for ${refs.length === 1 ? "it" : "them"}: npx ${command}`];
}
