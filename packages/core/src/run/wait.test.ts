import { describe, expect, test, vi } from "vitest";
import { Bell } from "./bell.ts";
import { sleep } from "./deadline.ts";
import { deaf, finished, hangs, inTurn, running } from "../provider/provider.fixture.ts";
import type { RunState } from "../provider/provider.ts";
import { InterruptedError, TimedOutError } from "../errors.ts";
import { down, handle, polling, refusal, staged } from "./run-context.fixture.ts";
import { waitUntilFinished } from "./wait.ts";

const unknown: RunState = { status: "unrecognised", says: "Passed!", progress: {} };

describe("waiting for a run", () => {
  test("whose last status check failed says so, and not that the run is still running", async () => {
    // The next poll after the one that fails is far away, and it fails as well.
    using stage = staged({ poll: polling(down()) }, { timeoutMs: 300, pollIntervalMs: 200 });
    const error: unknown = await waitUntilFinished(stage.context, handle).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TimedOutError);
    expect(error).toMatchObject({
      message: "It is not known whether the run finished within 0.3 s: the last status check failed. down",
      next: "Try again later. Then wait for the run with the attach command.",
    });
  });

  test.each([
    { title: "a poll of the wait", timeoutMs: 5_000, pollIntervalMs: 1 },
    { title: "the last one, at the timeout", timeoutMs: 300, pollIntervalMs: 2_000 },
  ])("remembers that the run has just ended if $title finds it finished", async (times) => {
    using stage = staged({ poll: polling(running, finished) }, times);
    const ended = vi.spyOn(stage.context.observations, "ended");
    await waitUntilFinished(stage.context, handle);
    expect(ended).toHaveBeenCalledTimes(1);
    expect(stage.context.deadline.signal.aborted).toBe(times.timeoutMs === 300);
  });

  test("remembers that the service knows the run, and whether it was seen before it was finished", async () => {
    for (const states of [[finished], [running, finished], [unknown, finished]]) {
      using stage = staged({ poll: polling(...states) });
      expect(stage.context.observations.neverSeen).toBe(true);
      await waitUntilFinished(stage.context, handle);
      const { neverSeen, wasUnfinished } = stage.context.observations;
      expect([neverSeen, wasUnfinished]).toEqual([false, states.length > 1]);
    }
  });

  test("ends with the first poll that finds it finished; every poll is an event", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const next = inTurn<RunState>([{ status: "queued", progress: {} }, running, unknown, finished, running]);
      using stage = staged({ poll: async (_run, context) => (vi.advanceTimersByTime(40), next(context)) });
      expect(await waitUntilFinished(stage.context, handle)).toBe(finished);
      expect(stage.events).toMatchObject(
        ["queued", "running", "unrecognised", "finished"].map((status, index) => ({
          type: "state",
          run: 3,
          state: { status },
          waitedMs: 40 * (index + 1),
        })),
      );
    } finally {
      vi.useRealTimers();
    }
  });

  test("polls again after up to ten faults in a row, each an event; a success resets the count", async () => {
    const ten = Array.from({ length: 10 }, down);
    using stage = staged({ poll: polling(...ten, running, ...ten, finished) });
    expect(await waitUntilFinished(stage.context, handle)).toBe(finished);
    expect(stage.events.filter(({ type }) => type === "retry")).toHaveLength(20);
    expect(stage.events[0]).toMatchObject({ type: "retry", run: 3, call: "poll", failures: 1 });
  });

  test("ends with the eleventh fault in a row, and with the first permanent one", async () => {
    using long = staged({ poll: polling(...Array.from({ length: 11 }, down), finished) });
    await expect(waitUntilFinished(long.context, handle)).rejects.toMatchObject({ code: "x-503" });
    const no = refusal();
    using short = staged({ poll: polling(running, no, finished) });
    await expect(waitUntilFinished(short.context, handle)).rejects.toBe(no);
  });

  test("adapts the interval to the time since the first poll", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const polls: number[] = [];
      const begun = process.hrtime.bigint();
      const now = (): number => Number(process.hrtime.bigint() - begun) / 1e6;
      using stage = staged(
        { poll: async () => (polls.push(now()), polls.length < 2 ? running : finished) },
        { pollIntervalMs: "adapts", timeoutMs: 60_000 },
      );
      // The start took an hour, which must not make the polls rare.
      vi.advanceTimersByTime(3_600_000);
      await waitUntilFinished(stage.context, handle);
      const [first = 0, second = 0] = polls;
      expect(second - first).toBeGreaterThan(850);
      expect(second - first).toBeLessThan(3_000);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe.concurrent("a run that this process started", () => {
  test.each([
    { title: "and that took an hour before is polled less often", pastDurationsMs: [3_600_000], least: 4, most: 6 },
    { title: "is otherwise polled every second at first", pastDurationsMs: [], least: 7, most: 9 },
  ])(
    "$title",
    async ({ pastDurationsMs, least, most }) => {
      let polls = 0;
      using stage = staged(
        { poll: async () => (polls++, running) },
        { pollIntervalMs: "adapts", timeoutMs: 6_500, pastDurationsMs },
      );
      stage.context.observations.started();
      await stage.context.ledger.started(3, handle);
      await expect(waitUntilFinished(stage.context, handle)).rejects.toBeInstanceOf(TimedOutError);
      expect(polls).toBeGreaterThanOrEqual(least);
      expect(polls).toBeLessThanOrEqual(most);
    },
    10_000,
  );
});

describe("with a bell that the service rings", () => {
  test("the run is polled once, then immediately when the bell rings, and otherwise rarely", async () => {
    const bell = new Bell();
    let polls = 0;
    using stage = staged(
      { poll: async () => (++polls < 2 ? running : finished) },
      { pollIntervalMs: "adapts", timeoutMs: 20_000 },
    );
    const waiting = waitUntilFinished(stage.context, handle, bell);
    await sleep(1_500, new AbortController().signal);
    expect(polls).toBe(1);
    bell.ring();
    expect(await waiting).toBe(finished);
    expect(polls).toBe(2);
  });

  test("although the run is still running, there is one more poll and no result", async () => {
    const bell = new Bell();
    let polls = 0;
    using stage = staged({ poll: async () => (polls++, running) }, { pollIntervalMs: "adapts", timeoutMs: 1_000 });
    bell.ring();
    await expect(waitUntilFinished(stage.context, handle, bell)).rejects.toBeInstanceOf(TimedOutError);
    // The first, the one for the bell, and the last one before the timeout.
    expect(polls).toBe(3);
  });

  test("a fixed interval still applies", async () => {
    using stage = staged({ poll: polling(running, running, finished) }, { pollIntervalMs: 20 });
    expect(await waitUntilFinished(stage.context, handle, new Bell())).toBe(finished);
  });

  test("for parts of a run, the run is polled as often as without it, and the bell knows which run it is", async () => {
    const bell = new Bell("part");
    let polls = 0;
    const poll = async (): Promise<RunState> => {
      expect(bell.awaited).toBe(handle);
      return ++polls < 3 ? running : finished;
    };
    using stage = staged({ poll }, { pollIntervalMs: "adapts", timeoutMs: 20_000 });
    expect(await waitUntilFinished(stage.context, handle, bell)).toBe(finished);
    expect(bell.awaited).toBeUndefined();
  });
});

describe("without waiting", () => {
  test("a finished run is finished", async () => {
    using stage = staged({ poll: polling(finished, running) }, { noWait: true });
    expect(await waitUntilFinished(stage.context, handle)).toBe(finished);
  });

  test.for([
    [{ status: "queued", progress: {} }, "its status is queued."],
    [running, "its status is running."],
    [unknown, 'its status is "Passed!".'],
    [{ status: "unrecognised", says: "x".repeat(70), progress: {} }, `its status is "${"x".repeat(60)}".`],
  ] as const)("any other run has timed out after one poll: %j", async ([state, says]) => {
    using stage = staged({ poll: polling(state, finished) }, { noWait: true, timeoutMs: 60_000 });
    const error: unknown = await waitUntilFinished(stage.context, handle).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TimedOutError);
    expect(error).toMatchObject({
      message: `The run is not finished yet: ${says}`,
      next: "Check again later with the attach command.",
    });
    expect(stage.events).toMatchObject([{ type: "state", state }]);
  });

  test("a poll that fails is repeated, up to ten times; then its error ends the run", async () => {
    const ten = Array.from({ length: 10 }, down);
    using lucky = staged({ poll: polling(...ten, finished) }, { noWait: true });
    expect(await waitUntilFinished(lucky.context, handle)).toBe(finished);
    using unlucky = staged({ poll: polling(...ten, down(), finished) }, { noWait: true });
    await expect(waitUntilFinished(unlucky.context, handle)).rejects.toMatchObject({ code: "x-503" });
  });

  test("if the time runs out after polls that failed, the last of their errors ends the run", async () => {
    using stage = staged({ poll: polling(down(), hangs) }, { noWait: true, timeoutMs: 100 });
    await expect(waitUntilFinished(stage.context, handle)).rejects.toMatchObject({ code: "x-503" });
    using silent = staged({ poll: polling(hangs) }, { noWait: true, timeoutMs: 100 });
    await expect(waitUntilFinished(silent.context, handle)).rejects.toBeInstanceOf(TimedOutError);
  });
});

