import { describe, expect, test } from "vitest";
import { InterruptedError, ProviderError, TimedOutError, UnknownStartError, UsageError } from "../errors.ts";
import { hangs } from "../provider/provider.fixture.ts";
import type { CallContext, RunHandle } from "../provider/provider.ts";
import { down, handle, refusal, staged } from "./run-context.fixture.ts";
import { type StartRequest, sendOnce } from "./send-once.ts";

const check = "Check at the service whether the run is there before you start it again";

/** A request that records its notes: that it is about to be sent, and that it has certainly started nothing. */
function noting(
  send: StartRequest["send"],
  call: StartRequest["call"] = "start",
  token?: string,
): StartRequest & { readonly noted: readonly string[] } {
  const noted: string[] = [];
  return {
    call,
    token,
    send: (context) => (noted.push("sent"), send(context)),
    sending: { begins: async () => void noted.push("begins"), failed: async () => void noted.push("failed") },
    noted,
  };
}

/** A start that ends with each of these in turn, and then succeeds. */
function sending(...steps: readonly (Error | typeof hangs)[]): {
  readonly send: (context: CallContext) => Promise<RunHandle>;
  readonly sent: () => number;
} {
  let sent = 0;
  return {
    sent: () => sent,
    send: async (context) => {
      const step = steps[sent++];
      if (step instanceof Error) throw step;
      return step ? step(context) : handle;
    },
  };
}

describe("a start", () => {
  test("is sent once, and returns the reference", async () => {
    using stage = staged({});
    const { send, sent } = sending();
    expect(await sendOnce(stage.context, noting(send))).toBe(handle);
    expect(sent()).toBe(1);
  });

  test("is not sent again after a refusal that stays, such as an untrusted certificate", async () => {
    const untrusted = (): ProviderError => down().with({ refused: true });
    using stage = staged({});
    const { send, sent } = sending(untrusted());
    await expect(sendOnce(stage.context, noting(send))).rejects.toMatchObject({ refused: true });
    expect(sent()).toBe(1);
    // A rerun's service has answered before: its certificate was trusted, so one of several machines has another one.
    using later = staged({});
    later.context.observations.answered();
    const rerun = sending(untrusted(), untrusted());
    expect(await sendOnce(later.context, noting(rerun.send, "rerun"))).toBe(handle);
  });

  test("is sent again after a temporary refusal, with an event", async () => {
    using stage = staged({});
    const error = down();
    const { send, sent } = sending(error);
    expect(await sendOnce(stage.context, noting(send, "rerun"))).toBe(handle);
    expect(sent()).toBe(2);
    expect(stage.events).toMatchObject([{ type: "retry", run: 3, call: "rerun", error, failures: 1 }]);
  });

  test("is refused in the end: it is sent four times, no more", async () => {
    using stage = staged({});
    const last = down();
    const { send, sent } = sending(down(), down(), down(), last);
    await expect(sendOnce(stage.context, noting(send))).rejects.toBe(last);
    expect(sent()).toBe(4);
  });

  test.for([
    ["refused for good", refusal()],
    ["of unknown fate", new UnknownStartError("cut off", "check")],
  ] as const)("that is %s is not sent again", async ([, error]) => {
    using stage = staged({});
    const { send, sent } = sending(error);
    await expect(sendOnce(stage.context, noting(send))).rejects.toBe(error);
    expect(sent()).toBe(1);
  });

  test.for([
    ["an error", new TypeError("undefined is not a function")],
    ["no error at all", "undefined is not a function"],
  ] as const)("that fails with %s may have arrived, and is not sent again", async ([, cause]) => {
    using stage = staged({});
    let sent = 0;
    const broken = sendOnce(
      stage.context,
      noting(async () => {
        sent++;
        throw cause;
      }),
    );
    const error = await broken.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnknownStartError);
    expect(error).toMatchObject({
      message:
        "Something unexpected went wrong while the run was being started, so it may or may not have been started: undefined is not a function",
      next: `${check}.`,
      cause,
    });
    expect(sent).toBe(1);
  });
});

