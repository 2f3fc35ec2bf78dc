import { describe, expect, test } from "vitest";
import { down, staged } from "./run-context.fixture.ts";
import { callContext } from "./run-context.ts";
import { retryPolicy } from "./retry.ts";

describe("how faults of a call are survived", () => {
  test.for([
    ["start", 3],
    ["rerun", 3],
    ["poll", 10],
    ["results", 10],
  ] as const)("%s: %i in a row", ([call, failures]) => {
    using stage = staged({});
    expect(retryPolicy(stage.context, call).failures).toBe(failures);
  });

  test.for([
    ["adapts", 1_000, 30_000],
    [250, 250, 2_500],
    [5_000, 5_000, 30_000],
  ] as const)("polls at %s: the first delay is %i ms, the longest %i ms", ([pollIntervalMs, first, longest]) => {
    using stage = staged({}, { pollIntervalMs });
    expect(retryPolicy(stage.context, "poll")).toMatchObject({ firstDelayMs: first, longestDelayMs: longest });
  });

  test("each is told", () => {
    using stage = staged({});
    const error = down();
    retryPolicy(stage.context, "results").onRetry(error, 250, 4);
    expect(stage.events).toEqual([{ type: "retry", run: 3, call: "results", error, inMs: 250, failures: 4 }]);
  });

  test("as long as the run is waited for, if nothing else is said", () => {
    using stage = staged({});
    const { deadline } = stage.context;
    expect(retryPolicy(stage.context, "poll").signal).toBe(deadline.signal);
    expect(retryPolicy(stage.context, "results", deadline.end).signal).toBe(deadline.end);
  });
});

test("an upload is told as the run's own, and the call gets its signal", () => {
  using stage = staged({});
  const { signal } = new AbortController();
  const context = callContext(stage.context, signal);
  context.onUpload(5, 9);
  expect(stage.events).toEqual([{ type: "upload", run: 3, sentBytes: 5, totalBytes: 9 }]);
  expect(context.signal).toBe(signal);
});
