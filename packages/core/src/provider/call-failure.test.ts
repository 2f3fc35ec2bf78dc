import { describe, expect, test } from "vitest";
import { ProviderError, UnknownStartError, UsageError } from "../errors.ts";
import { callFailure, type KnownOfFailure } from "./call-failure.ts";
import type { FailedCall, ServiceCall, ServiceWords } from "./failed-call.ts";

const words: ServiceWords = { title: "Checks", run: "suite", where: "on its page", account: "CHECKS_TOKEN" };

function failed(given: Partial<FailedCall>): FailedCall {
  return { code: "checks-bad", message: "It broke", failure: "transport", ...given };
}

type Fate = "never" | "later" | "unknown";

function fateOf(call: ServiceCall, given: Partial<FailedCall>, known?: KnownOfFailure): Fate {
  const error = callFailure(call, failed(given), words, known);
  if (error instanceof UnknownStartError) return "unknown";
  return error instanceof ProviderError ? error.retry : expect.unreachable();
}

describe("whether asking again is safe and may help", () => {
  const rows: readonly { given: Partial<FailedCall>; start: Fate; look: Fate }[] = [
    { given: { failure: "refused" }, start: "never", look: "never" },
    { given: { failure: "refused", httpStatus: 500 }, start: "never", look: "never" },
    { given: { failure: "proxy-refused" }, start: "never", look: "never" },
    { given: { failure: "proxy-refused", certainlyNotSent: true }, start: "never", look: "never" },
    { given: { failure: "proxy-down", certainlyNotSent: true }, start: "later", look: "later" },
    { given: { failure: "untrusted", certainlyNotSent: true }, start: "never", look: "never" },
    { given: { failure: "untrusted" }, start: "unknown", look: "never" },
    { given: { failure: "transport" }, start: "unknown", look: "later" },
    { given: { failure: "transport", certainlyNotSent: true }, start: "later", look: "later" },
    { given: { failure: "timeout", certainlyNotSent: false }, start: "unknown", look: "later" },
    { given: { failure: "timeout", certainlyNotSent: true }, start: "later", look: "later" },
    { given: { failure: "too-large" }, start: "unknown", look: "later" },
    { given: { failure: "unreadable" }, start: "unknown", look: "later" },
    { given: { failure: "redirect" }, start: "unknown", look: "later" },
    { given: { failure: "redirect", httpStatus: 302 }, start: "unknown", look: "later" },
    { given: { failure: "status" }, start: "unknown", look: "later" },
    { given: { failure: "status", httpStatus: 204 }, start: "unknown", look: "later" },
    { given: { failure: "status", httpStatus: 404 }, start: "never", look: "never" },
    { given: { failure: "status", httpStatus: 409 }, start: "unknown", look: "later" },
    { given: { failure: "status", httpStatus: 429 }, start: "later", look: "later" },
    { given: { failure: "status", httpStatus: 503 }, start: "unknown", look: "later" },
  ];
  test.each(rows)("$given: a start $start, a look $look", ({ given, start, look }) => {
    expect(fateOf("start", given)).toBe(start);
    for (const call of ["poll", "results"] as const) expect(fateOf(call, given)).toBe(look);
  });

  test.each(["never", "later", "unknown"] as const)("what the provider knows has precedence: %s", (outcome) => {
    for (const failure of ["refused", "transport"] as const)
      expect(fateOf("start", { failure }, { outcome })).toBe(outcome);
  });
});

describe("what the error says", () => {
  test("is what the failure says, with the status in the code and the wait that was asked for", () => {
    const call = failed({ code: "checks-http", failure: "status", httpStatus: 503, retryAfterS: 7 });
    expect(callFailure("poll", call, words)).toMatchObject({
      code: "checks-http-503",
      message: "It broke",
      next: expect.stringContaining("try again later") as string,
      retryAfterMs: 7000,
      cause: call,
    });
    expect(callFailure("poll", failed({ failure: "redirect", httpStatus: 302 }), words)).toMatchObject({
      code: "checks-bad-302",
      retryAfterMs: undefined,
    });
    expect(callFailure("poll", failed({ failure: "redirect" }), words).code).toBe("checks-bad");
    // A refusal is known by the service's own code, not by the status that it came with.
    expect(callFailure("poll", failed({ failure: "refused", httpStatus: 500 }), words).code).toBe("checks-bad");
  });

  test("is what the provider knows better", () => {
    const known = { code: "checks-7", message: "No", next: "Fix it.", serviceCode: "7", reason: "No.", notYet: true };
    expect(callFailure("poll", failed({ failure: "refused" }), words, known)).toMatchObject(known);
  });

  test("of a start whose fate is unknown names the run and where to find it", () => {
    expect(callFailure("start", failed({ failure: "timeout" }), words)).toMatchObject({
      name: "UnknownStartError",
      message: "It is not known whether the suite was started: It broke. The start request was not sent again.",
      next: "Check on its page whether the suite is there before you start it again.",
    });
    expect(callFailure("start", failed({ failure: "too-large" }), words).next).toMatch(
      /again\. Allow .*--max-response/,
    );
  });

  test("of what cannot be sent is every problem", () => {
    const problems = ["a is empty", "b is missing"];
    const error = callFailure("start", failed({ failure: "input", problems }), words);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ problems: [{ message: "a is empty" }, { message: "b is missing" }] });
    expect(callFailure("start", failed({ failure: "input" }), words)).toMatchObject({
      problems: [{ message: "It broke" }],
    });
  });
});

describe("an answer that cannot be used", () => {
  const file = { name: "answer.json", title: "The answer", content: "{}" };
  const unreadable = failed({ failure: "unreadable" });
  const kept = (call: ServiceCall, notPassed: boolean): unknown =>
    callFailure(call, unreadable, words, { answer: { file, notPassed } });

  test("is kept where it was to be the results", () => {
    expect(kept("results", false)).toMatchObject({ evidence: [file], notPassed: undefined });
    expect(kept("results", true)).toMatchObject({ evidence: [file], notPassed: true });
  });

  test("is kept of a look only where it tells of something that did not pass", () => {
    expect(kept("poll", false)).toMatchObject({ evidence: undefined, notPassed: undefined });
    expect(kept("poll", true)).toMatchObject({ evidence: [file], notPassed: true });
  });

  test("need not be there", () => {
    expect(callFailure("results", unreadable, words)).toMatchObject({ evidence: undefined, notPassed: undefined });
  });
});