describe("at the timeout", () => {
  test("while the start is on its way, it is not known whether it arrived", async () => {
    using stage = staged({}, { timeoutMs: 50 });
    const error = await sendOnce(stage.context, noting(hangs)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnknownStartError);
    expect(error).toMatchObject({
      message: "Timed out while the start request was on its way, so the run may or may not have been started.",
      next: `${check}; give --timeout more time.`,
      cause: expect.any(TimedOutError) as unknown,
    });
  });

  test("while a second try is on its way, it is not known either", async () => {
    using stage = staged({}, { timeoutMs: 200 });
    const { send, sent } = sending(down(), hangs);
    await expect(sendOnce(stage.context, noting(send))).rejects.toBeInstanceOf(UnknownStartError);
    expect(sent()).toBe(2);
  });

  test("before a refused start is sent again, the refusal is what counts", async () => {
    using stage = staged({}, { timeoutMs: 100 });
    const error = new ProviderError({
      code: "busy",
      message: "busy",
      next: "wait",
      retry: "later",
      retryAfterMs: 60_000,
    });
    const { send, sent } = sending(error);
    await expect(sendOnce(stage.context, noting(send))).rejects.toBe(error);
    expect(sent()).toBe(1);
  });

  test("before anything was sent, the error says that nothing is running", async () => {
    using stage = staged({}, { interrupted: AbortSignal.abort(new TimedOutError(1_000)) });
    using preparing = staged({}, { timeoutMs: 50 });
    const { send, sent } = sending();
    const uploads: StartRequest["send"] = async (context) => {
      await context.prepare?.(() => hangs(context));
      return send(context);
    };
    for (const { context } of [stage, preparing]) {
      const error = await sendOnce(context, noting(uploads)).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(TimedOutError);
      expect(error).toMatchObject({
        message: "Timed out before the run was started: nothing is running.",
        next: "Start it again, and give --timeout more time.",
      });
      expect(error).toMatchObject({ timeoutMs: context === preparing.context ? 50 : 1_000 });
    }
    expect(sent()).toBe(0);
  });
});

describe("when it is interrupted", () => {
  const stopping = (afterMs: number): AbortSignal => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new InterruptedError("SIGTERM")), afterMs);
    return stop.signal;
  };

  test("while the start is on its way, the error says that it is not known whether it arrived", async () => {
    using stage = staged({}, { interrupted: stopping(20) });
    const error = await sendOnce(stage.context, noting(hangs)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InterruptedError);
    expect(error).toMatchObject({
      signal: "SIGTERM",
      message: "Stopped by SIGTERM while the start request was on its way: the run may or may not have been started.",
      next: `${check}.`,
    });
  });

  test("before anything was sent, or before it is sent again, the error says that nothing was started", async () => {
    using early = staged({}, { interrupted: AbortSignal.abort(new InterruptedError("SIGTERM")) });
    using between = staged({}, { interrupted: stopping(20), pollIntervalMs: 60_000 });
    for (const { context } of [early, between]) {
      const { send } = sending(down());
      const error = await sendOnce(context, noting(send)).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(InterruptedError);
      expect(error).toMatchObject({
        signal: "SIGTERM",
        message: "Stopped by SIGTERM before the run was started.",
        next: "Start it again when you are ready.",
      });
    }
  });
});

describe("the notes that a killed process leaves behind", () => {
  test.for([
    { given: "it is started", steps: [], noted: ["begins", "sent"] },
    { given: "it is refused once", steps: [down()], noted: ["begins", "sent", "failed", "begins", "sent"] },
    { given: "it is refused for good", steps: [refusal()], noted: ["begins", "sent", "failed", "failed"] },
    { given: "it cannot be sent", steps: [new UsageError([])], noted: ["begins", "sent", "failed", "failed"] },
    { given: "its fate is unknown", steps: [new UnknownStartError("cut off", "check")], noted: ["begins", "sent"] },
    { given: "it fails unexpectedly", steps: [new TypeError("fault")], noted: ["begins", "sent"] },
  ])("$given: $noted", async ({ steps, noted }) => {
    using stage = staged({});
    const request = noting(sending(...steps).send);
    await sendOnce(stage.context, request).catch(() => undefined);
    expect(request.noted).toEqual(noted);
  });

  test("a start that cannot be noted is not sent", async () => {
    using stage = staged({});
    const disk = new Error("ENOSPC");
    const { send, sent } = sending();
    const request = { ...noting(send), sending: { begins: () => Promise.reject(disk), failed: async () => undefined } };
    await expect(sendOnce(stage.context, request)).rejects.toBe(disk);
    expect(sent()).toBe(0);
  });

  test("a start that was aborted while it was being noted is not sent", async () => {
    const stop = new AbortController();
    using stage = staged({}, { interrupted: stop.signal });
    const { send, sent } = sending();
    const request = noting(send);
    const begins = async (): Promise<void> => {
      await request.sending.begins();
      stop.abort(new InterruptedError("SIGINT"));
    };
    const started = sendOnce(stage.context, { ...request, sending: { ...request.sending, begins } });
    await expect(started).rejects.toMatchObject({ message: "Stopped by SIGINT before the run was started." });
    expect(sent()).toBe(0);
    expect(request.noted).toEqual(["begins", "failed"]);
  });
});

