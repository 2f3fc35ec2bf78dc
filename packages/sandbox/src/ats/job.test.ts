import { describe, expect, it } from "vitest";
import { Job } from "./job.ts";
import { describeJob, duration } from "./job-status.ts";

const everything = {
  IncludeExecutionFlags: true,
  IncludeExecutionResultBreakdown: true,
  IncludeDetailsPerTestCase: true,
};
const nothing = {
  IncludeExecutionFlags: false,
  IncludeExecutionResultBreakdown: false,
  IncludeDetailsPerTestCase: false,
};

function answerFor(templateId: string, at: number, asked = everything): ReturnType<typeof describeJob> {
  let now = 0;
  const job = new Job("id", { appId: "shop", templateId }, () => now);
  now = at;
  return describeJob(job, asked);
}

describe("a running job", () => {
  it.each([
    { template: "pass", at: 0, wanted: ["Queued", "", 0, 5, 0] },
    { template: "pass", at: 2_999, wanted: ["Queued", "", 0, 5, 0] },
    { template: "pass", at: 3_000, wanted: ["Running", "", 0, 5, 0] },
    { template: "pass", at: 10_000, wanted: ["Running", "", 2, 3, 0] },
    { template: "pass", at: 20_000, wanted: ["Done", "Passed", 5, 0, 0] },
    { template: "fail", at: 10_000, wanted: ["Running", "", 1, 3, 1] },
    { template: "fail", at: 20_000, wanted: ["Done", "Failed", 3, 1, 1] },
    { template: "flaky", at: 20_000, wanted: ["Done", "Failed", 3, 1, 1] },
    { template: "slow", at: 20_000, wanted: ["Running", "", 0, 5, 0] },
    { template: "slow", at: 1_800_000, wanted: ["Done", "Passed", 5, 0, 0] },
    { template: "fail cases-1", at: 20_000, wanted: ["Done", "Failed", 0, 0, 1] },
  ])("$template after $at ms", ({ template, at, wanted }) => {
    const { ExecutionStatus, ExecutionResult, ExecutionResultBreakdown } = answerFor(template, at);
    const counts = ExecutionResultBreakdown?.ResultBreakdown;
    const { CountPassed, CountNotExecuted, CountFailed } = counts ?? {};
    expect([ExecutionStatus, ExecutionResult, CountPassed, CountNotExecuted, CountFailed]).toEqual(wanted);
  });

  it("contains only its completed cases, each as soon as it ends", () => {
    const names = (at: number): (string | undefined)[] =>
      answerFor("pass", at).ExecutionDetailsPerTestCase?.ExecutionDetailsTestCase.map(({ Name }) => Name) ?? [];
    expect(names(3_000)).toEqual([]);
    expect(names(10_000)).toEqual(["Log in", "주문하기 <장바구니 & 결제>"]);
    expect(names(20_000)).toHaveLength(5);
  });

  it("contains the message of a failed case, and no duration of a case that was not executed", () => {
    expect(answerFor("fail", 20_000).ExecutionDetailsPerTestCase?.ExecutionDetailsTestCase.slice(1, 4)).toEqual([
      {
        Name: "주문하기 <장바구니 & 결제>",
        Result: "Failed",
        Duration: "00:00:03",
        ErrorMessage: 'Expected <Total & Tax> to be "12.50", but ]]> was found 못 찾음',
      },
      { Name: 'Search ]]> with "quotes"', Result: "Passed", Duration: "00:00:03" },
      { Name: "Édit the profile", Result: "Not_Executed" },
    ]);
  });

  it.each([
    { asked: nothing, wanted: [] },
    { asked: { ...nothing, IncludeExecutionFlags: true }, wanted: ["ExecutionFlags"] },
    { asked: { ...nothing, IncludeExecutionResultBreakdown: true }, wanted: ["ExecutionResultBreakdown"] },
    { asked: { ...nothing, IncludeDetailsPerTestCase: true }, wanted: ["ExecutionDetailsPerTestCase"] },
  ])("contains only its status and $wanted, if only that is requested", ({ asked, wanted }) => {
    const always = ["ExecutionStatus", "ExecutionResult", "ErrorMessage"];
    expect(Object.keys(answerFor("fail", 20_000, asked))).toEqual([...always, ...wanted]);
  });
});

describe("a rerun", () => {
  it.each([
    { template: "flaky", wanted: ["Passed", "Passed"] },
    { template: "fail", wanted: ["Failed", "Passed"] },
  ])("of $template runs what did not pass: $wanted", ({ template, wanted }) => {
    const order = { appId: "shop", templateId: template };
    const first = new Job("1", order, () => 0);
    const second = new Job("2", { ...order, rerunOf: first }, () => 0);
    expect(second.cases.map(({ name }) => name)).toEqual(["주문하기 <장바구니 & 결제>", "Édit the profile"]);
    expect(second.cases.map(({ result }) => result)).toEqual(wanted);
  });
});

describe("a duration", () => {
  it.each([
    [0, "00:00:00"],
    [3_400, "00:00:03"],
    [97_000, "00:01:37"],
    [3_600_000, "01:00:00"],
    [100 * 3_600_000, "100:00:00"],
  ])("of %d ms is %s", (milliseconds, wanted) => {
    expect(duration(milliseconds)).toBe(wanted);
  });
});
