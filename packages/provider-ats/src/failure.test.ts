import {
  AtsHttpError,
  AtsInputError,
  AtsRefusedError,
  AtsTimeoutError,
  AtsTransportError,
  AtsUnreadableError,
} from "@remotest/ats-client";
import { ProviderError, UnknownStartError, UsageError } from "@remotest/core";
import { describe, expect, it } from "vitest";
import { failureOf } from "./failure.ts";

type Fate = "never" | "later" | "unknown";

function fateOf(error: unknown, call: "start" | "poll"): Fate | undefined {
  const failure = failureOf(error, call);
  if (failure instanceof UnknownStartError) return "unknown";
  return failure instanceof ProviderError ? failure.retry : undefined;
}

describe("a SOAP Fault", () => {
  it.each([
    { says: "The AppAPIToken is not valid", poll: "never" },
    { says: "Authentication failed", poll: "never" },
    { says: "There is no such job", poll: "never" },
    { says: "Job 77 not found", poll: "never" },
    { says: "An internal server error occurred", poll: "later" },
    { says: "The service is under maintenance", poll: "later" },
    { says: "", poll: "later" },
  ] as const)("$says: a status check $poll", ({ says, poll }) => {
    const error = new AtsRefusedError({ faultCode: "soap:Server", faultString: says }, 500);
    expect(fateOf(error, "poll")).toBe(poll);
  });

  it.each([
    { faultCode: "soap:Client", start: "never" },
    { faultCode: "Client", start: "never" },
    { faultCode: "SOAP-ENV:Client.Authentication", start: "never" },
    { faultCode: "soap:VersionMismatch", start: "never" },
    { faultCode: "soap:MustUnderstand", start: "never" },
    { faultCode: "soap:Server", start: "unknown" },
    { faultCode: "soap:Server.Client", start: "unknown" },
    { faultCode: "soap:Clients", start: "unknown" },
    { faultCode: "", start: "unknown" },
  ] as const)("of $faultCode, with any text and any status: a start $start", ({ faultCode, start }) => {
    for (const faultString of ["Authentication failed", "The service is under maintenance", ""])
      for (const status of [200, 400, 500])
        expect(fateOf(new AtsRefusedError({ faultCode, faultString }, status), "start")).toBe(start);
  });

  it.each([408, 409, 499])("that blames the request proves nothing about a start with status %i", (status) => {
    expect(fateOf(new AtsRefusedError({ faultCode: "soap:Client", faultString: "x" }, status), "start")).toBe(
      "unknown",
    );
  });

  it("keeps the service's code and words, and names what to check", () => {
    const error = new AtsRefusedError({ faultCode: "soap:Client", faultString: "bad token" }, 500);
    expect(failureOf(error, "start")).toMatchObject({
      code: "ats-refused",
      serviceCode: "soap:Client",
      reason: "bad token",
      message: "The service refused: bad token",
      next: expect.stringMatching(/^Check ATS_API_TOKEN/) as string,
    });
  });
});

describe("HTTP statuses without a SOAP answer", () => {
  const rows: readonly { status: number; start: Fate; poll: Fate }[] = [
    { status: 202, start: "unknown", poll: "later" },
    { status: 204, start: "unknown", poll: "later" },
    { status: 304, start: "unknown", poll: "later" },
    { status: 400, start: "never", poll: "never" },
    { status: 401, start: "never", poll: "never" },
    { status: 403, start: "never", poll: "never" },
    { status: 404, start: "never", poll: "never" },
    { status: 415, start: "never", poll: "never" },
    { status: 408, start: "unknown", poll: "later" },
    { status: 409, start: "unknown", poll: "later" },
    { status: 499, start: "unknown", poll: "later" },
    { status: 429, start: "later", poll: "later" },
    { status: 500, start: "unknown", poll: "later" },
    { status: 502, start: "unknown", poll: "later" },
    { status: 503, start: "unknown", poll: "later" },
    { status: 504, start: "unknown", poll: "later" },
  ];
  it.each(rows)("$status: start $start, status check $poll", ({ status, start, poll }) => {
    const error = new AtsHttpError(status, 3);
    expect(fateOf(error, "start")).toBe(start);
    expect(fateOf(error, "poll")).toBe(poll);
    if (poll === "later")
      expect(failureOf(error, "poll")).toMatchObject({ code: `ats-http-${status}`, retryAfterMs: 3000 });
  });
});

describe("a missing or unreadable answer", () => {
  const rows: readonly { title: string; error: Error; code: string; start: Fate; poll: Fate }[] = [
    {
      title: "never connected",
      error: new AtsTransportError("refused", { hint: "h", certainlyNotSent: true }),
      code: "ats-transport",
      start: "later",
      poll: "later",
    },
    {
      title: "broken off",
      error: new AtsTransportError("reset", { hint: "h", certainlyNotSent: false }),
      code: "ats-transport",
      start: "unknown",
      poll: "later",
    },
    {
      title: "too late",
      error: new AtsTimeoutError("late", { hint: "h" }),
      code: "ats-timeout",
      start: "unknown",
      poll: "later",
    },
    {
      title: "unreadable",
      error: new AtsUnreadableError("HTML", { hint: "h" }),
      code: "ats-unreadable",
      start: "unknown",
      poll: "later",
    },
  ];
  it.each(rows)("$title: start $start, status check $poll", ({ error, code, start, poll }) => {
    expect(fateOf(error, "start")).toBe(start);
    expect(fateOf(error, "poll")).toBe(poll);
    expect(failureOf(error, "poll")).toMatchObject({ code });
  });

  it("that is late gives advice that helps, and names only options of the command", () => {
    const late = new AtsTimeoutError("late", { hint: "Give it more time with timeoutMs." });
    expect(failureOf(late, "poll")).toMatchObject({
      next: expect.stringMatching(/^Check that ATS is up.*--base-url.*--proxy/) as string,
    });
  });

  it("is explained with options, not with the client's names", () => {
    const error = new AtsTransportError("refused", { hint: "Check the base URL.", certainlyNotSent: true });
    expect(failureOf(error, "poll")).toMatchObject({ next: expect.stringMatching(/^Check.*--base-url/) as string });
    expect(failureOf(new AtsHttpError(401, undefined), "start")).toMatchObject({
      next: "Check the web service user: ATS_USERNAME and ATS_PASSWORD.",
    });
  });
});

describe("other errors", () => {
  it("an input that is not valid is a usage error with every problem", () => {
    const failure = failureOf(new AtsInputError(["AppID is empty", "JobTemplateID is empty"]), "start");
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as UsageError).problems).toHaveLength(2);
  });
  it("an abort's reason, and any unexpected error, is returned as it is", () => {
    for (const reason of [new Error("stopped"), "stopped", undefined]) expect(failureOf(reason, "start")).toBe(reason);
  });
});
