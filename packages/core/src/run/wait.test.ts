import { describe, expect, test, vi } from "vitest";
import { Bell } from "./bell.ts";
import { sleep } from "./deadline.ts";
import type { CallContext, RunHandle, RunResults, RunState } from "../provider/provider.ts";
import { InterruptedError, ProviderError, TimedOutError } from "../errors.ts";
import { down, refusal, staged } from "./run-context.fixture.ts";
import { counted } from "../results/test-runs.fixture.ts";
import { collect, waitUntilFinished } from "./wait.ts";

const handle: RunHandle = { ref: "staged:1" };
const progress = { total: 2 };
const running: RunState = { status: "running", progress };
const finished: RunState = { status: "finished", progress };
const unknown: RunState = { status: "unrecognised", says: "Passed!", progress };
const hangs = ({ signal }: CallContext): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
const deaf = (): Promise<never> => new Promise(() => undefined);

type Look = RunState | Error | ((context: CallContext) => Promise<RunState>);

/** Looks that go as each of these in turn; the last one stays. */
function looking(...looks: readonly Look[]): (run: RunHandle, context: CallContext) => Promise<RunState> {
  let asked = 0;
  return async (run, context) => {
    expect(run).toBe(handle);
    const look = looks[Math.min(asked++, looks.length - 1)];
    if (look instanceof Error) throw look;
    if (typeof look === "function") return look(context);
    return look!;
  };
}

