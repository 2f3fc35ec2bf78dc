/** The outcome of a test case. `failed`: the app did not do what was expected; `error`: the test itself broke. */
export type Outcome = "passed" | "failed" | "error" | "skipped";

/** The outcome with its message, which can only be read after `outcome` was checked. */
export type CaseResult =
  | { readonly outcome: "passed" }
  | { readonly outcome: "failed"; readonly message: string }
  | { readonly outcome: "error"; readonly message: string }
  | { readonly outcome: "skipped"; readonly message?: string };

/** A page for people. The address is text from the service: show it, but link it only if it is http or https. */
export interface Link {
  readonly label: string;
  readonly href: string;
}

/** One execution of a test case. */
export type Attempt = CaseResult & {
  /** In milliseconds; absent if the service does not say. */
  readonly durationMs?: number;
  readonly links: readonly Link[];
};

/** The entry of the `--quarantine` file for which the failure of a test case is forgiven. */
export interface Quarantine {
  readonly reason: string;
  /** The last day on which the entry applies, such as `2026-12-31`. */
  readonly until: string;
}

/** A test case with its last attempt, and the earlier ones, oldest first. Names are text from the service. */
export type TestCase = Attempt & {
  readonly name: string;
  readonly earlierAttempts: readonly Attempt[];
  /** The service counts the case without its name: this name is ours, until a rerun has the real one. */
  readonly unnamed?: true;
  /** Set only if the case did not pass and its failure is forgiven. */
  readonly quarantine?: Quarantine;
};

/** Test cases that the service groups under one name. */
export interface TestSuite {
  readonly name: string;
  /** Set if each case is a device on which the same test ran; its name is the device's. */
  readonly ofDevices?: true;
  readonly cases: readonly TestCase[];
}

/**
 * The service's own conclusion. `cut-short`: the run was cancelled or stopped before all of it ran, so that its
 * results are never a pass. `unstated`: the service does not state a conclusion.
 */
export type Conclusion =
  | { readonly kind: "passed" }
  | { readonly kind: "failed"; readonly message?: string }
  | { readonly kind: "cut-short"; readonly message: string }
  | { readonly kind: "unstated" };

/** The results of one remote run, in neutral words. */
export interface TestRun {
  readonly suites: readonly TestSuite[];
  readonly conclusion: Conclusion;
  /** Remarks of the service that a person should know and that change no outcome. */
  readonly warnings: readonly string[];
  /** Says what the quarantine did not forgive, and why. Set by the flow, never by a provider. */
  readonly quarantineWarnings?: readonly string[];
  /**
   * How long the run took at the service, with its reruns, in milliseconds. If a provider leaves it out, the flow measures
   * it; absent if it is not known, because the run was over when it was attached to.
   */
  readonly durationMs?: number;
}

/** Returns all warnings of a report or of results, those about the quarantine last. */
export function allWarnings({ warnings, quarantineWarnings = [] }: Warnings): readonly string[] {
  return [...warnings, ...quarantineWarnings];
}

type Warnings = Pick<TestRun, "warnings" | "quarantineWarnings">;

/**
 * The numbers of test cases by outcome. `flaky` cases are part of `passed`: they passed only in a later attempt.
 * `quarantined` cases are part of `failed` and `errors`: they are shown, and the gate forgives them.
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

/** The longest time between two dates, in milliseconds. */
export const longestDuration = 8.64e15;

/** True if a number is a possible duration in milliseconds: a provider or a file may contain anything. */
export function isDuration(ms: number | undefined): ms is number {
  return ms !== undefined && ms >= 0 && ms <= longestDuration;
}

/** True if the case passed, but failed or broke in another attempt. An attempt that did not run does not count. */
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
