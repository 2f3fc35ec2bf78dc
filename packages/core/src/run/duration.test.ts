import { expect, test, vi } from "vitest";
import { Duration, type TimedRun } from "./duration.ts";
import { Observations } from "./observations.ts";

/** A run whose process has waited for a number of milliseconds, which the test sets. */
function waiting(startedAt?: string) {
  const clock = { waitedMs: 0 };
  const observations = new Observations();
  const resumption = startedAt === undefined ? undefined : ({ kind: "attach", entry: { startedAt } } as const);
  const context = { observations, deadline: clock, resumption } satisfies TimedRun;
  return { context, clock };
}

test("a run of this process took from its start to its last end, reruns included", () => {
  const { context, clock } = waiting();
  context.observations.started();
  clock.waitedMs = 100;
  const duration = new Duration(context);
  clock.waitedMs = 1_100;
  duration.ended();
  expect(duration.ms).toBe(1_000);
  clock.waitedMs = 2_600.4;
  duration.ended();
  expect(duration.ms).toBe(2_500);
});

test("a run of an earlier process began when run.json says, if this process saw that it was not finished", () => {
  vi.useFakeTimers({ now: new Date("2026-03-31T12:00:00Z"), toFake: ["Date"] });
  try {
    const { context, clock } = waiting("2026-03-31T11:59:00Z");
    const duration = new Duration(context);
    clock.waitedMs = 5_000;
    duration.ended();
    expect(duration.ms, "it may have been over for hours").toBeUndefined();
    context.observations.running();
    expect(duration.ms).toBe(65_000);
  } finally {
    vi.useRealTimers();
  }
});

test.for([undefined, "yesterday"])(
  "the duration of a run that began at an unknown time (%s) is not known",
  (startedAt) => {
    const { context } = waiting(startedAt);
    const duration = new Duration(context);
    context.observations.running();
    duration.ended();
    expect(duration.ms).toBeUndefined();
  },
);

test("a run that began in the future, by a clock that was set back, has no known duration: 0 would be in time", () => {
  const { context, clock } = waiting(new Date(Date.now() + 3_600_000).toISOString());
  context.observations.running();
  const duration = new Duration(context);
  duration.ended();
  expect(duration.ms).toBeUndefined();
  clock.waitedMs = 7_200_000;
  duration.ended();
  expect(duration.ms).toBeUndefined();
});

test("clocks that are a few seconds apart do not make the duration unknown", () => {
  const { context, clock } = waiting(new Date(Date.now() + 5_000).toISOString());
  context.observations.running();
  const duration = new Duration(context);
  clock.waitedMs = 3_000;
  duration.ended();
  expect(duration.ms).toBe(3_000);
});
