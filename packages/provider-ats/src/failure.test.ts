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
    { says: "The AppAPIToken is not valid", look: "never" },
    { says: "Authentication failed", look: "never" },
    { says: "There is no such job", look: "never" },
    { says: "Job 77 not found", look: "never" },
    { says: "An internal server error occurred", look: "later" },
    { says: "The service is under maintenance", look: "later" },
    { says: "", look: "later" },
  ] as const)("$says: a look $look", ({ says, look }) => {
    const error = new AtsRefusedError({ faultCode: "soap:Server", faultString: says }, 500);
    expect(fateOf(error, "poll")).toBe(look);
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
  ] as const)("of $faultCode, whatever it says and with any status: a start $start", ({ faultCode, start }) => {
    for (const faultString of ["Authentication failed", "The service is under maintenance", ""])
      for (const status of [200, 400, 500])
        expect(fateOf(new AtsRefusedError({ faultCode, faultString }, status), "start")).toBe(start);
  });

  it.each([408, 409, 499])("that blames the request under %i proves nothing of a start", (status) => {
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
  const rows: readonly { status: number; start: Fate; look: Fate }[] = [
    { status: 202, start: "unknown", look: "later" },
    { status: 204, start: "unknown", look: "later" },
    { status: 304, start: "unknown", look: "later" },
    { status: 400, start: "never", look: "never" },
    { status: 401, start: "never", look: "never" },
    { status: 403, start: "never", look: "never" },
    { status: 404, start: "never", look: "never" },
    { status: 415, start: "never", look: "never" },
    { status: 408, start: "unknown", look: "later" },
    { status: 409, start: "unknown", look: "later" },
    { status: 499, start: "unknown", look: "later" },
    { status: 429, start: "later", look: "later" },
    { status: 500, start: "unknown", look: "later" },
    { status: 502, start: "unknown", look: "later" },
    { status: 503, start: "unknown", look: "later" },
    { status: 504, start: "unknown", look: "later" },
  ];
  it.each(rows)("$status: start $start, look $look", ({ status, start, look }) => {
    const error = new AtsHttpError(status, 3);
    expect(fateOf(error, "start")).toBe(start);
    expect(fateOf(error, "poll")).toBe(look);
    if (look === "later")
      expect(failureOf(error, "poll")).toMatchObject({ code: `ats-http-${status}`, retryAfterMs: 3000 });
  });
});

describe("no answer, or none that can be read", () => {
  const rows: readonly { title: string; error: Error; code: string; start: Fate; look: Fate }[] = [
    {
      title: "never connected",
      error: new AtsTransportError("refused", { hint: "h", certainlyNotSent: true }),
      code: "ats-transport",
      start: "later",
      look: "later",
    },
    {
      title: "broken off",
      error: new AtsTransportError("reset", { hint: "h", certainlyNotSent: false }),
      code: "ats-transport",
      start: "unknown",
      look: "later",
    },
    {
      title: "too late",
      error: new AtsTimeoutError("late", { hint: "h" }),
      code: "ats-timeout",
      start: "unknown",
      look: "later",
    },
    {
      title: "unreadable",
      error: new AtsUnreadableError("HTML", { hint: "h" }),
      code: "ats-unreadable",
      start: "unknown",
      look: "later",
    },
  ];
  it.each(rows)("$title: start $start, look $look", ({ error, code, start, look }) => {
    expect(fateOf(error, "start")).toBe(start);
    expect(fateOf(error, "poll")).toBe(look);
    expect(failureOf(error, "poll")).toMatchObject({ code });
  });

  it("of an answer that is late advises what helps, and no option that the command has not", () => {
    const late = new AtsTimeoutError("late", { hint: "Give it more time with timeoutMs." });
    expect(failureOf(late, "poll")).toMatchObject({
      next: expect.stringMatching(/^Check that ATS is up.*--base-url.*--proxy/) as string,
    });
  });

  it("speaks of options, not of the client's names", () => {
    const error = new AtsTransportError("refused", { hint: "Check the base URL.", certainlyNotSent: true });
    expect(failureOf(error, "poll")).toMatchObject({ next: expect.stringMatching(/^Check.*--base-url/) as string });
    expect(failureOf(new AtsHttpError(401, undefined), "start")).toMatchObject({
      next: "Check the web service user: ATS_USERNAME and ATS_PASSWORD.",
    });
  });
});

describe("other errors", () => {
  it("what cannot be sent is a usage error with every problem", () => {
    const failure = failureOf(new AtsInputError(["AppID is empty", "JobTemplateID is empty"]), "start");
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as UsageError).problems).toHaveLength(2);
  });
  it("an abort's reason, and what nobody foresaw, stay what they are", () => {
    for (const reason of [new Error("stopped"), "stopped", undefined]) expect(failureOf(reason, "start")).toBe(reason);
  });
});