describe("waiting for a run", () => {
  test("that could not be looked at at the end says so, and not that the run goes on", async () => {
    // The next look after the one that fails is far away, and it fails as well.
    using stage = staged({ poll: looking(down()) }, { timeoutMs: 300, pollIntervalMs: 200 });
    const error: unknown = await waitUntilFinished(stage.context, handle).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TimedOutError);
    expect((error as Error).message).toMatch(/^Nobody could tell within 0.3 s whether .* The last look failed: /);
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

describe("after an answer of no use that told of something that did not pass", () => {
  const evidence = [{ name: "answer.json", title: "the answer", content: "{}" }];
  const odd = (): ProviderError =>
    new ProviderError({ code: "x-odd", message: "odd", next: "Ask.", retry: "later", notPassed: true, evidence });
  const reason = { kind: "failed", message: "no hub" } as const;

  test.each([
    { title: "all passed", testRun: counted(2), isBelieved: false },
    { title: "all passed that was executed", testRun: counted(1, 0, 0, 1, { kind: "passed" }), isBelieved: false },
    { title: "one failed", testRun: counted(1, 1), isBelieved: true },
    { title: "one broke", testRun: counted(1, 0, 1), isBelieved: true },
    { title: "it failed for a reason of its own", testRun: counted(1, 0, 0, 0, reason), isBelieved: true },
  ])("$title: believed: $isBelieved", async ({ testRun, isBelieved }) => {
    const brings = { testRun, files: [] };
    let asked = 0;
    const results = async (): Promise<RunResults> => {
      if (++asked === 1) throw odd();
      return brings;
    };
    using again = staged({ results });
    using looked = staged({ poll: looking(odd(), finished), results: async () => brings });
    await waitUntilFinished(looked.context, handle);
    for (const { context } of [again, looked]) {
      const collected = collect(context, handle, finished);
      if (isBelieved) await expect(collected).resolves.toBe(brings);
      else await expect(collected).rejects.toMatchObject({ code: "staged-contradiction", retry: "never", evidence });
    }
    // Of another run, such as a rerun, it told nothing.
    await expect(collect(looked.context, { ref: "staged:2" }, finished)).resolves.toBe(brings);
  });
});

describe("after an unknown status in the words of a bad end", () => {
  const aborted: RunState = { status: "unrecognised", says: "Aborted", notPassed: true, progress: {} };
  const odd: RunState = { status: "unrecognised", says: "Preparing", progress: {} };

  test.each([
    { title: "Aborted, and all passed", states: [aborted, finished], testRun: counted(2), isBelieved: false },
    { title: "Aborted, and one failed", states: [aborted, finished], testRun: counted(1, 1), isBelieved: true },
    { title: "Preparing, and all passed", states: [odd, finished], testRun: counted(2), isBelieved: true },
  ])("$title: believed: $isBelieved", async ({ states, testRun, isBelieved }) => {
    const brings = { testRun, files: [] };
    using stage = staged({ poll: looking(...states), results: async () => brings });
    await waitUntilFinished(stage.context, handle);
    const collected = collect(stage.context, handle, finished);
    if (isBelieved) await expect(collected).resolves.toBe(brings);
    else await expect(collected).rejects.toMatchObject({ code: "staged-contradiction", message: /"Aborted"/ });
  });
});

describe("what is not there right after our own start, or right after the end", () => {
  const missing = new ProviderError({ code: "x-404", message: "no such run", next: "n", retry: "never", notYet: true });
  const results: RunResults = { testRun: counted(1), files: [] };

  test("is not there yet: a poll is repeated after our own start", async () => {
    using stage = staged({ poll: looking(missing, missing, finished) });
    stage.context.seen.started();
    expect(await waitUntilFinished(stage.context, handle)).toBe(finished);
    expect(stage.events.filter(({ type }) => type === "retry")).toHaveLength(2);
  });

  test("results are asked for again after an end that this process saw of a run that it started", async () => {
    let asked = 0;
    const later = async (): Promise<RunResults> => {
      if (asked++ < 2) throw missing;
      return results;
    };
    using stage = staged({ poll: looking(finished), results: later });
    stage.context.seen.started();
    await waitUntilFinished(stage.context, handle);
    expect(await collect(stage.context, handle, finished)).toBe(results);
  });

  test("is waited for also where each answer is the same, byte for byte", async () => {
    const evidence = [{ name: "answer.txt", title: "t", content: "Done" }];
    const empty = new ProviderError({ code: "x", message: "m", next: "n", retry: "never", notYet: true, evidence });
    let asked = 0;
    using stage = staged({
      poll: looking(finished),
      results: async () => {
        if (asked++ < 6) throw empty;
        return results;
      },
    });
    stage.context.seen.started();
    await waitUntilFinished(stage.context, handle);
    expect(await collect(stage.context, handle, finished)).toBe(results);
  });

  test("results are asked for again also where the very last look found the end", async () => {
    let asked = 0;
    using stage = staged(
      {
        poll: looking(hangs, finished),
        results: async () => {
          if (asked++ < 2) throw missing;
          return results;
        },
      },
      { timeoutMs: 1_000 },
    );
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      stage.context.seen.started();
      vi.advanceTimersByTime(6_000);
      const state = await waitUntilFinished(stage.context, handle);
      expect(await collect(stage.context, handle, state)).toBe(results);
    } finally {
      vi.useRealTimers();
    }
  });

  test("is not there at all after an attach", async () => {
    using stage = staged({ poll: looking(missing, finished) });
    await expect(waitUntilFinished(stage.context, handle)).rejects.toBe(missing);
    using ended = staged({ poll: looking(finished), results: () => Promise.reject(missing) });
    await waitUntilFinished(ended.context, handle);
    await expect(collect(ended.context, handle, finished)).rejects.toBe(missing);
  });

  test("is not there at all five seconds later, on a clock that only runs forward", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      using stage = staged({ poll: looking(missing, finished) });
      stage.context.seen.started();
      vi.advanceTimersByTime(5_000);
      await expect(waitUntilFinished(stage.context, handle)).rejects.toBe(missing);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("an answer that cannot be used", () => {
  const unreadable = (content: string): ProviderError => {
    const evidence = [{ name: "result.xml", title: "t", content }];
    return new ProviderError({ code: "x", message: "unreadable", next: "n", retry: "later", evidence });
  };
  test("is asked for three times where it is the same, byte for byte", async () => {
    let asked = 0;
    using stage = staged({ results: () => Promise.reject(unreadable(asked++ < 0 ? "" : "same")) });
    await expect(collect(stage.context, handle, finished)).rejects.toMatchObject({ code: "x" });
    expect(asked).toBe(3);
  });
  test("is asked for as often as any other fault where it differs", async () => {
    let asked = 0;
    using stage = staged({ results: () => Promise.reject(unreadable(`${asked++}`)) });
    await expect(collect(stage.context, handle, finished)).rejects.toMatchObject({ code: "x" });
    expect(asked).toBe(11);
  });
});
