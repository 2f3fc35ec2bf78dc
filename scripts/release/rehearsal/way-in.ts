import type { Readme } from "./readme.ts";
import type { Stage } from "./stage.ts";

/** How a run ends: its name is also the scenario of the sandbox. */
export const scenarios = ["pass", "fail"] as const;
export type Scenario = (typeof scenarios)[number];

/** Where a way in is tried. */
export interface Surroundings {
  readonly stage: Stage;
  readonly readme: Readme;
  /** The address of the services. */
  readonly sandbox: string;
}

/** The words of a run about its end. */
export interface Evidence {
  /** The result in the words of the CI system, and ours: `UNSTABLE, failed`. */
  readonly verdict: string;
  /** Everything that was printed, for someone who looks for the cause. */
  readonly log: string;
}

/** One way in which strangers come to Remotest. */
export interface WayIn {
  /** As the table shows it. */
  readonly name: string;
  /** The words that a run of each scenario must say. */
  readonly expected: Readonly<Record<Scenario, string>>;
  /** Takes it, in an empty home. */
  readonly take: (around: Surroundings, scenario: Scenario) => Promise<Evidence>;
}

/** Returns the outcome in the text of an `outputs.env`. */
export function outcomeIn(outputs: string): string {
  return /^REMOTEST_OUTCOME=(.*)$/m.exec(outputs)?.[1] ?? "no outcome";
}
