import type { Clock } from "../clock.ts";
import { type Scenario, scenarioOf } from "../scenario.ts";
import { schedule, type Slot, warmUpMs } from "../schedule.ts";

/** The result of a case run; undefined if it was not executed. */
export type CaseOutcome = "Pass" | "AssertsFailed" | "ERROR" | undefined;

/** One case run, past or future. */
export interface CaseRun extends Slot {
  readonly key: number;
  readonly sequence: number;
  readonly suite: string;
  readonly name: string;
  readonly outcome: CaseOutcome;
}

/** One suite run. */
export interface SuiteRun {
  readonly key: number;
  readonly sequence: number;
  readonly name: string;
  readonly cases: readonly CaseRun[];
}

/** The request for a run. `failedOnly` contains the cases of the previous run that did not pass. */
export interface RunOrder {
  readonly level: "configuration" | "suite" | "case";
  readonly key: string;
  readonly failedOnly: Run | undefined;
}

// One case runs once for each column of its data, so its name repeats; and characters that a careless reader mishandles.
const planned: readonly { readonly suite: string; readonly name: string }[] = [
  { suite: "Checkout", name: "Log in" },
  { suite: "Checkout", name: 'Pay "fast" & <safely>' },
  { suite: "Checkout", name: "Search" },
  { suite: "Checkout", name: "Search" },
  { suite: "결제", name: "Édit the profile" },
];

const failMessage =
  "- TestCase: an assert did not hold\n- TestStep [3]: expected <Total & Tax> to be 12.50, found 못 찾음";
const errorMessage = "- TestCase: System error\n- TestStep [2]: Read access denied for member 'Total'";

/** One run of the sandbox's MTA: everything about it follows from the key of what is executed, and the clock. */
export class Run {
  readonly id: string;
  /** The number in its page's address. */
  readonly number: number;
  readonly order: RunOrder;
  readonly scenario: Scenario;
  readonly suites: readonly SuiteRun[];
  /** The number of requests for it. */
  requests = 0;
  readonly #now: Clock;
  readonly #startedAt: number;
  #stoppedAt: number | undefined;

  constructor(id: string, number: number, order: RunOrder, now: Clock) {
    this.id = id;
    this.number = number;
    this.order = order;
    this.scenario = scenarioOf(order.key);
    this.suites = suitesOf(order, this.scenario, number);
    this.#now = now;
    this.#startedAt = now();
  }

  stage(): "waiting" | "Running" | "over" {
    if (this.#stoppedAt !== undefined) return "over";
    const elapsed = this.#elapsed();
    if (elapsed < warmUpMs) return "waiting";
    return elapsed < (this.#cases().at(-1)?.to ?? 0) ? "Running" : "over";
  }

  /** specs/mta.openapi.yaml, getTestRun; undefined before the run begins. */
  result(): "Running" | "StoppedByUser" | "Pass" | "AssertsFailed" | "ERROR" | undefined {
    const stage = this.stage();
    if (stage !== "over") return stage === "waiting" ? undefined : stage;
    return this.#stoppedAt === undefined ? worst(this.#cases().map(({ outcome }) => outcome)) : "StoppedByUser";
  }

  /** The result of a case so far; undefined if it was not executed, or not yet. */
  resultOf(each: CaseRun): CaseOutcome {
    return this.hasEnded(each) ? each.outcome : undefined;
  }

  /** True if the time of a case is over, even if it was not executed. */
  hasEnded({ to }: CaseRun): boolean {
    return (this.#stoppedAt ?? this.#elapsed()) >= to;
  }

  messageOf(each: CaseRun): string {
    const result = this.resultOf(each);
    if (result === undefined || result === "Pass") return "";
    return result === "ERROR" ? errorMessage : failMessage;
  }

  /** The result of a suite so far; undefined until one of its cases has one. */
  resultOfSuite({ cases }: SuiteRun): CaseOutcome | "Running" {
    const results = cases.map((each) => this.resultOf(each));
    if (results.every((each) => each === undefined)) return undefined;
    return this.stage() === "over" || cases.every(({ to }) => this.#elapsed() >= to) ? worst(results) : "Running";
  }

  notPassed(): readonly CaseRun[] {
    return this.#cases().filter((each) => this.resultOf(each) !== "Pass");
  }

  /** Returns false if the run is not running. */
  stop(): boolean {
    if (this.stage() !== "Running") return false;
    this.#stoppedAt = this.#elapsed();
    return true;
  }

  #cases(): readonly CaseRun[] {
    return this.suites.flatMap(({ cases }) => cases);
  }

  #elapsed(): number {
    return this.#now() - this.#startedAt;
  }
}

function worst(results: readonly CaseOutcome[]): "Pass" | "AssertsFailed" | "ERROR" {
  if (results.includes("ERROR")) return "ERROR";
  return results.includes("AssertsFailed") ? "AssertsFailed" : "Pass";
}

function suitesOf({ level, failedOnly }: RunOrder, scenario: Scenario, number: number): SuiteRun[] {
  const cases = failedOnly === undefined ? firstRun(level, scenario) : rerun(failedOnly, scenario);
  const slots = schedule(cases.length, scenario, "in turn");
  const runs = cases.map((each, index) => ({
    ...each,
    ...(slots[index] ?? { from: 0, to: 0 }),
    key: number * 1_000_000 + index + 1,
    sequence: index + 1,
  }));
  return [...new Set(runs.map(({ suite }) => suite))].map((name, index) => ({
    key: number * 1_000 + index + 1,
    sequence: index + 1,
    name,
    cases: runs.filter(({ suite }) => suite === name).map((each, position) => ({ ...each, sequence: position + 1 })),
  }));
}

function firstRun(
  level: RunOrder["level"],
  { course, cases }: Scenario,
): Pick<CaseRun, "suite" | "name" | "outcome">[] {
  const usual = level === "configuration" ? planned.length : level === "suite" ? 3 : 1;
  const count = cases ?? usual;
  const outcomes: Partial<Record<typeof course, CaseOutcome>> = {
    fail: "AssertsFailed",
    flaky: "AssertsFailed",
    error: "ERROR",
  };
  const bad = outcomes[course];
  return Array.from({ length: count }, (_, index) => {
    const { suite, name } = planned[index % planned.length]!;
    const round = Math.floor(index / planned.length);
    const isBad = bad !== undefined && index % planned.length === Math.min(1, count - 1);
    // After an error, MTA does not execute what depends on the case.
    const isLeftOut = course === "error" && index % planned.length === 3;
    return {
      suite,
      name: round === 0 ? name : `${name} #${round + 1}`,
      outcome: isLeftOut ? undefined : isBad ? bad : "Pass",
    };
  });
}

/** A failed case fails again unless it is flaky; a case that was not executed passes now. */
function rerun(previous: Run, { course }: Scenario): Pick<CaseRun, "suite" | "name" | "outcome">[] {
  return previous
    .notPassed()
    .map(({ suite, name, outcome }) => ({ suite, name, outcome: course === "flaky" ? "Pass" : (outcome ?? "Pass") }));
}
