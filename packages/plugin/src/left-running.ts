import { kindsByWeight, verdictKinds } from "@remotest/core/flow";
import { type CleanText, clean, serviceLine } from "@remotest/reporters";

/**
 * The verdicts after which a run may still be running at the service. "" means that there is no verdict, because the
 * plugin was killed. An unknown start of one run says nothing about the plan's other runs.
 */
const stillRunningVerdicts: ReadonlySet<string> = new Set([
  "",
  ...kindsByWeight.filter((kind) => verdictKinds[kind].mayStillRun),
]);

/** The runs that a plugin has started or attached to, as it saves them for the end of the job. */
export interface LeftRuns {
  readonly refs: readonly string[];
  /** The command that waits for them and judges them as the plugin would have. */
  readonly command: string;
}

/**
 * Returns lines about runs that may still be running; none if there are no such runs.
 *
 * @param outcome the verdict's kind, "" if there is none
 * @example stillRunningLines({ refs: ["apptest:7"], command: "npx remotest attach apptest:7" }, "") // ["The remote run may still be running at the service: apptest:7", "Wait for it: npx remotest attach apptest:7"]
 */
export function stillRunningLines({ refs, command }: LeftRuns, outcome: string): readonly CleanText[] {
  if (refs.length === 0 || !stillRunningVerdicts.has(outcome)) return [];
  const subject = refs.length === 1 ? clean`The remote run` : clean`The remote runs`;
  return [
    clean`${subject} may still be running at the service: ${serviceLine(refs.join(" "))}`,
    clean`Wait for ${refs.length === 1 ? clean`it` : clean`them`}: ${serviceLine(command)}`,
  ];
}
