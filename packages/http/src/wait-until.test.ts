import { describe, expect, it } from "vitest";
import { type StatusWait, waitUntil } from "./wait-until.ts";

/** Answers the checks one after another: a status, or an error to throw; the last one again and again. */
function checks(...answers: readonly (string | Error)[]): { check: StatusWait<string>["check"]; made: () => number } {
  let made = 0;
  return {
    made: () => made,
    check: async () => {
      const answer = answers[Math.min(made++, answers.length - 1)] ?? "";
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}

const waiting = (check: StatusWait<string>["check"]): StatusWait<string> => ({
  check,
  isOver: (status) => status === "over",
  mayPass: (failure) => ((failure as Error).message === "passes" ? 0 : undefined),
  timeoutMs: 60_000,
  timedOut: (last, failure) => new Error(`late, after ${last}`, { cause: failure }),
});

describe.concurrent("a wait", () => {
  it("ends immediately if it is over already", async () => {
    const { check, made } = checks("over");
    expect(await waitUntil(waiting(check))).toBe("over");
    expect(made()).toBe(1);
  });

  it("reports each status, and survives a failure that passes", async () => {
    const { check } = checks("running", new Error("passes"), "over");
    const statuses: string[] = [];
    expect(await waitUntil({ ...waiting(check), onStatus: (status) => statuses.push(status) })).toBe("over");
    expect(statuses).toEqual(["running", "over"]);
  });

  it("ends with a failure that will not pass", async () => {
    const { check, made } = checks(new Error("refused"));
    await expect(waitUntil(waiting(check))).rejects.toThrow("refused");
    expect(made()).toBe(1);
  });

  it("ends with the caller's own error, which is not a failed check", async () => {
    const { check, made } = checks("running");
    const onStatus = (): void => {
      throw new Error("passes");
    };
    await expect(waitUntil({ ...waiting(check), onStatus })).rejects.toThrow("passes");
    expect(made()).toBe(1);
  });

  it("takes no longer than its time, and knows the last status", async () => {
    const { check } = checks("running");
    await expect(waitUntil({ ...waiting(check), timeoutMs: 50 })).rejects.toThrow("late, after running");
  });

  it("names the failure that was not over when the time was", async () => {
    const { check } = checks(new Error("passes"));
    const late = waitUntil({ ...waiting(check), timeoutMs: 50 });
    await expect(late).rejects.toMatchObject({ message: "late, after undefined", cause: { message: "passes" } });
  });

  it("cuts a check that hangs when the time is over", async () => {
    const check = async (signal: AbortSignal): Promise<string> =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));
    await expect(waitUntil({ ...waiting(check), timeoutMs: 50 })).rejects.toThrow("late, after undefined");
  });

  it("ends with the signal's reason, while it pauses and before it begins", async () => {
    const { check } = checks("running");
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("enough")), 30);
    await expect(waitUntil({ ...waiting(check), signal: stop.signal })).rejects.toThrow("enough");
    const { check: never, made } = checks("over");
    await expect(waitUntil({ ...waiting(never), signal: stop.signal })).rejects.toThrow("enough");
    expect(made()).toBe(0);
  });
});