describe("at the timeout, one last poll", () => {
  const timeoutMs = 150;

  test("finds the run finished, or the wait times out", async () => {
    using lucky = staged({ poll: polling(hangs, finished) }, { timeoutMs });
    expect(await waitUntilFinished(lucky.context, handle)).toBe(finished);
    using unlucky = staged({ poll: polling(hangs, running) }, { timeoutMs });
    await expect(waitUntilFinished(unlucky.context, handle)).rejects.toBeInstanceOf(TimedOutError);
    expect(unlucky.events).toMatchObject([{ type: "state", state: running }]);
  });

  test.for([
    ["fails", down()],
    ["hangs", hangs],
    ["hangs and ignores its signal", deaf],
  ] as const)("that %s: the wait times out", async ([, last]) => {
    using stage = staged({ poll: polling(hangs, last) }, { timeoutMs });
    const begun = performance.now();
    await expect(waitUntilFinished(stage.context, handle)).rejects.toBeInstanceOf(TimedOutError);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  test("is not taken after an interruption or a refusal", async () => {
    const reason = new InterruptedError("SIGINT");
    const stop = new AbortController();
    const poll = vi.fn(polling(hangs, finished));
    using stage = staged({ poll }, { interrupted: stop.signal });
    setTimeout(() => stop.abort(reason), 20);
    await expect(waitUntilFinished(stage.context, handle)).rejects.toBe(reason);
    expect(poll).toHaveBeenCalledTimes(1);
  });
});
