import { describe, expect, test, vi } from "vitest";
import { ProviderError } from "../errors.ts";
import { finished, hangs, running } from "../provider/provider.fixture.ts";
import type { RunResults, RunState } from "../provider/provider.ts";
import { counted } from "../results/test-runs.fixture.ts";
import { Observations } from "./observations.ts";
import { down, handle, polling, staged } from "./run-context.fixture.ts";
import { collect, waitUntilFinished } from "./wait.ts";

describe("a status check that the service itself refuses", () => {
  const refused = new ProviderError({ code: "x", message: "no such job", next: "n", retry: "later", refused: true });
  const retries = (events: readonly { readonly type: string }[]): number =>
    events.filter(({ type }) => type === "retry").length;

  test("is given up soon, if nothing is known of the run yet", async () => {
    using stage = staged({ poll: polling(refused) });
    await expect(waitUntilFinished(stage.context, handle)).rejects.toBe(refused);
    expect(retries(stage.events)).toBe(2);
  });

  test("is repeated as any other fault after our own start", async () => {
    using stage = staged({ poll: polling(refused, refused, refused, refused, finished) });
    stage.context.observations.started();
    expect(await waitUntilFinished(stage.context, handle)).toBe(finished);
    expect(retries(stage.events)).toBe(4);
  });

  test("is repeated as any other fault after a status was told", async () => {
    using stage = staged({ poll: polling(running, refused, refused, refused, refused, finished) });
    expect(await waitUntilFinished(stage.context, handle)).toBe(finished);
  });
});

