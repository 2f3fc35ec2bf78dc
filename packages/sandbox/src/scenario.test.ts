import { describe, expect, it } from "vitest";
import { type Scenario, scenarioInWords, scenarioOf } from "./scenario.ts";

const plain: Scenario = {
  course: "pass",
  isUnnamed: false,
  slow: false,
  code: undefined,
  answerLost: false,
  cases: undefined,
};

describe("the scenario of a run follows from its name", () => {
  it.each<{ name: string; wanted: Partial<Scenario> }>([
    { name: "", wanted: { isUnnamed: true } },
    { name: "Nightly", wanted: { isUnnamed: true } },
    { name: "no-such-template", wanted: { course: "no-such" } },
    { name: "pass", wanted: {} },
    { name: "will FAIL today", wanted: { course: "fail" } },
    { name: "flaky", wanted: { course: "flaky" } },
    { name: "Fix the error page", wanted: { course: "error" } },
    { name: "maintenance", wanted: { course: "maintenance" } },
    { name: "maintenance-poll", wanted: { course: "maintenance-poll" } },
    { name: "slow", wanted: { slow: true } },
    { name: "slow fail", wanted: { course: "fail", slow: true } },
    // The worst part wins: no run ends better than its name says.
    { name: "pass or fail", wanted: { course: "fail" } },
    { name: "fail with an error", wanted: { course: "error" } },
    { name: "flaky-fail", wanted: { course: "fail" } },
    { name: "code-4031", wanted: { code: 4031 } },
    { name: "code-40311", wanted: { isUnnamed: true } },
    { name: "lost-answer", wanted: { answerLost: true } },
    { name: "cases-50", wanted: { cases: 50 } },
    { name: "cases-0", wanted: { cases: 1 } },
    { name: "cases-999999", wanted: { cases: 100_000 } },
  ])("$name", ({ name, wanted }) => {
    expect(scenarioOf(name)).toEqual({ ...plain, ...wanted });
  });
});

it.each([
  { name: "checkout", words: /^passes, because its name contains none of pass, fail, / },
  { name: "checkout-pass", words: /^passes$/ },
  { name: "slow fail", words: /^has failed tests, slowly$/ },
  { name: "no-such", words: /^is refused, because it does not exist$/ },
])("of $name people are told: $words", ({ name, words }) => expect(scenarioInWords(name)).toMatch(words));
