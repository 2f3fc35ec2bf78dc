import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { Bell } from "./bell.ts";
import { InterruptedError } from "../errors.ts";

const never = new AbortController().signal;
async function msOf(waiting: Promise<void>): Promise<number> {
  const from = performance.now();
  await waiting;
  return performance.now() - from;
}

describe("a bell", () => {
  test("that does not ring waits for the time given", async () => {
    expect(await msOf(new Bell().wait(80, never))).toBeGreaterThan(70);
  });

  test("that rings ends the wait immediately", async () => {
    const bell = new Bell();
    setTimeout(() => bell.ring(), 50);
    expect(await msOf(bell.wait(20_000, never))).toBeLessThan(5_000);
  });

  test("that rang between two waits ends the next wait, and not the one after it", async () => {
    const bell = new Bell();
    bell.ring();
    bell.ring();
    expect(await msOf(bell.wait(20_000, never))).toBeLessThan(5_000);
    expect(await msOf(bell.wait(1_800, never))).toBeGreaterThan(1_750);
  });

  test("that rings without pause ends a wait once a second", async () => {
    const bell = new Bell();
    const ringing = setInterval(() => bell.ring(), 1);
    let heard = 0;
    for (const end = performance.now() + 2_500; performance.now() < end; heard++) await bell.wait(20_000, never);
    clearInterval(ringing);
    expect(heard).toBeGreaterThanOrEqual(3);
    expect(heard).toBeLessThanOrEqual(4);
  });

  test("for parts of a run ends a wait once it is quiet for a second", async () => {
    const bell = new Bell("part");
    const from = performance.now();
    let rangAt = 0;
    const ringing = setInterval(() => {
      bell.ring();
      rangAt = performance.now();
      if (rangAt - from > 1_300) clearInterval(ringing);
    }, 50);
    await bell.wait(20_000, never);
    expect(performance.now() - rangAt).toBeGreaterThan(950);
    expect(performance.now() - from).toBeLessThan(5_000);
  });

  test("for parts of a run that rings without pause changes nothing: the wait is as long as without it", async () => {
    const bell = new Bell("part");
    const ringing = setInterval(() => bell.ring(), 1);
    expect(await msOf(bell.wait(1_600, never))).toBeGreaterThan(1_550);
    clearInterval(ringing);
  });

  test.each([
    { rungFor: "end", ms: 30_000 },
    { rungFor: "part", ms: 4_000 },
  ] as const)("for the $rungFor of a run makes 4 s between two polls $ms ms", ({ rungFor, ms }) => {
    expect(new Bell(rungFor).intervalMs(4_000)).toBe(ms);
  });

  test("never makes a wait longer than the time given", async () => {
    const bell = new Bell();
    bell.ring();
    await bell.wait(20_000, never);
    bell.ring();
    expect(await msOf(bell.wait(100, never))).toBeLessThan(900);
  });

  test("does not delay a run that is stopped, and leaves nothing behind", async () => {
    const bell = new Bell();
    const stop = new AbortController();
    const reason = new InterruptedError("SIGTERM");
    setTimeout(() => stop.abort(reason), 30);
    await expect(bell.wait(20_000, stop.signal)).rejects.toBe(reason);
    bell.ring();
    await expect(bell.wait(20_000, stop.signal)).rejects.toBe(reason);
    expect(getEventListeners(stop.signal, "abort")).toEqual([]);
  });
});
