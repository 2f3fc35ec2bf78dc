import { describe, expect, test } from "vitest";
import { InterruptedError, TimedOutError, UnknownStartError } from "../errors.ts";
import { gate } from "../gate/gate.ts";
import type { RunEvent } from "./run-event.ts";
import { beginRerun, rerunUntilPassed, warningOfNoRerun } from "./rerun.ts";
import type { RunSettings } from "./plan.ts";
import { handle, staged } from "./run-context.fixture.ts";
import type { TestRun } from "../results/test-run.ts";
import { testCase, testRun } from "../results/test-runs.fixture.ts";

const first = testRun([testCase("passed", "a"), testCase("failed", "b"), testCase("skipped", "c")], { kind: "failed" });

describe("rerunning until everything passes", () => {
  const events: RunEvent[] = [];
  const context = { run: 0, noWait: false, listen: (event: RunEvent) => void events.push(event) };
  const brings = (...results: readonly (TestRun | Error)[]): [() => Promise<TestRun>, () => number] => {
    let calls = 0;
    return [
      async () => {
        const result = results[calls++];
        if (result === undefined || result instanceof Error) throw result ?? new TypeError("one rerun too many");
        return result;
      },
      () => calls,
    ];
  };
  const failsAgain = testRun([testCase("failed", "b"), testCase("passed", "c")]);
  const passes = testRun([testCase("passed", "b"), testCase("passed", "c")]);

  test.for([
    { given: "it passes in the first rerun", times: 3, results: [passes], wanted: 1 },
    { given: "it passes in the second", times: 3, results: [failsAgain, passes], wanted: 2 },
    { given: "it never passes", times: 2, results: [failsAgain, failsAgain], wanted: 2 },
    { given: "no rerun is requested", times: 0, results: [], wanted: 0 },
  ])("$given: $wanted reruns", async ({ times, results, wanted }) => {
    const [rerun, calls] = brings(...results);
    await rerunUntilPassed(context, first, { times, must: 0 }, rerun);
    expect(calls()).toBe(wanted);
  });

  test.for([
    { given: "was cancelled", conclusion: { kind: "cut-short", message: "x" } as const },
    { given: "was failed by the service for its own reason", conclusion: { kind: "failed", message: "x" } as const },
  ])("no rerun is started if the run $given: it could not pass", async ({ conclusion }) => {
    const [rerun, calls] = brings(passes);
    await rerunUntilPassed(context, { ...first, conclusion }, { times: 3, must: 0 }, rerun);
    expect(calls()).toBe(0);
  });

  test("nothing is rerun if everything passed", async () => {
    const [rerun, calls] = brings();
    await rerunUntilPassed(context, testRun([testCase("passed")]), { times: 3, must: 0 }, rerun);
    expect(calls()).toBe(0);
  });

  test("a rerun without results changes no result and is not repeated", async () => {
    const [rerun, calls] = brings(new UnknownStartError("lost", "check"));
    const result = await rerunUntilPassed(context, first, { times: 3, must: 0 }, rerun);
    expect(calls()).toBe(1);
    expect(result.suites).toEqual(first.suites);
    expect(result.warnings).toEqual(["Rerun 1 brought no results: lost"]);
    expect(events.at(-1)).toMatchObject({ type: "warning" });
  });

  test.for<TestRun["conclusion"]>([
    { kind: "cut-short", message: "cancelled" },
    { kind: "failed", message: "58 not scheduled" },
  ])("nor does it change the conclusion: $kind", async (conclusion) => {
    const cancelled = testRun([testCase("passed", "a"), testCase("failed", "b")], conclusion);
    const [rerun] = brings(testRun([testCase("failed", "b")]), new UnknownStartError("lost", "check"));
    const result = await rerunUntilPassed(context, cancelled, { times: 3, must: 0 }, rerun);
    expect(result.conclusion).toEqual(conclusion);
    expect(gate(result, { failOn: "never", maxFailures: { count: 9 } }).kind).toBe("failed");
  });

  test("nor does one that fails with an unexpected error, such as a full disk", async () => {
    const result = await rerunUntilPassed(context, first, { times: 1, must: 0 }, brings(new Error("ENOSPC"))[0]);
    expect(result).toMatchObject({ suites: first.suites, warnings: ["Rerun 1 brought no results: ENOSPC"] });
  });

  test("a rerun that must run and fails ends the run; later ones do not", async () => {
    const lost = new UnknownStartError("lost", "check");
    const must = { times: 3, must: 1 };
    await expect(rerunUntilPassed(context, first, must, brings(lost)[0])).rejects.toBe(lost);
    const [rerun] = brings(failsAgain, lost);
    expect((await rerunUntilPassed(context, first, must, rerun)).warnings).toEqual([
      "Rerun 2 brought no results: lost",
    ]);
  });

  test("an interruption ends the run", async () => {
    const stop = new InterruptedError("SIGINT");
    await expect(rerunUntilPassed(context, first, { times: 3, must: 0 }, brings(stop)[0])).rejects.toBe(stop);
  });

  test("one that is under way is still to come if it is not waited for", async () => {
    const underWay = new TimedOutError(1);
    const times = { times: 1, must: 0 };
    await expect(rerunUntilPassed({ ...context, noWait: true }, first, times, brings(underWay)[0])).rejects.toBe(
      underWay,
    );
    const waited = await rerunUntilPassed(context, first, times, brings(underWay)[0]);
    expect(waited.suites).toEqual(first.suites);
  });
});

describe("one rerun", () => {
  test("has just begun once it is sent, so a service may not know it yet, and names the run that it repeats", async () => {
    using stage = staged({ rerun: async () => ({ ref: "staged:2" }) });
    expect(stage.context.observations.justNow).toBe(false);
    expect(await beginRerun(stage.context, handle, 1)).toEqual({ ref: "staged:2", rerunOf: handle.ref });
    expect(stage.context.observations.justNow).toBe(true);
  });

  test("is refused, and nothing is sent, if the service has none", async () => {
    using stage = staged({ rerun: "unsupported" });
    await expect(beginRerun(stage.context, handle, 1)).rejects.toMatchObject({ code: "rerun-unsupported" });
    expect(stage.events).toEqual([]);
  });
});

describe("a service without reruns", () => {
  test.for([
    { rerun: "unsupported", rerunFailed: 1, isSaid: true },
    { rerun: "unsupported", rerunFailed: 0, isSaid: false },
    { rerun: async () => handle, rerunFailed: 1, isSaid: false },
  ] as const)("is named before the start, if reruns are requested: $rerunFailed, $isSaid", (given) => {
    using stage = staged({ rerun: given.rerun });
    const settings = { rerunFailed: given.rerunFailed } as RunSettings;
    expect(warningOfNoRerun(stage.context, settings)).toBe(
      given.isSaid ? "Staged cannot rerun what did not pass, so --rerun-failed has no effect." : undefined,
    );
  });
});
