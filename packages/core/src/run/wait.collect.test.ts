import { describe, expect, test } from "vitest";
import { ProviderError, TimedOutError } from "../errors.ts";
import { finished, hangs, running } from "../provider/provider.fixture.ts";
import type { FinishedState, RunResults } from "../provider/provider.ts";
import { counted, testCase, testRun } from "../results/test-runs.fixture.ts";
import { down, handle, polling, staged } from "./run-context.fixture.ts";
import { collect, waitUntilFinished } from "./wait.ts";

describe("collecting the results", () => {
  const results: RunResults = { testRun: counted(2), files: [] };

  test("requests those of this run and this state, and again while they are not there yet", async () => {
    const asked: unknown[] = [];
    using stage = staged({
      results: async (run, state, { signal }) => {
        asked.push([run, state, signal.aborted]);
        if (asked.length < 3) throw down();
        return results;
      },
    });
    expect(await collect(stage.context, handle, finished)).toBe(results);
    expect(asked).toEqual(Array.from({ length: 3 }, () => [handle, finished, false]));
    expect(stage.events).toMatchObject([1, 2].map((failures) => ({ type: "retry", call: "results", failures })));
  });

  test("does not believe that all tests passed after a status that sounds like a failure, and says why", async () => {
    const says = `Aborted: ${"x".repeat(100)}`;
    const poll = polling({ status: "unrecognised", says, notPassed: true, progress: {} }, finished);
    using stage = staged({ poll, results: async () => results });
    await waitUntilFinished(stage.context, handle);
    const error: unknown = await collect(stage.context, handle, finished).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "staged-contradiction",
      message: `The service says that all tests passed, but an earlier answer said that something did not pass: The service gave the run the status "${says.slice(0, 60)}".`,
      next: "Check the run's page at the service, and report the contradiction to its support.",
      retry: "never",
    });
    expect(stage.context.observations.notPassed(handle)).toMatchObject({
      code: "staged-status",
      next: "Check the run's page at the service.",
      retry: "never",
    });
  });

  test("believes that all tests passed after a status that is only unknown", async () => {
    const poll = polling({ status: "unrecognised", says: "Preparing", progress: {} }, running, finished);
    using stage = staged({ poll, results: async () => results });
    await waitUntilFinished(stage.context, handle);
    expect(await collect(stage.context, handle, finished)).toBe(results);
  });

  test.each(["poll", "results"] as const)(
    "does not believe it after an unusable answer that says otherwise: %s",
    async (call) => {
      const odd = down().with({ notPassed: true });
      const answers: RunResults[] = [];
      using stage = staged({
        poll: call === "poll" ? polling(odd, finished) : polling(finished),
        results: async () => {
          if (call === "results" && answers.length === 0) {
            answers.push(results);
            throw odd;
          }
          return results;
        },
      });
      await waitUntilFinished(stage.context, handle);
      await expect(collect(stage.context, handle, finished)).rejects.toMatchObject({ code: "staged-contradiction" });
    },
  );

  test.each([
    { counted: { failed: 3 }, says: "3 failed and 0 broken" },
    { counted: { errors: 1 }, says: "0 failed and 1 broken" },
    { counted: { failed: 2, errors: 2 }, says: "2 failed and 2 broken" },
  ])(
    "does not believe that all tests passed if the finished state counts $counted",
    async ({ counted: counts, says }) => {
      using stage = staged({ results: async () => results });
      const state: FinishedState = { status: "finished", progress: { total: 5, passed: 2, ...counts } };
      await expect(collect(stage.context, handle, state)).rejects.toMatchObject({
        code: "staged-contradiction",
        message: expect.stringContaining(says) as string,
      });
      const failed: RunResults = { testRun: counted(2, 1), files: [] };
      using agreed = staged({ results: async () => failed });
      expect(await collect(agreed.context, handle, state)).toBe(failed);
    },
  );

  test("takes results that contain a failure after such a status, and keeps the evidence of a contradiction", async () => {
    const evidence = [{ name: "answer.xml", title: "The answer", content: "<odd/>" }];
    const told = new ProviderError({
      code: "x",
      message: "odd",
      next: "Check.",
      retry: "never",
      notPassed: true,
      evidence,
    });
    const oneOfEach = testRun([testCase("failed", "a"), testCase("error", "b")], { kind: "passed" });
    let given: RunResults = { testRun: oneOfEach, files: [] };
    using stage = staged({ results: async () => given });
    stage.context.observations.told(handle, told);
    expect(await collect(stage.context, handle, finished)).toBe(given);
    given = results;
    await expect(collect(stage.context, handle, finished)).rejects.toMatchObject({ evidence });
  });

  test("takes results that say themselves that the run failed, although no test of it did", async () => {
    const hubIsDown: RunResults = { testRun: counted(2, 0, 0, 0, { kind: "failed", message: "no hub" }), files: [] };
    using stage = staged({ results: async () => hubIsDown });
    const state: FinishedState = { status: "finished", progress: { failed: 1 } };
    expect(await collect(stage.context, handle, state)).toBe(hubIsDown);
  });

  test("may use the time reserved for the last poll, and no more", async () => {
    using stage = staged(
      {
        results: async ({ ref }, _state, { signal }) => {
          expect(ref).toBe("staged:1");
          if (!stage.context.deadline.signal.aborted) throw down();
          expect(signal.aborted).toBe(false);
          return results;
        },
      },
      { timeoutMs: 500, pollIntervalMs: 20 },
    );
    await new Promise((resolve) => stage.context.deadline.signal.addEventListener("abort", resolve));
    expect(await collect(stage.context, handle, finished)).toBe(results);
    using late = staged({ results: async (_run, _state, context) => hangs(context) }, { timeoutMs: 100 });
    await expect(collect(late.context, handle, finished)).rejects.toBeInstanceOf(TimedOutError);
  });
});
