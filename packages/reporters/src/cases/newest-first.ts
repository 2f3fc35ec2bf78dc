import type { PlacedCase } from "./placed-case.ts";
import type { Trends } from "./trends.ts";

/** Puts the cases that broke most recently first, and quarantined cases last. */
export function newestFirst(notPassed: readonly PlacedCase[], trends: Trends | undefined): readonly PlacedCase[] {
  if (!trends) return notPassed;
  const since = ({ testCase }: PlacedCase): number =>
    testCase.quarantine ? -1 : (trends.of(testCase)?.failing?.since.getTime() ?? 0);
  return notPassed.toSorted((a, b) => since(b) - since(a));
}
