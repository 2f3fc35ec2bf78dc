import { describe, expect, test } from "vitest";
import { ProviderError, UnknownStartError, UsageError } from "../errors.ts";
import { callFailure, type FailureDetails } from "./call-failure.ts";
import type { FailedCall, ServiceCall, ServiceWords } from "./failed-call.ts";

const words: ServiceWords = { title: "Checks", run: "suite", where: "on its page", account: "CHECKS_TOKEN" };

function failed(given: Partial<FailedCall>): FailedCall {
  return { code: "checks-bad", message: "It broke", failure: "transport", ...given };
}

type Fate = "never" | "later" | "unknown";

function fateOf(call: ServiceCall, given: Partial<FailedCall>, known?: FailureDetails): Fate {
  const error = callFailure(call, failed(given), words, known);
  if (error instanceof UnknownStartError) return "unknown";
  return error instanceof ProviderError ? error.retry : expect.unreachable();
}

describe("whether a retry is safe and may help", () => {
  const rows: readonly { given: Partial<FailedCall>; start: Fate; poll: Fate }[] = [
    { given: { failure: "refused" }, start: "never", poll: "never" },
    { given: { failure: "refused", httpStatus: 500 }, start: "never", poll: "never" },
    { given: { failure: "proxy-refused" }, start: "never", poll: "never" },
    { given: { failure: "proxy-refused", certainlyNotSent: true }, start: "never", poll: "never" },
    { given: { failure: "proxy-down", certainlyNotSent: true }, start: "later", poll: "later" },
    { given: { failure: "untrusted", certainlyNotSent: true }, start: "later", poll: "later" },
    { given: { failure: "untrusted" }, start: "unknown", poll: "later" },
    { given: { failure: "transport" }, start: "unknown", poll: "later" },
    { given: { failure: "transport", certainlyNotSent: true }, start: "later", poll: "later" },
    { given: { failure: "timeout", certainlyNotSent: false }, start: "unknown", poll: "later" },
    { given: { failure: "timeout", certainlyNotSent: true }, start: "later", poll: "later" },
    { given: { failure: "too-large" }, start: "unknown", poll: "later" },
    { given: { failure: "unreadable" }, start: "unknown", poll: "later" },
    { given: { failure: "redirect" }, start: "unknown", poll: "later" },
    { given: { failure: "redirect", httpStatus: 302 }, start: "unknown", poll: "later" },
    { given: { failure: "status" }, start: "unknown", poll: "later" },
    { given: { failure: "status", httpStatus: 204 }, start: "unknown", poll: "later" },
    { given: { failure: "status", httpStatus: 404 }, start: "never", poll: "never" },
    { given: { failure: "status", httpStatus: 409 }, start: "unknown", poll: "later" },
    { given: { failure: "status", httpStatus: 429 }, start: "later", poll: "later" },
    { given: { failure: "status", httpStatus: 503 }, start: "unknown", poll: "later" },
  ];
  test.each(rows)("$given: a start $start, a poll $poll", ({ given, start, poll }) => {
    expect(fateOf("start", given)).toBe(start);
    for (const call of ["poll", "results"] as const) expect(fateOf(call, given)).toBe(poll);
  });

  test.each(["never", "later", "unknown"] as const)("the provider's details take precedence: %s", (outcome) => {
    for (const failure of ["refused", "transport"] as const)
      expect(fateOf("start", { failure }, { outcome })).toBe(outcome);
  });
});

describe("the error", () => {
  test("contains the failure's words, the status in the code and the wait that the service asks for", () => {
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
    // A refusal has the service's own code, whatever the status.
    expect(callFailure("poll", failed({ failure: "refused", httpStatus: 500 }), words).code).toBe("checks-bad");
  });

  test("contains the provider's details", () => {
    const known = { code: "checks-7", message: "No", next: "Fix it.", serviceCode: "7", reason: "No.", notYet: true };
    expect(callFailure("poll", failed({ failure: "refused" }), words, known)).toMatchObject(known);
  });

  test.each<{ failure: FailedCall["failure"]; known?: boolean; refused: boolean | undefined }>([
    { failure: "untrusted", refused: true },
    { failure: "transport", refused: undefined },
    { failure: "status", refused: undefined },
    { failure: "status", known: true, refused: true },
    { failure: "untrusted", known: false, refused: false },
  ])(
    "of $failure says whether the reason stays, unless the provider knows it ($known): $refused",
    ({ failure, known, refused }) => {
      const error = callFailure("start", failed({ failure, certainlyNotSent: true }), words, { refused: known });
      expect(error).toMatchObject({ retry: "later", refused });
    },
  );

  test("of an unknown start names the run and where to find it", () => {
    expect(callFailure("start", failed({ failure: "timeout" }), words)).toMatchObject({
      name: "UnknownStartError",
      message: "It is not known whether the suite was started: It broke. The start request was not sent again.",
      next: "Check on its page whether the suite is there before you start it again.",
    });
    expect(callFailure("start", failed({ failure: "too-large" }), words).next).toMatch(
      /again\. Allow .*--max-response/,
    );
  });

  test("of a request that is not valid contains every problem", () => {
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

  test("is kept if it should have been the results", () => {
    expect(kept("results", false)).toMatchObject({ evidence: [file], notPassed: undefined });
    expect(kept("results", true)).toMatchObject({ evidence: [file], notPassed: true });
  });

  test("to a poll is kept only if it says that something did not pass", () => {
    expect(kept("poll", false)).toMatchObject({ evidence: undefined, notPassed: undefined });
    expect(kept("poll", true)).toMatchObject({ evidence: [file], notPassed: true });
  });

  test("may be missing", () => {
    expect(callFailure("results", unreadable, words)).toMatchObject({ evidence: undefined, notPassed: undefined });
  });
});
