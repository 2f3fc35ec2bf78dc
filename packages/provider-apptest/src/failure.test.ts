import {
  ApptestHttpError,
  ApptestInputError,
  ApptestRefusedError,
  ApptestTimeoutError,
  ApptestTransportError,
  ApptestUnreadableError,
  resultCodes,
} from "@remotest/apptest-client";
import { ProviderError, UnknownStartError, UsageError, worded } from "@remotest/core";
import { describe, expect, it } from "vitest";
import { failureOf } from "./failure.ts";
import { nextStep } from "./next-steps.ts";

type Fate = "never" | "later" | "unknown";

function fateOf(error: unknown, call: "start" | "poll"): Fate | undefined {
  const failure = failureOf(error, call);
  if (failure instanceof UnknownStartError) return "unknown";
  return failure instanceof ProviderError ? failure.retry : undefined;
}

function refused(
  resultCode: number | undefined,
  more: { httpStatus?: number; retryAfterS?: number; reason?: string } = {},
): ApptestRefusedError {
  const { httpStatus = 200, retryAfterS, reason = "because" } = more;
  return new ApptestRefusedError("refused", "Read the reason.", {
    resultCode,
    resultMessage: "Kind",
    reason,
    httpStatus,
    retryAfterS,
  });
}

describe("the outcome of each code of the appendix", () => {
  const passing: Readonly<Record<number, { start: Fate; poll: Fate }>> = {
    5002: { start: "unknown", poll: "later" },
    5003: { start: "unknown", poll: "later" },
    6002: { start: "unknown", poll: "later" },
    6003: { start: "unknown", poll: "never" },
    8000: { start: "later", poll: "later" },
  };
  const rows = Object.keys(resultCodes).map((code) => ({
    code: Number(code),
    ...(passing[Number(code)] ?? { start: "never" as const, poll: "never" as const }),
  }));
  it.each(rows)("$code: start $start, status check $poll", ({ code, start, poll }) => {
    expect(fateOf(refused(code), "start")).toBe(start);
    for (const httpStatus of [200, 400, 500, 503]) expect(fateOf(refused(code, { httpStatus }), "poll")).toBe(poll);
  });

  it.each(rows)(
    "$code: may come later only for a status check, and only if the code says that something does not exist",
    ({ code }) => {
      const notYet = code === 4053 || code === 6003 ? true : undefined;
      for (const httpStatus of [200, 404]) {
        expect(failureOf(refused(code, { httpStatus }), "poll")).toMatchObject({ notYet });
        expect((failureOf(refused(code, { httpStatus }), "start") as ProviderError).notYet).toBeUndefined();
      }
    },
  );

  it.each(rows)(
    "$code of a start with the status of a gateway, or of a service that broke down: unknown",
    ({ code }) => {
      for (const httpStatus of [302, 408, 409, 499, 500, 502, 504])
        expect(fateOf(refused(code, { httpStatus }), "start")).toBe("unknown");
      expect(fateOf(refused(code, { httpStatus: 503 }), "start")).toBe(code === 8000 ? "later" : "unknown");
    },
  );

  it.each(rows)("$code of a start with a status that refuses the request: not started", ({ code }) => {
    for (const httpStatus of [400, 401, 403, 404, 413, 422])
      expect(fateOf(refused(code, { httpStatus }), "start")).toBe(code === 8000 ? "later" : "never");
    expect(fateOf(refused(code, { httpStatus: 429 }), "start")).toBe("later");
  });

  it.each([{ code: 4999 }, { code: undefined }])(
    "the undocumented code $code proves nothing about a start",
    ({ code }) => {
      expect(fateOf(refused(code), "start")).toBe("unknown");
      expect(fateOf(refused(code), "poll")).toBe("never");
    },
  );

  it("carries code, message, reason, next step and Retry-After", () => {
    const failure = failureOf(refused(8000, { httpStatus: 503, retryAfterS: 7, reason: "maintenance" }), "poll");
    expect(failure).toMatchObject({
      code: "apptest-8000",
      serviceCode: "8000",
      reason: "maintenance",
      retryAfterMs: 7000,
      next: expect.stringContaining("try again later") as string,
      message: "apptest.ai refused with code 8000, Kind: maintenance",
    });
  });
});

describe("the next step names the input to fix", () => {
  const names: Readonly<Record<string, RegExp>> = {
    4000: /--project-id.*--name.*--app-file/,
    4030: /--app-file/,
    4031: /--app-file/,
    4032: /--app-file/,
    4040: /--app-file/,
    4041: /--app-file/,
    4050: /--app-file/,
    4051: /--app-file.*--project-id/,
    4052: /--project-id/,
    4053: /reference/,
    4055: /--app-file.*--os-type/,
    4080: /project's settings/,
    4081: /project's settings/,
    5001: /support/,
    5002: /attach/,
    5003: /attach/,
    6001: /--app-file/,
    6002: /attach/,
    6003: /reference/,
    8000: /later/,
  };
  it.each(Object.keys(resultCodes))("%s", (code) => {
    expect(worded(nextStep(Number(code), "none"))).toMatch(names[code] ?? /^no next step/);
  });
  it.each([undefined, 4999, 0])("the undocumented %s gets the client's advice", (code) => {
    expect(nextStep(code, "Ask support.")).toBe("Ask support.");
  });
});

