import { type PlannedRun, runLabels } from "@remotest/core/flow";

/** Returns what people tell the runs of a plan apart by: see `runLabels`. A run that is known has a reference already. */
export function plannedLabels(runs: readonly PlannedRun[]): readonly string[] {
  return runLabels(
    runs.map(({ name, label, distinction, beginning }) => ({
      name,
      label,
      distinction,
      handle: beginning.kind === "start" ? undefined : beginning.handle,
    })),
  );
}
