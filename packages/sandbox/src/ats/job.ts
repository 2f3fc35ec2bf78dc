import type { Clock } from "../clock.ts";
import { type Course, type Scenario, scenarioOf } from "../scenario.ts";
import { schedule, type Slot, warmUpMs } from "../schedule.ts";

/** The result of a test case. */
export type CaseResult = "Passed" | "Failed" | "Not_Executed";

/** One test case of a job. */
export interface CasePlan extends Slot {
  readonly name: string;
  readonly result: CaseResult;
  readonly errorMessage: string | undefined;
}

/** The request for a job: a template, or the cases of another job that did not pass. */
export interface JobOrder {
  readonly appId: string;
  readonly templateId: string;
  readonly rerunOf?: Job;
}

// Characters that XML escapes, the end of a CDATA section and text that is not ASCII, so that a reader that mishandles
// one of them is noticed.
const caseNames = ["Log in", "주문하기 <장바구니 & 결제>", 'Search ]]> with "quotes"', "Édit the profile", "Log out"];
const failMessage = 'Expected <Total & Tax> to be "12.50", but ]]> was found 못 찾음';

/** One run of the sandbox's ATS: everything about it follows from its template and the clock. */
export class Job {
  readonly id: string;
  readonly order: JobOrder;
  readonly course: Course;
  readonly cases: readonly CasePlan[];
  /** The number of requests for its status. */
  statusRequests = 0;
  readonly #now: Clock;
  readonly #startedAt: number;

  constructor(id: string, order: JobOrder, now: Clock) {
    this.id = id;
    this.order = order;
    this.course = scenarioOf(order.templateId).course;
    this.cases = planCases(order);
    this.#now = now;
    this.#startedAt = now();
  }

  /** The vendor's own scripts wait for `Done`; specs/ats.wsdl has the other two. */
  status(): "Queued" | "Running" | "Done" {
    const elapsed = this.#elapsed();
    if (elapsed < warmUpMs) return "Queued";
    return elapsed < (this.cases.at(-1)?.to ?? 0) ? "Running" : "Done";
  }

  /** Empty until the job is done. */
  result(): "" | "Passed" | "Failed" {
    if (this.status() !== "Done") return "";
    return this.notPassed().length === 0 ? "Passed" : "Failed";
  }

  completed(): readonly CasePlan[] {
    const elapsed = this.#elapsed();
    return this.cases.filter(({ to }) => elapsed >= to);
  }

  notPassed(): readonly CasePlan[] {
    return this.cases.filter(({ result }) => result !== "Passed");
  }

  #elapsed(): number {
    return this.#now() - this.#startedAt;
  }
}

function planCases({ templateId, rerunOf }: JobOrder): CasePlan[] {
  const scenario = scenarioOf(templateId);
  const planned = rerunOf === undefined ? firstRun(scenario) : rerun(rerunOf, scenario);
  const slots = schedule(planned.length, scenario, "in turn");
  return planned.map(({ name, result }, index) => ({
    ...(slots[index] ?? { from: 0, to: 0 }),
    name,
    result,
    errorMessage: result === "Failed" ? failMessage : undefined,
  }));
}

function firstRun({ course, cases }: Scenario): Pick<CasePlan, "name" | "result">[] {
  const names = namesOf(cases ?? caseNames.length);
  const fails = course === "fail" || course === "flaky";
  return names.map((name, index) => ({ name, result: fails ? outcomeAt(index, names.length) : "Passed" }));
}

/** A failed case fails again unless it is flaky; a case that was not executed passes now. */
function rerun(finished: Job, { course }: Scenario): Pick<CasePlan, "name" | "result">[] {
  return finished
    .notPassed()
    .map(({ name, result }) => ({ name, result: course === "fail" && result === "Failed" ? "Failed" : "Passed" }));
}

/** Of five cases the second fails and the fourth is not executed; if there is only one case, it fails. */
function outcomeAt(index: number, count: number): CaseResult {
  if (index % caseNames.length === Math.min(1, count - 1)) return "Failed";
  return index % caseNames.length === 3 ? "Not_Executed" : "Passed";
}

function namesOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const round = Math.floor(index / caseNames.length);
    const name = caseNames[index % caseNames.length] ?? "";
    return round === 0 ? name : `${name} #${round + 1}`;
  });
}
