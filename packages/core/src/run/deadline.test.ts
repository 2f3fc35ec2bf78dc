import { getEventListeners } from "node:events";
import { describe, expect, test, vi } from "vitest";
import { InterruptedError, ProviderError, TimedOutError } from "../errors.ts";
import { Deadline, orAborted, sleep } from "./deadline.ts";

const never = new ProviderError({ code: "y", message: "no", next: "Fix it.", retry: "never" });

describe("a call under a signal", () => {
  const reason = new InterruptedError("SIGTERM");
  const hanging = (): Promise<never> => new Promise(() => undefined);

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

  test("leaves neither a timer nor a listener behind", async () => {
    const { signal } = new AbortController();
    await sleep(1, signal);
    expect(getEventListeners(signal, "abort")).toEqual([]);
    const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
    const before = timers();
    const stopped = sleep(60_000, AbortSignal.abort(new Error("stop")));
    expect(timers()).toBe(before);
    await expect(stopped).rejects.toThrow("stop");
  });

  test("of more milliseconds than a timer can hold does not end immediately", async () => {
    const stop = new AbortController();
    const reason = new InterruptedError("SIGINT");
    setTimeout(() => stop.abort(reason), 50);
    await expect(sleep(2 ** 40, stop.signal)).rejects.toBe(reason);
  });
});

describe("the time of a run", () => {
  test("may be longer than a timer can hold, and counts from its beginning", async () => {
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

  test("reserves at most ten seconds for the last poll", () => {
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

  test("reserves a tenth of a short time, and no more", () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      using deadline = new Deadline(1_000, new AbortController().signal);
      vi.advanceTimersByTime(899);
      expect(deadline.signal.aborted).toBe(false);
      vi.advanceTimersByTime(1);
      expect([deadline.signal.aborted, deadline.end.aborted]).toEqual([true, false]);
      vi.advanceTimersByTime(100);
      expect(deadline.end.aborted).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  test("ends with a TimedOutError, and a tenth of it is reserved for one last poll", async () => {
    using deadline = new Deadline(200, new AbortController().signal);
    await new Promise((aborted) => deadline.signal.addEventListener("abort", aborted));
    expect(deadline.signal.reason).toBeInstanceOf(TimedOutError);
    expect(deadline.end.aborted).toBe(false);
    await new Promise((aborted) => deadline.end.addEventListener("abort", aborted));
    expect(deadline.end.reason).toBeInstanceOf(TimedOutError);
    expect(deadline.waitedMs).toBeGreaterThanOrEqual(199);
  });

  test("ends immediately when the process is asked to stop", () => {
    const stop = new AbortController();
    using deadline = new Deadline(60_000, stop.signal);
    const reason = new InterruptedError("SIGTERM");
    stop.abort(reason);
    expect([deadline.signal.reason, deadline.end.reason]).toEqual([reason, reason]);
  });
});
