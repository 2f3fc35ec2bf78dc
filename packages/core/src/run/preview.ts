import type { UnknownStartError } from "../errors.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import { resumptionsOf } from "../ledger/resumption.ts";
import type { RunHandle } from "../provider/provider.ts";
import type { PlannedRun, RunSettings } from "./plan.ts";
import { unknownBefore, unreadableBefore } from "./unknown-start.ts";

/** How a run of a plan would begin. */
export type RunPreview =
  | { readonly kind: "start" }
  | { readonly kind: "attach"; readonly handle: RunHandle }
  /** It may have been started already, so it would not be started. */
  | { readonly kind: "refused"; readonly error: UnknownStartError };

/**
 * Returns how each run of a plan would begin. Reads the ledger if runs are to be resumed; writes and sends nothing.
 * @example (await previewRuns(plan, { reportDir, resume: true }))[0]?.kind // "attach"
 */
export async function previewRuns(
  plan: readonly PlannedRun[],
  { reportDir, resume }: Pick<RunSettings, "reportDir" | "resume">,
): Promise<readonly RunPreview[]> {
  const earlier = resume ? await readLedger(reportDir) : "absent";
  if (earlier === "unreadable") return plan.map(() => ({ kind: "refused", error: unreadableBefore(reportDir) }));
  const resumptions = resumptionsOf(plan, earlier);
  return plan.map(({ beginning }, index): RunPreview => {
    if (beginning.kind !== "start") return { kind: "attach", handle: beginning.handle };
    const resumption = resumptions[index];
    if (resumption?.kind === "attach") return { kind: "attach", handle: resumption.handle };
    if (resumption?.kind === "unknown") return { kind: "refused", error: unknownBefore(resumption.entry, reportDir) };
    return { kind: "start" };
  });
}
