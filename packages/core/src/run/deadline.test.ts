import { getEventListeners } from "node:events";
import { describe, expect, test, vi } from "vitest";
import { InterruptedError, ProviderError, TimedOutError } from "../errors.ts";
import { Deadline, orAborted, sleep } from "./deadline.ts";
import { nextLook } from "./wait.ts";
import { type RetryPolicy, retry } from "./retry.ts";

const later = (retryAfterMs?: number): ProviderError =>
  new ProviderError({
    code: "x",
    message: "down",
    next: "wait",
    retry: "later",
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
const never = new ProviderError({ code: "y", message: "no", next: "mend", retry: "never" });

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

function retryPolicy(
  failures: number,
  signal = new AbortController().signal,
): RetryPolicy & { readonly waits: number[] } {
  const waits: number[] = [];
  return {
    failures,
    firstDelayMs: 1,
    longestDelayMs: 4,
    signal,
    waits,
    onRetry: (_error, inMs) => void waits.push(inMs),
  };
}

/** A call that fails with each of these in turn, and then goes well. */
function failing(...errors: readonly Error[]): () => Promise<number> {
  let calls = 0;
  return async () => {
    const error = errors[calls++];
    if (error) throw error;
    return calls;
  };
}

describe("a call that is made again", () => {
  test("goes well in the end", async () => {
    expect(await retry(failing(later(), later()), retryPolicy(5))).toBe(3);
  });

  test("waits longer each time, up to a longest time", async () => {
    const given = retryPolicy(5);
    await retry(failing(later(), later(), later(), later()), given);
    expect(given.waits.map((wait) => Math.round(wait))).toEqual([1, 2, 4, 4]);
  });

  test("waits as long as the service asks", async () => {
    const given = retryPolicy(5);
    await retry(failing(later(30)), given);
    expect(given.waits).toEqual([30]);
  });

  test.for([
    { given: "the tries are used up", errors: [later(), later(), later()], retried: 2 },
    { given: "the service says no for good", errors: [never], retried: 0 },
    { given: "the error is none of a provider", errors: [new TypeError("fault")], retried: 0 },
  ])("is not when $given", async ({ errors, retried }) => {
    const given = retryPolicy(2);
    await expect(retry(failing(...errors), given)).rejects.toBe(errors.at(-1));
    expect(given.waits).toHaveLength(retried);
  });

  test("is not when it is aborted while it waits", async () => {
    const stop = new AbortController();
    const given = retryPolicy(5, stop.signal);
    const call = retry(failing(later(60_000)), given);
    const reason = new InterruptedError("SIGINT");
    setTimeout(() => stop.abort(reason), 5);
    await expect(call).rejects.toBe(reason);
  });
});

describe("a call under a signal", () => {
  const reason = new InterruptedError("SIGTERM");
  const hanging = (): Promise<never> => new Promise(() => undefined);

  test("that is aborted already is not made", async () => {
    const call = vi.fn(async () => 1);
    await expect(retry(call, retryPolicy(5, AbortSignal.abort(reason)))).rejects.toBe(reason);
    expect(call).not.toHaveBeenCalled();
  });

  test.for([
    ["already", 0],
    ["later", 5],
  ] as const)("that hangs ends with the reason when it is aborted %s", async ([, afterMs]) => {
    const stop = new AbortController();
    if (afterMs === 0) stop.abort(reason);
    else setTimeout(() => stop.abort(reason), afterMs);
    await expect(orAborted(hanging(), stop.signal)).rejects.toBe(reason);
    expect(getEventListeners(stop.signal, "abort")).toEqual([]);
  });

  test("leaves nothing behind on a signal that outlives it", async () => {
    const { signal } = new AbortController();
    expect(await orAborted(Promise.resolve(7), signal)).toBe(7);
    await expect(orAborted(Promise.reject(never), signal)).rejects.toBe(never);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});

describe("waiting", () => {
  test("ends with the signal's own reason", async () => {
    const reason = new InterruptedError("SIGINT");
    await expect(sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  test("for longer than a timer can hold does not end at once", async () => {
    const stop = new AbortController();
    const reason = new InterruptedError("SIGINT");
    setTimeout(() => stop.abort(reason), 50);
    await expect(sleep(2 ** 40, stop.signal)).rejects.toBe(reason);
  });
});

describe("the time of a run", () => {
  test("may be longer than a timer can hold, and is measured from its beginning", async () => {
    const begun = performance.now();
    using deadline = new Deadline(2 ** 40, new AbortController().signal);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([deadline.signal.aborted, deadline.end.aborted]).toEqual([false, false]);
    expect(deadline.waitedMs).toBeGreaterThan(40);
    expect(deadline.waitedMs).toBeLessThanOrEqual(performance.now() - begun);
  });

  test("leaves no timer behind", () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      {
        using _ = new Deadline(60_000, new AbortController().signal);
        expect(vi.getTimerCount()).toBe(2);
      }
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test("keeps ten seconds at most for the last look", () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      using deadline = new Deadline(3_600_000, new AbortController().signal);
      vi.advanceTimersByTime(3_589_999);
      expect(deadline.signal.aborted).toBe(false);
      vi.advanceTimersByTime(1);
      expect([deadline.signal.aborted, deadline.end.aborted]).toEqual([true, false]);
      vi.advanceTimersByTime(10_000);
      expect(deadline.end.aborted).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  test("ends with a TimedOutError, a tenth of it kept for one last look", async () => {
    using deadline = new Deadline(200, new AbortController().signal);
    await new Promise((aborted) => deadline.signal.addEventListener("abort", aborted));
    expect(deadline.signal.reason).toBeInstanceOf(TimedOutError);
    expect(deadline.end.aborted).toBe(false);
    await new Promise((aborted) => deadline.end.addEventListener("abort", aborted));
    expect(deadline.end.reason).toBeInstanceOf(TimedOutError);
    expect(deadline.waitedMs).toBeGreaterThanOrEqual(199);
  });

  test("ends at once when the process is asked to stop", () => {
    const stop = new AbortController();
    using deadline = new Deadline(60_000, stop.signal);
    const reason = new InterruptedError("SIGTERM");
    stop.abort(reason);
    expect([deadline.signal.reason, deadline.end.reason]).toEqual([reason, reason]);
  });
});