describe("what is not there right after our own start, or right after the end", () => {
  const missing = new ProviderError({ code: "x-404", message: "no such run", next: "n", retry: "never", notYet: true });
  const results: RunResults = { testRun: counted(1), files: [] };

  test("is not there yet: a poll is repeated after our own start", async () => {
    using stage = staged({ poll: polling(missing, missing, finished) });
    stage.context.observations.started();
    expect(await waitUntilFinished(stage.context, handle)).toBe(finished);
    expect(stage.events.filter(({ type }) => type === "retry")).toHaveLength(2);
  });

  test("results are requested again after this process saw the end of a run that it started", async () => {
    let asked = 0;
    const later = async (): Promise<RunResults> => {
      if (asked++ < 2) throw missing;
      return results;
    };
    using stage = staged({ poll: polling(finished), results: later });
    stage.context.observations.started();
    await waitUntilFinished(stage.context, handle);
    expect(await collect(stage.context, handle, finished)).toBe(results);
  });

  test("is waited for even if each answer is the same, byte for byte", async () => {
    const evidence = [{ name: "answer.txt", title: "t", content: "Done" }];
    const empty = new ProviderError({ code: "x", message: "m", next: "n", retry: "never", notYet: true, evidence });
    let asked = 0;
    using stage = staged({
      poll: polling(finished),
      results: async () => {
        if (asked++ < 6) throw empty;
        return results;
      },
    });
    stage.context.observations.started();
    await waitUntilFinished(stage.context, handle);
    expect(await collect(stage.context, handle, finished)).toBe(results);
  });

  test("results are requested again even if the very last poll found the end", async () => {
    let asked = 0;
    using stage = staged(
      {
        poll: polling(hangs, finished),
        results: async () => {
          if (asked++ < 2) throw missing;
          return results;
        },
      },
      { timeoutMs: 4_000 },
    );
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      stage.context.observations.started();
      vi.advanceTimersByTime(6_000);
      const state = await waitUntilFinished(stage.context, handle);
      expect(await collect(stage.context, handle, state)).toBe(results);
    } finally {
      vi.useRealTimers();
    }
  });

  test("is not there at all after an attach", async () => {
    using stage = staged({ poll: polling(missing, finished) });
    await expect(waitUntilFinished(stage.context, handle)).rejects.toBe(missing);
    using ended = staged({ poll: polling(finished), results: () => Promise.reject(missing) });
    await waitUntilFinished(ended.context, handle);
    await expect(collect(ended.context, handle, finished)).rejects.toBe(missing);
    expect(ended.events.filter(({ type }) => type === "retry")).toEqual([]);
  });

  test("is not there at all five seconds later, on a clock that only runs forward", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      using stage = staged({ poll: polling(missing, finished) });
      stage.context.observations.started();
      vi.advanceTimersByTime(5_000);
      await expect(waitUntilFinished(stage.context, handle)).rejects.toBe(missing);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("after an unusable answer that said that something did not pass", () => {
  const evidence = [{ name: "answer.json", title: "the answer", content: "{}" }];
  const odd = (): ProviderError =>
    new ProviderError({ code: "x-odd", message: "odd", next: "Ask.", retry: "later", notPassed: true, evidence });
  const reason = { kind: "failed", message: "no hub" } as const;

  test.each([
    { title: "all passed", testRun: counted(2), isBelieved: false },
    { title: "all passed that was executed", testRun: counted(1, 0, 0, 1, { kind: "passed" }), isBelieved: false },
    { title: "one failed", testRun: counted(1, 1), isBelieved: true },
    { title: "one broke", testRun: counted(1, 0, 1), isBelieved: true },
    { title: "it failed for the service's own reason", testRun: counted(1, 0, 0, 0, reason), isBelieved: true },
  ])("$title: believed: $isBelieved", async ({ testRun, isBelieved }) => {
    const brings = { testRun, files: [] };
    let asked = 0;
    const results = async (): Promise<RunResults> => {
      if (++asked === 1) throw odd();
      return brings;
    };
    using again = staged({ results });
    using polled = staged({ poll: polling(odd(), finished), results: async () => brings });
    await waitUntilFinished(polled.context, handle);
    for (const { context } of [again, polled]) {
      const collected = collect(context, handle, finished);
      if (isBelieved) await expect(collected).resolves.toBe(brings);
      else await expect(collected).rejects.toMatchObject({ code: "staged-contradiction", retry: "never", evidence });
    }
    // The answer says nothing about another run, such as a rerun.
    await expect(collect(polled.context, { ref: "staged:2" }, finished)).resolves.toBe(brings);
  });
});

describe("after an unknown status that sounds like a failure", () => {
  const aborted: RunState = { status: "unrecognised", says: "Aborted", notPassed: true, progress: {} };
  const odd: RunState = { status: "unrecognised", says: "Preparing", progress: {} };

  test.each([
    { title: "Aborted, and all passed", states: [aborted, finished], testRun: counted(2), isBelieved: false },
    { title: "Aborted, and one failed", states: [aborted, finished], testRun: counted(1, 1), isBelieved: true },
    { title: "Preparing, and all passed", states: [odd, finished], testRun: counted(2), isBelieved: true },
  ])("$title: believed: $isBelieved", async ({ states, testRun, isBelieved }) => {
    const brings = { testRun, files: [] };
    using stage = staged({ poll: polling(...states), results: async () => brings });
    await waitUntilFinished(stage.context, handle);
    const collected = collect(stage.context, handle, finished);
    if (isBelieved) await expect(collected).resolves.toBe(brings);
    else await expect(collected).rejects.toMatchObject({ code: "staged-contradiction", message: /"Aborted"/ });
  });
});

test("only an unusable answer is remembered that says itself that something did not pass", () => {
  const odd = { code: "x-odd", message: "odd", next: "Ask.", retry: "never" } as const;
  const says = new ProviderError({ ...odd, notPassed: true });
  const observations = new Observations();
  const others = [
    down(),
    new ProviderError({ ...odd, notPassed: false }),
    Object.assign(new TypeError("a fault"), { notPassed: true }),
  ];
  for (const error of [...others, undefined]) observations.told(handle, error);
  expect(observations.notPassed(handle)).toBeUndefined();
  for (const error of [says, down()]) observations.told(handle, error);
  expect(observations.notPassed(handle)).toBe(says);
});

test("a run is seen as started, as unfinished and at all only once it was", () => {
  const observations = new Observations();
  const seen = (): readonly boolean[] => [observations.wasStarted, observations.wasUnfinished, observations.neverSeen];
  expect(seen()).toEqual([false, false, true]);
  observations.running();
  expect(seen()).toEqual([false, true, true]);
  observations.answered();
  expect(seen()).toEqual([false, true, false]);
  observations.started();
  expect(seen()).toEqual([true, true, false]);
  const started = new Observations();
  started.started();
  expect([started.wasStarted, started.wasUnfinished, started.neverSeen]).toEqual([true, false, false]);
});
