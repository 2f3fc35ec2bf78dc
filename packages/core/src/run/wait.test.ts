import { describe, expect, test, vi } from "vitest";
import { Bell } from "./bell.ts";
import { sleep } from "./deadline.ts";
import { deaf, finished, hangs, running } from "../provider/provider.fixture.ts";
import type { RunResults, RunState } from "../provider/provider.ts";
import { InterruptedError, TimedOutError } from "../errors.ts";
import { down, handle, looking, refusal, staged } from "./run-context.fixture.ts";
import { counted } from "../results/test-runs.fixture.ts";
import { collect, nextLook, waitUntilFinished } from "./wait.ts";

const unknown: RunState = { status: "unrecognised", says: "Passed!", progress: {} };

describe("waiting for a run", () => {
  test("that could not be looked at at the end says so, and not that the run goes on", async () => {
    // The next look after the one that fails is far away, and it fails as well.
    using stage = staged({ poll: looking(down()) }, { timeoutMs: 300, pollIntervalMs: 200 });
    const error: unknown = await waitUntilFinished(stage.context, handle).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TimedOutError);
    expect((error as Error).message).toMatch(
      /^It could not be found out within 0.3 s whether .* The last status check failed: /,
    );
  });

  test("ends with the first look that finds it finished; every look is told", async () => {
    using stage = staged({ poll: looking({ status: "queued", progress: {} }, running, unknown, finished, running) });
    expect(await waitUntilFinished(stage.context, handle)).toBe(finished);
    expect(stage.events).toMatchObject(
      ["queued", "running", "unrecognised", "finished"].map((status) => ({ type: "state", run: 3, state: { status } })),
    );
    for (const event of stage.events) expect(event).toMatchObject({ waitedMs: expect.closeTo(50, -2) as number });
  });

  test("looks again after faults, each told; ten in a row are survived, and a success starts the count anew", async () => {
    const ten = Array.from({ length: 10 }, down);
    using stage = staged({ poll: looking(...ten, running, ...ten, finished) });
    expect(await waitUntilFinished(stage.context, handle)).toBe(finished);
    expect(stage.events.filter(({ type }) => type === "retry")).toHaveLength(20);
    expect(stage.events[0]).toMatchObject({ type: "retry", run: 3, call: "poll", failures: 1 });
  });

  test("ends with the eleventh fault in a row, and with the first that does not pass", async () => {
    using long = staged({ poll: looking(...Array.from({ length: 11 }, down), finished) });
    await expect(waitUntilFinished(long.context, handle)).rejects.toMatchObject({ code: "x-503" });
    const no = refusal();
    using short = staged({ poll: looking(running, no, finished) });
    await expect(waitUntilFinished(short.context, handle)).rejects.toBe(no);
  });

  test("waits between two looks, from the first look on as the run's age asks for", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const looks: number[] = [];
      const begun = process.hrtime.bigint();
      const now = (): number => Number(process.hrtime.bigint() - begun) / 1e6;
      using stage = staged(
        { poll: async () => (looks.push(now()), looks.length < 2 ? running : finished) },
        { pollIntervalMs: "adapts", timeoutMs: 60_000 },
      );
      // An hour went into a start that took its time, which is no reason to look seldom.
      vi.advanceTimersByTime(3_600_000);
      await waitUntilFinished(stage.context, handle);
      const [first = 0, second = 0] = looks;
      expect(second - first).toBeGreaterThan(850);
      expect(second - first).toBeLessThan(3_000);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("with a bell that the service rings", () => {
  test("the run is looked at once, then at once when it is rung, and seldom otherwise", async () => {
    const bell = new Bell();
    let looks = 0;
    using stage = staged(
      { poll: async () => (++looks < 2 ? running : finished) },
      { pollIntervalMs: "adapts", timeoutMs: 20_000 },
    );
    const waiting = waitUntilFinished(stage.context, handle, bell);
    await sleep(1_500, new AbortController().signal);
    expect(looks).toBe(1);
    bell.ring();
    expect(await waiting).toBe(finished);
    expect(looks).toBe(2);
  });

  test("that lies, the run goes on: one more look, and no result", async () => {
    const bell = new Bell();
    let looks = 0;
    using stage = staged({ poll: async () => (looks++, running) }, { pollIntervalMs: "adapts", timeoutMs: 1_000 });
    bell.ring();
    await expect(waitUntilFinished(stage.context, handle, bell)).rejects.toBeInstanceOf(TimedOutError);
    // The first, the one for the bell, and the last before the time was up.
    expect(looks).toBe(3);
  });

  test("a fixed interval is kept to besides", async () => {
    using stage = staged({ poll: looking(running, running, finished) }, { pollIntervalMs: 20 });
    expect(await waitUntilFinished(stage.context, handle, new Bell())).toBe(finished);
  });
});

describe("when the time is up, one last look", () => {
  const timeoutMs = 150;

  test("finds it finished, or does not: then the time is up", async () => {
    using lucky = staged({ poll: looking(hangs, finished) }, { timeoutMs });
    expect(await waitUntilFinished(lucky.context, handle)).toBe(finished);
    using unlucky = staged({ poll: looking(hangs, running) }, { timeoutMs });
    await expect(waitUntilFinished(unlucky.context, handle)).rejects.toBeInstanceOf(TimedOutError);
    expect(unlucky.events).toMatchObject([{ type: "state", state: running }]);
  });

  test.for([
    ["fails", down()],
    ["hangs", hangs],
    ["hangs and hears no signal", deaf],
  ] as const)("that %s: the time is up", async ([, last]) => {
    using stage = staged({ poll: looking(hangs, last) }, { timeoutMs });
    const begun = performance.now();
    await expect(waitUntilFinished(stage.context, handle)).rejects.toBeInstanceOf(TimedOutError);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  test("is not taken after an interruption or a refusal", async () => {
    const reason = new InterruptedError("SIGINT");
    const stop = new AbortController();
    const poll = vi.fn(looking(hangs, finished));
    using stage = staged({ poll }, { interrupted: stop.signal });
    setTimeout(() => stop.abort(reason), 20);
    await expect(waitUntilFinished(stage.context, handle)).rejects.toBe(reason);
    expect(poll).toHaveBeenCalledTimes(1);
  });
});

describe("bringing the results home", () => {
  const results: RunResults = { testRun: counted(2), files: [] };

  test("asks for those of this run and this state, again while they are not there yet", async () => {
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

  test("has the time that was kept for the last look, too, and no more", async () => {
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

describe("when to look next", () => {
  test.for([
    { waited: 0, from: 900, to: 1_100 },
    { waited: 60_000, from: 3_100, to: 3_850 },
    { waited: 1_800_000, from: 17_000, to: 20_900 },
    { waited: 100 * 3_600_000, from: 27_000, to: 33_000 },
  ])("after $waited ms: $from to $to ms", ({ waited, from, to }) => {
    const waits = Array.from({ length: 200 }, () => nextLook(waited));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(from);
    expect(Math.max(...waits)).toBeLessThanOrEqual(to);
    expect(new Set(waits).size).toBeGreaterThan(1);
  });

  test("a fixed interval is kept to", () => expect(nextLook(1_000_000, 250)).toBe(250));
});
