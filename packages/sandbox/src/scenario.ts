/** The end of a run, or the behaviour of the service during it. */
export type Course = "pass" | "fail" | "error" | "flaky" | "maintenance" | "maintenance-poll" | "no-such";

/** The behaviour of a run. It follows only from the run's name or template. */
export interface Scenario {
  readonly course: Course;
  /** True if the name decides nothing, so that the run passes for want of anything else. */
  readonly isUnnamed: boolean;
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
const courses: readonly Course[] = ["maintenance-poll", "maintenance", "no-such", "error", "fail", "flaky", "pass"];

/** The end of a sentence about a run that takes this course. */
const inWords: Readonly<Record<Course, string>> = {
  pass: "passes",
  fail: "has failed tests",
  error: "breaks",
  flaky: "is flaky",
  maintenance: "is refused, because the service is under maintenance",
  "maintenance-poll": "passes, after the service was under maintenance",
  "no-such": "is refused, because it does not exist",
};

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
  const course = courses.find((part) => text.includes(part));
  const [slow, answerLost] = [text.includes("slow"), text.includes("lost-answer")];
  return {
    course: course ?? "pass",
    isUnnamed: course === undefined && code === undefined && cases === undefined && !slow && !answerLost,
    slow,
    code: code === undefined ? undefined : Number(code),
    answerLost,
    cases: cases === undefined ? undefined : Math.min(Math.max(Number(cases), 1), maxCases),
  };
}

/**
 * Says how a run will end, for people who wonder why it passes.
 * @example scenarioInWords("checkout") // "passes, because its name contains none of …"
 */
export function scenarioInWords(name: string): string {
  const { course, isUnnamed, slow } = scenarioOf(name);
  if (isUnnamed) return `passes, because its name contains none of ${namedParts.join(", ")}`;
  return `${inWords[course]}${slow ? ", slowly" : ""}`;
}

/** The parts of a name that people need most; README.md lists all of them. */
export const namedParts: readonly string[] = ["pass", "fail", "flaky", "slow", "error", "maintenance", "no-such"];
