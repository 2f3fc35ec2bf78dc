import type { PlacedCase } from "./placed-case.ts";
import type { Trends } from "./trends.ts";

/** What has just broken before what was broken yesterday, and what is quarantined after all that is not. */
export function newestFirst(notPassed: readonly PlacedCase[], trends: Trends | undefined): readonly PlacedCase[] {
  if (!trends) return notPassed;
  const since = ({ testCase }: PlacedCase): number =>
    testCase.quarantine ? -1 : (trends.of(testCase)?.failing?.since.getTime() ?? 0);
  return notPassed.toSorted((a, b) => since(b) - since(a));
}
