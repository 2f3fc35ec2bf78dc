import { getEventListeners } from "node:events";
import { queryObjects } from "node:v8";
import { describe, expect, test } from "vitest";
import { boundedFetch, type Fetch } from "./bounded-fetch.ts";

describe("an exchange that is over leaves nothing behind", () => {
  /** The number of living objects of a kind, after a garbage collection. */
  const alive = (kind: unknown): number => queryObjects(kind as never, { format: "count" });

  test.each([200, 302])("after %s: no timer, no signal, and no listener on the caller's signal", async (status) => {
    // The built-in fetch keeps signals of its own.
    const through: Fetch = async () => ({ status, headers: new Headers(), body: null });
    const send = boundedFetch(through, { timeoutMs: 60_000, maxBytes: 1000 });
    const { signal } = new AbortController();
    const timer = setTimeout(() => undefined).unref();
    const count = (): readonly number[] => [alive(timer.constructor), alive(AbortSignal)];
    const before = count();
    for (let time = 0; time < 40; time++)
      await send("http://any", { method: "GET", headers: {}, signal }).catch(() => undefined);
    for (const [index, left] of count().entries()) expect(left - (before[index] ?? 0)).toBeLessThan(20);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});