describe("HTTP statuses without the service's own answer", () => {
  const rows: readonly { status: number; start: Fate; poll: Fate }[] = [
    { status: 400, start: "never", poll: "never" },
    { status: 401, start: "never", poll: "never" },
    { status: 403, start: "never", poll: "never" },
    { status: 404, start: "never", poll: "never" },
    { status: 413, start: "never", poll: "never" },
    { status: 408, start: "unknown", poll: "later" },
    { status: 409, start: "unknown", poll: "later" },
    { status: 499, start: "unknown", poll: "later" },
    { status: 429, start: "later", poll: "later" },
    { status: 500, start: "unknown", poll: "later" },
    { status: 502, start: "unknown", poll: "later" },
    { status: 503, start: "unknown", poll: "later" },
    { status: 504, start: "unknown", poll: "later" },
    { status: 301, start: "unknown", poll: "later" },
    { status: 302, start: "unknown", poll: "later" },
    { status: 303, start: "unknown", poll: "later" },
    { status: 307, start: "unknown", poll: "later" },
  ];
  it.each(rows)("$status: start $start, status check $poll", ({ status, start, poll }) => {
    const error = new ApptestHttpError(`HTTP ${status}`, "Check (baseUrl).", status, 3);
    expect(fateOf(error, "start")).toBe(start);
    expect(fateOf(error, "poll")).toBe(poll);
    if (poll !== "never")
      expect(failureOf(error, "poll")).toMatchObject({ code: `apptest-http-${status}`, retryAfterMs: 3000 });
  });
});

describe("a missing or unreadable answer", () => {
  const rows: readonly { title: string; error: Error; start: Fate; poll: Fate }[] = [
    {
      title: "never connected",
      error: new ApptestTransportError("refused", "h", { certainlyNotSent: true }),
      start: "later",
      poll: "later",
    },
    {
      title: "broken off",
      error: new ApptestTransportError("reset", "h", { certainlyNotSent: false }),
      start: "unknown",
      poll: "later",
    },
    {
      title: "too late, never connected",
      error: new ApptestTimeoutError("late", "h", true),
      start: "later",
      poll: "later",
    },
    { title: "too late", error: new ApptestTimeoutError("late", "h", false), start: "unknown", poll: "later" },
    { title: "unreadable", error: new ApptestUnreadableError("HTML", "h"), start: "unknown", poll: "later" },
  ];
  it.each(rows)("$title: start $start, status check $poll", ({ error, start, poll }) => {
    expect(fateOf(error, "start")).toBe(start);
    expect(fateOf(error, "poll")).toBe(poll);
  });

  it("with a changed app file says so, and the start is unknown", () => {
    const error = new ApptestTransportError("The app file changed", "h", {
      code: "apptest-file-changed",
      certainlyNotSent: false,
    });
    expect(failureOf(error, "start")).toMatchObject({
      message: expect.stringContaining("The app file changed") as string,
    });
    expect(fateOf(error, "start")).toBe("unknown");
  });

  it("that is late gives advice that helps, and names only options of the command", () => {
    const late = new ApptestTimeoutError("late", "give more time (timeoutMs)", true);
    expect(failureOf(late, "poll")).toMatchObject({
      next: expect.stringMatching(/^Check that apptest.ai is up.*--base-url.*--proxy/) as string,
    });
  });

  it("is explained with options, not with the client's names", () => {
    const error = new ApptestHttpError("HTTP 404", "Check the service's address (baseUrl).", 404, undefined);
    expect(failureOf(error, "poll")).toMatchObject({ next: "Check the address of apptest.ai (--base-url)." });
    const stranger = new ApptestHttpError("HTTP 401", "Check the user id and the access key.", 401, undefined);
    expect(failureOf(stranger, "start")).toMatchObject({ next: "Check APPTEST_USER_ID and APPTEST_ACCESS_KEY." });
  });
});

describe("other errors", () => {
  it("an input that is not valid is a usage error with every problem", () => {
    const failure = failureOf(new ApptestInputError(["pid must be 1 or more", "testset_name is empty"]), "start");
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as UsageError).problems.map(({ message }) => message)).toEqual([
      "pid must be 1 or more",
      "testset_name is empty",
    ]);
  });
  it("an abort's reason, and any unexpected error, is returned as it is", () => {
    for (const reason of [new Error("stopped"), "stopped", undefined]) expect(failureOf(reason, "start")).toBe(reason);
  });
});