describe("a start with work before the request that starts something", () => {
  /** Notes each step; `stop` is called at the given one. */
  const preparing = (stop: () => void = () => undefined, at = ""): ReturnType<typeof noting> => {
    const request = noting(async (context) => {
      const step = async (name: string): Promise<void> => {
        (request.noted as string[]).push(name);
        if (at === name) stop();
      };
      await context.prepare?.(() => step("work"));
      await step("request");
      return handle;
    });
    return request;
  };

  test("is on its way only while that request is", async () => {
    using stage = staged({});
    const request = preparing();
    expect(await sendOnce(stage.context, request)).toBe(handle);
    expect(request.noted).toEqual(["begins", "sent", "failed", "work", "begins", "request"]);
  });

  test("that is stopped during the work starts nothing, and the last note says so", async () => {
    const stop = new AbortController();
    using stage = staged({}, { interrupted: stop.signal });
    const request = preparing(() => stop.abort(new InterruptedError("SIGTERM")), "work");
    await expect(sendOnce(stage.context, request)).rejects.toMatchObject({
      message: "Stopped by SIGTERM before the run was started.",
    });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(request.noted).toEqual(["begins", "sent", "failed", "work", "failed", "failed"]);
  });

  test("that is stopped while that request is being noted does not send it", async () => {
    const stop = new AbortController();
    using stage = staged({}, { interrupted: stop.signal });
    const request = preparing();
    let notes = 0;
    const begins = async (): Promise<void> => {
      await request.sending.begins();
      if (++notes === 2) stop.abort(new InterruptedError("SIGTERM"));
    };
    const started = sendOnce(stage.context, { ...request, sending: { ...request.sending, begins } });
    await expect(started).rejects.toMatchObject({ message: "Stopped by SIGTERM before the run was started." });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(request.noted).toEqual(["begins", "sent", "failed", "work", "begins", "failed", "failed"]);
  });

  test.each([
    { given: "breaks", request: async () => Promise.reject(new TypeError("fault")), code: "unknown-start" },
    { given: "does not end", request: hangs, code: "unknown-start" },
  ])("that $given after that work may have started something, and is not sent again", async ({ request, code }) => {
    using stage = staged({}, { timeoutMs: 60 });
    const start = noting(async (context) => {
      await context.prepare?.(async () => undefined);
      return request(context);
    });
    await expect(sendOnce(stage.context, start)).rejects.toMatchObject({ code });
    expect(start.noted).toEqual(["begins", "sent", "failed", "begins"]);
  });

  test.each([down(), new TypeError("a fault")])("whose work fails with %s started nothing", async (fault) => {
    using stage = staged({});
    let left = 1;
    const request = noting(async (context) => {
      await context.prepare?.(async () => {
        if (left-- > 0) throw fault;
      });
      return handle;
    });
    await sendOnce(stage.context, request).catch(() => undefined);
    expect(request.noted.slice(0, 4)).toEqual(["begins", "sent", "failed", "failed"]);
    if (fault instanceof TypeError) expect(request.noted.at(-1)).toBe("failed");
    else expect(request.noted.slice(4)).toEqual(["begins", "sent", "failed", "begins"]);
  });
});

describe("with a token in the run's name", () => {
  const token = "k7q2";
  const byToken = "for a run whose name begins with [k7q2]";

  test("each uncertain start says what to look for", async () => {
    using stage = staged({}, { timeoutMs: 60 });
    const late = await sendOnce(stage.context, noting(hangs, "start", token)).catch((error: unknown) => error);
    expect(late).toMatchObject({
      next: `Check at the service ${byToken} before you start it again; give --timeout more time.`,
    });
    const stop = new AbortController();
    using stopped = staged({}, { interrupted: stop.signal });
    setTimeout(() => stop.abort(new InterruptedError("SIGINT")), 10);
    const ended = await sendOnce(stopped.context, noting(hangs, "start", token)).catch((error: unknown) => error);
    expect(ended).toMatchObject({ next: `Check at the service ${byToken} before you start it again.` });
    using broken = staged({});
    const fault = await sendOnce(broken.context, noting(sending(new TypeError("fault")).send, "start", token)).catch(
      (error: unknown) => error,
    );
    expect(fault).toMatchObject({ next: `Check at the service ${byToken} before you start it again.` });
  });

  test("the provider's words stay, with what to look for", async () => {
    using stage = staged({});
    const cause = new Error("reset");
    const { send } = sending(new UnknownStartError("cut off", "Check there.", cause));
    const error = await sendOnce(stage.context, noting(send, "start", token)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnknownStartError);
    expect(error).toMatchObject({ message: "cut off", next: `Check there. Check ${byToken}.`, cause });
  });

  test("without one, the provider's error stays as it is", async () => {
    using stage = staged({});
    const given = new UnknownStartError("cut off", "Check there.");
    await expect(sendOnce(stage.context, noting(sending(given).send, "rerun"))).rejects.toBe(given);
  });
});
