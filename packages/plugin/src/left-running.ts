import { kindsByWeight, verdictKinds } from "@remotest/core/flow";
import { attachCommand } from "@remotest/reporters";

/**
 * The verdicts after which a run may still be running at the service. "" means that there is no verdict, because the
 * plugin was killed. An unknown start of one run says nothing about the plan's other runs.
 */
const stillRunningVerdicts: ReadonlySet<string> = new Set([
  "",
  ...kindsByWeight.filter((kind) => verdictKinds[kind].mayStillRun),
]);

/**
 * Returns lines about runs that may still be running; none if there are no such runs.
 *
 * @param outcome the verdict's kind, "" if there is none
 * @example stillRunningLines(["apptest:7"], "") // ["The remote run may still be running at the service: apptest:7", "Wait for it: npx remotest attach apptest:7"]
 */
export function stillRunningLines(refs: readonly string[], outcome: string): readonly string[] {
  if (refs.length === 0 || !stillRunningVerdicts.has(outcome)) return [];
  // One command for all: the verdict of a part of the plan would not include failures of the rest.
  const command = attachCommand(...refs.map((ref) => ({ ref })));
  const shown = command.slice("remotest attach ".length);
  const subject = refs.length === 1 ? "The remote run" : "The remote runs";
  return [
    `${subject} may still be running at the service: ${shown}`,
    `Wait for ${refs.length === 1 ? "it" : "them"}: npx ${command}`,
  ];
}
