import { describe, expect, test } from "vitest";
import { InterruptedError, UnknownStartError, UsageError } from "../errors.ts";
import { hangs } from "../provider/provider.fixture.ts";
import { down, handle, refusal, staged } from "./run-context.fixture.ts";
import { noting, sending } from "./send-once.fixture.ts";
import { sendOnce } from "./send-once.ts";

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
