/** How one test case ended. `failed`: the app did not do what was expected; `error`: the test itself broke. */
export type Outcome = "passed" | "failed" | "error" | "skipped";

/** The outcome with what belongs to it: `message` can only be read after `outcome` was checked. */
export type CaseResult =
  | { readonly outcome: "passed" }
  | { readonly outcome: "failed"; readonly message: string }
  | { readonly outcome: "error"; readonly message: string }
  | { readonly outcome: "skipped"; readonly message?: string };

/** A page a person can open. The address is text from the service: show it, follow it only when it is http(s). */
export interface Link {
  readonly label: string;
  readonly href: string;
}

/** One execution of a test case. */
export type Attempt = CaseResult & {
  /** Milliseconds; absent when the service does not say. */
  readonly durationMs?: number;
  readonly links: readonly Link[];
};

/** Why the failure of a test case is forgiven for now: an entry of the `--quarantine` file that covers it. */
export interface Quarantine {
  readonly reason: string;
  /** The last day on which the entry holds, as `2026-12-31`. */
  readonly until: string;
}

/** A test case with its last attempt, and the earlier ones, oldest first. Names are text from the service. */
export type TestCase = Attempt & {
  readonly name: string;
  readonly earlierAttempts: readonly Attempt[];
  /** The service counts it and does not say which one it is: the name is ours, until a rerun tells. */
  readonly unnamed?: true;
  /** Only where the case did not pass and its failure is forgiven. */
  readonly quarantine?: Quarantine;
};

/** Test cases that the service groups under one name. */
export interface TestSuite {
  readonly name: string;
  readonly cases: readonly TestCase[];
}

/**
 * What the service itself concludes. `cut-short`: the run was cancelled or stopped before all of it ran, so that its
 * results never make a pass. `unstated`: the service gives no conclusion of its own.
 */
export type Conclusion =
  | { readonly kind: "passed" }
  | { readonly kind: "failed"; readonly message?: string }
  | { readonly kind: "cut-short"; readonly message: string }
  | { readonly kind: "unstated" };

/** The results of one remote run, in no vendor's words. */
export interface TestRun {
  readonly suites: readonly TestSuite[];
  readonly conclusion: Conclusion;
  /** What the service said that a person should know and that changes no outcome. */
  readonly warnings: readonly string[];
  /** What the quarantine did not forgive, and why. Set by the flow, never by a provider. */
  readonly quarantineWarnings?: readonly string[];
}

/** All warnings of a report or of results, those about the quarantine last. */
export function allWarnings({ warnings, quarantineWarnings = [] }: Warned): readonly string[] {
  return [...warnings, ...quarantineWarnings];
}

type Warned = Pick<TestRun, "warnings" | "quarantineWarnings">;

/**
 * How many test cases ended how. `flaky` counts among `passed`: they passed only at a later attempt. `quarantined`
 * counts among `failed` and `errors`: they are shown, and the gate forgives them.
 */
export interface Counts {
  readonly total: number;
  readonly passed: number;
  readonly failed: number;
  readonly errors: number;
  readonly skipped: number;
  readonly flaky: number;
  readonly quarantined: number;
}

/** The longest that two dates can be apart, in milliseconds. */
export const longestDuration = 8.64e15;

/** Whether something can have taken so long, in milliseconds: what a provider or a file says may be no duration at all. */
export function isDuration(ms: number | undefined): ms is number {
  return ms !== undefined && ms >= 0 && ms <= longestDuration;
}

/** Passed, but failed or broke at another attempt. An attempt that did not run says nothing of the test. */
export function isFlaky({ outcome, earlierAttempts }: TestCase): boolean {
  return outcome === "passed" && earlierAttempts.some((each) => each.outcome === "failed" || each.outcome === "error");
}

/**
 * Counts test cases, not attempts: a rerun never inflates the total.
 * @example count([testRun]).failed
 */
export function count(runs: readonly TestRun[]): Counts {
  const counts = { total: 0, passed: 0, failed: 0, errors: 0, skipped: 0, flaky: 0, quarantined: 0 };
  const column = { passed: "passed", failed: "failed", error: "errors", skipped: "skipped" } as const;
  for (const run of runs)
    for (const suite of run.suites)
      for (const testCase of suite.cases) {
        counts.total++;
        counts[column[testCase.outcome]]++;
        if (isFlaky(testCase)) counts.flaky++;
        if (testCase.quarantine) counts.quarantined++;
      }
  return counts;
}
