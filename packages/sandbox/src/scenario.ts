/** The end of a run, or the behaviour of the service during it. */
export type Course = "pass" | "fail" | "error" | "flaky" | "maintenance" | "maintenance-poll";

/** The behaviour of a run. It follows only from the run's name or template. */
export interface Scenario {
  readonly course: Course;
  /** Takes 30 minutes instead of 20 seconds. */
  readonly slow: boolean;
  /** The documented result code that this run provokes (`code-4031` in the name). */
  readonly code: number | undefined;
  /** The start is accepted, but the connection is cut instead of an answer (`lost-answer` in the name). */
  readonly answerLost: boolean;
  /** The number of devices or test cases (`cases-50` in the name); undefined for the service's usual number. */
  readonly cases: number | undefined;
}

const maxCases = 100_000;

// The first part found decides. The worst come first, so that no run ends better than its name says.
const courses: readonly Course[] = ["maintenance-poll", "maintenance", "error", "fail", "flaky", "pass"];

/**
 * Reads a scenario from a run's name (apptest.ai) or template (ATS). A part of the name is enough and case does not
 * matter; a name without any known part passes.
 *
 * @example scenarioOf("Nightly slow-fail") // { course: "fail", slow: true, … }
 */
export function scenarioOf(name: string): Scenario {
  const text = name.toLowerCase();
  const code = /code-(\d{4})(?!\d)/.exec(text)?.[1];
  const cases = /cases-(\d{1,6})(?!\d)/.exec(text)?.[1];
  return {
    course: courses.find((part) => text.includes(part)) ?? "pass",
    slow: text.includes("slow"),
    code: code === undefined ? undefined : Number(code),
    answerLost: text.includes("lost-answer"),
    cases: cases === undefined ? undefined : Math.min(Math.max(Number(cases), 1), maxCases),
  };
}
