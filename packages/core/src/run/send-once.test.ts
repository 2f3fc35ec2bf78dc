import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { InterruptedError, ProviderError, TimedOutError, UnknownStartError } from "../errors.ts";
import { hangs } from "../provider/provider.fixture.ts";
import { down, handle, refusal, staged } from "./run-context.fixture.ts";
import { noting, sending } from "./send-once.fixture.ts";
import { type StartRequest, sendOnce } from "./send-once.ts";

const check = "Check at the service whether the run is there before you start it again";

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

  test("the call's own end comes too late to count, even if a note takes a moment to write", async () => {
    using stage = staged({}, { timeoutMs: 50 });
    const request = noting((context) => context.prepare?.(() => hangs(context)) ?? expect.unreachable());
    const slowly = { ...request.sending, failed: () => sleep(20) };
    const error = await sendOnce(stage.context, { ...request, sending: slowly }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: "Timed out before the run was started: nothing is running." });
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

describe("a rerun", () => {
  const next = "Check at the service whether the rerun is there before you start it again";

  test("that times out or is interrupted on its way is not called a run, which is over", async () => {
    using late = staged({}, { timeoutMs: 50 });
    await expect(sendOnce(late.context, noting(hangs, "rerun"))).rejects.toMatchObject({
      message: "Timed out while the rerun request was on its way, so the rerun may or may not have been started.",
      next: `${next}; give --timeout more time.`,
    });
    const stop = new AbortController();
    setTimeout(() => stop.abort(new InterruptedError("SIGTERM")), 20);
    using stopped = staged({}, { interrupted: stop.signal });
    await expect(sendOnce(stopped.context, noting(hangs, "rerun"))).rejects.toMatchObject({
      message: "Stopped by SIGTERM while the rerun request was on its way: the rerun may or may not have been started.",
      next: `${next}.`,
    });
    using broken = staged({});
    await expect(
      sendOnce(
        broken.context,
        noting(() => Promise.reject(new TypeError("x is not a function")), "rerun"),
      ),
    ).rejects.toMatchObject({
      message:
        "Something unexpected went wrong while the rerun was being started, so it may or may not have been started: x is not a function",
      next: `${next}.`,
    });
  });

  test("that was not sent is to be sent by itself: the command may start a new run", async () => {
    using stopped = staged({}, { interrupted: AbortSignal.abort(new InterruptedError("SIGTERM")) });
    await expect(sendOnce(stopped.context, noting(hangs, "rerun"))).rejects.toMatchObject({
      message: "Stopped by SIGTERM before the rerun was started.",
      next: "Rerun it with `remotest rerun <ref>` when you are ready.",
    });
    using late = staged({}, { interrupted: AbortSignal.abort(new TimedOutError(1_000)) });
    await expect(sendOnce(late.context, noting(hangs, "rerun"))).rejects.toMatchObject({
      message: "Timed out before the rerun was started: nothing is running.",
      next: "Rerun it with `remotest rerun <ref>`, and give --timeout more time.",
    });
  });
});
