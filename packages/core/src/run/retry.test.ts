import { describe, expect, test, vi } from "vitest";
import { InterruptedError, ProviderError } from "../errors.ts";
import { finished } from "../provider/provider.fixture.ts";
import { jittered, type RetryPolicy, retry, retryPolicy } from "./retry.ts";
import { down, handle, staged } from "./run-context.fixture.ts";
import type { RunContext } from "./run-context.ts";
import { collect } from "./wait.ts";

const later = (retryAfterMs?: number): ProviderError =>
  new ProviderError({
    code: "x",
    message: "down",
    next: "wait",
    retry: "later",
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
const never = new ProviderError({ code: "y", message: "no", next: "Fix it.", retry: "never" });

function policyOf(failures: number, signal = new AbortController().signal): RetryPolicy & { readonly waits: number[] } {
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

/** A call that fails with each of these in turn, and then succeeds. */
function failing(...errors: readonly Error[]): () => Promise<number> {
  let calls = 0;
  return async () => {
    const error = errors[calls++];
    if (error) throw error;
    return calls;
  };
}

describe("a retried call", () => {
  test("succeeds in the end", async () => {
    expect(await retry(failing(later(), later()), policyOf(5))).toBe(3);
  });

  test("waits longer each time, up to a limit", async () => {
    const given = policyOf(5);
    await retry(failing(later(), later(), later(), later()), given);
    expect(given.waits.map((wait) => Math.round(wait))).toEqual([1, 2, 4, 4]);
  });

  test("waits as long as the service asks", async () => {
    const given = policyOf(5);
    await retry(failing(later(30)), given);
    expect(given.waits).toEqual([30]);
  });

  test("is repeated beyond that number while the service has no room: that is not a fault", async () => {
    const given = policyOf(1);
    const full = later().with({ busy: true });
    expect(await retry(failing(full, later(), full, full), given)).toBe(5);
    await expect(retry(failing(full, later(), later()), policyOf(1))).rejects.toMatchObject({ code: "x" });
  });

  test.for([
    { given: "the retries are used up", errors: [later(), later(), later()], retried: 2 },
    { given: "the service refuses for good", errors: [never], retried: 0 },
    { given: "the error is not a provider's", errors: [new TypeError("fault")], retried: 0 },
  ])("is not repeated if $given", async ({ errors, retried }) => {
    const given = policyOf(2);
    await expect(retry(failing(...errors), given)).rejects.toBe(errors.at(-1));
    expect(given.waits).toHaveLength(retried);
  });

  test("is not repeated if it is aborted during the delay", async () => {
    const stop = new AbortController();
    const given = policyOf(5, stop.signal);
    const call = retry(failing(later(60_000)), given);
    const reason = new InterruptedError("SIGINT");
    setTimeout(() => stop.abort(reason), 5);
    await expect(call).rejects.toBe(reason);
  });
});

test("a delay varies by a tenth to either side, so that runs that start together poll at different moments", () => {
  const delays = Array.from({ length: 1_000 }, () => jittered(1_000));
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(900);
  expect(Math.min(...delays)).toBeLessThan(950);
  expect(Math.max(...delays)).toBeGreaterThan(1_050);
  expect(Math.max(...delays)).toBeLessThanOrEqual(1_100);
});

describe("a call under a signal", () => {
  const reason = new InterruptedError("SIGTERM");

  test("that is already aborted is not made", async () => {
    const call = vi.fn(async () => 1);
    await expect(retry(call, policyOf(5, AbortSignal.abort(reason)))).rejects.toBe(reason);
    expect(call).not.toHaveBeenCalled();
  });
});

describe("the retries of a call", () => {
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

  test("each is an event", () => {
    using stage = staged({});
    const error = down();
    retryPolicy(stage.context, "results").onRetry(error, 250, 4);
    expect(stage.events).toEqual([{ type: "retry", run: 3, call: "results", error, inMs: 250, failures: 4 }]);
  });

  test("end with the wait for the run, unless another signal is given", () => {
    using stage = staged({});
    const { deadline } = stage.context;
    expect(retryPolicy(stage.context, "poll").signal).toBe(deadline.signal);
    expect(retryPolicy(stage.context, "results", deadline.end).signal).toBe(deadline.end);
  });
});

describe("a refusal", () => {
  const calls = ["start", "rerun", "poll", "results"] as const;
  const refused = (): ProviderError => later().with({ refused: true });
  const requests = async (call: (typeof calls)[number], context: RunContext): Promise<number> => {
    let sent = 0;
    const asked = retry(() => (sent++, Promise.reject(refused())), retryPolicy(context, call));
    await expect(asked).rejects.toMatchObject({ refused: true });
    return sent;
  };

  test("as the first answer about a run ends the wait early, and a start immediately", async () => {
    const sent = await Promise.all(
      calls.map(async (call) => {
        using stage = staged({});
        return requests(call, stage.context);
      }),
    );
    expect(sent).toEqual([1, 3, 3, 3]);
  });

  test("after the service has answered is a fault like any other", async () => {
    const sent = await Promise.all(
      calls.map(async (call) => {
        using stage = staged({});
        stage.context.observations.answered();
        return requests(call, stage.context);
      }),
    );
    expect(sent).toEqual([4, 4, 11, 11]);
  });
});

test("what is not there yet is requested again only right after the start or the end of the run", async () => {
  const missing = (): ProviderError => never.with({ notYet: true });
  using stage = staged({});
  const results = (): Promise<number> =>
    retry(failing(...Array.from({ length: 5 }, missing)), retryPolicy(stage.context, "results"));
  await expect(results()).rejects.toMatchObject({ notYet: true });
  stage.context.observations.started();
  expect(await results()).toBe(6);
  // Anything else that stays as it is stays so then too.
  await expect(retry(failing(never), retryPolicy(stage.context, "results"))).rejects.toBe(never);
});

describe("an answer that cannot be used", () => {
  const unreadable = (content: string): ProviderError => {
    const evidence = [{ name: "result.xml", title: "t", content }];
    return new ProviderError({ code: "x", message: "unreadable", next: "n", retry: "later", evidence });
  };
  test("is requested three times if it is the same, byte for byte", async () => {
    let asked = 0;
    using stage = staged({ results: () => Promise.reject(unreadable(asked++ < 0 ? "" : "same")) });
    await expect(collect(stage.context, handle, finished)).rejects.toMatchObject({ code: "x" });
    expect(asked).toBe(3);
  });
  test("is requested as often as after any other fault if it differs", async () => {
    let asked = 0;
    using stage = staged({ results: () => Promise.reject(unreadable(`${asked++}`)) });
    await expect(collect(stage.context, handle, finished)).rejects.toMatchObject({ code: "x" });
    expect(asked).toBe(11);
  });
});
