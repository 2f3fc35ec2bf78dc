import { redactor } from "@remotest/http";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Answer, openEnvelope } from "./envelope.ts";
import { ApptestError, ApptestHttpError, ApptestRefusedError, ApptestUnreadableError } from "./errors.ts";
import { resultCodes } from "./generated/result-codes.ts";

const redact = redactor([]);

function answer(body: unknown, status = 200): Answer {
  return { status, retryAfterS: undefined, text: typeof body === "string" ? body : JSON.stringify(body) };
}

function failureOf(given: Answer): unknown {
  try {
    return { opened: openEnvelope(given, redact) };
  } catch (error) {
    return error;
  }
}

describe("a success is recognised", () => {
  test.each([
    ["as documented", { data: { a: 1 }, result_code: 0, result_msg: "", reason: "" }],
    ["the code as text", { data: { a: 1 }, result_code: "0" }],
    ["another page's name for the code", { data: { a: 1 }, error_code: 0, result: "success" }],
    ["a word instead of the code", { data: { a: 1 }, result: "success" }],
    ["the word in other letters", { data: { a: 1 }, result: " Success ", result_code: 0 }],
    ["parts that plainly report a success", { data: { a: 1 }, result_code: 0, success: true, status: "ok", code: 200 }],
    ["parts that are not set", { data: { a: 1 }, result_code: 0, errors: [], error: null, aborted: false, result: "" }],
    ["unknown parts that are neutral", { data: { a: 1 }, result_code: 0, result_msg: 0, trace: { id: "x" } }],
  ])("with %s", (_, body) => expect(openEnvelope(answer(body), redact)).toEqual({ a: 1 }));

  test("after a byte order mark and blank space", () => {
    expect(openEnvelope(answer('\n \uFEFF\r\n{"data":{},"result_code":0}'), redact)).toEqual({});
    expect(openEnvelope(answer('\uFEFF{"data":{},"result_code":0}'), redact)).toEqual({});
  });
});

describe("a refusal, whatever the status", () => {
  test.each([
    ["a number", { result_code: 4052 }, 4052],
    ["a numeric text", { result_code: "4052" }, 4052],
    ["error_code", { error_code: 4052 }, 4052],
    ["errorCode", { errorCode: "4052" }, 4052],
    ["one of two names", { result_code: 0, errorCode: 4052 }, 4052],
    ["a negative number", { result_code: -1 }, -1],
    ["a failure in words", { result: "fail", reason: "no" }, undefined],
    ["a failure in words beside a success", { result: "fail", result_code: 0 }, undefined],
    ...["FAIL", "fail ", "failed", "Failure", "error", false].map((result): [string, object, undefined] => [
      `a failure as ${result}`,
      { result, result_code: 0, data: {} },
      undefined,
    ]),
    ["a failure beside data", { data: { testset_id: 1 }, result_code: 4052 }, 4052],
  ])("%s", (_, body, resultCode) => {
    for (const status of [200, 201, 400, 401, 500, 302]) {
      const error = failureOf(answer(body, status));
      expect(error).toBeInstanceOf(ApptestRefusedError);
      expect(error).toMatchObject({ resultCode, httpStatus: status });
    }
  });

  test.each(Object.values(resultCodes))(
    "$code has a message and a reason, even if the service sends only the code",
    (row) => {
      const error = failureOf(answer({ result_code: row.code, result_msg: "", reason: "" }));
      expect(error).toMatchObject({ resultCode: row.code, resultMessage: "", reason: "" });
      const { message, hint } = error as ApptestRefusedError;
      expect(message).toContain(`${row.code} (${row.message}: ${row.reason.replaceAll(/\s+/g, " ")})`);
      expect(hint).toMatch(/^[A-Z].{20,}\.$/);
      expect(hint).not.toContain("not documented");
    },
  );

  test("with an unknown code says that it is unknown", () => {
    expect(failureOf(answer({ result_code: 7777, reason: "Quota" }))).toMatchObject({
      message: "The service refused with code 7777 (Quota)",
      hint: expect.stringContaining("not documented") as unknown,
    });
  });

  test("is one printable line of bounded length, whatever the service writes", () => {
    const reason = `a\u001B[31mred\r\n##vso[task.complete]\u202Egnp.\u0000${"x".repeat(5000)}`;
    const error = failureOf(answer({ result_code: 5001, result_msg: "m", reason })) as ApptestRefusedError;
    expect(error.message).not.toMatch(/[\p{Cc}\u202E]/u);
    expect(error.reason.startsWith("a [31mred ##vso[task.complete] gnp. xxx")).toBe(true);
    expect([...error.reason]).toHaveLength(500);
  });
});

test.each([7, 0, undefined])("a failure has the seconds of Retry-After: %s", (retryAfterS) => {
  expect(failureOf({ status: 503, retryAfterS, text: "" })).toMatchObject({ retryAfterS });
  expect(failureOf({ status: 503, retryAfterS, text: '{"result_code":8000}' })).toMatchObject({ retryAfterS });
});

describe("an answer that is neither a success nor a refusal", () => {
  const bodies: unknown[] = [
    "",
    "null",
    "[]",
    "0",
    '"result_code"',
    "<html></html>",
    '{"data":{"testset_id":1},"result_code":0',
    { data: {} },
    { data: {}, result_code: null },
    { data: {}, result_code: "" },
    { data: {}, result_code: "0x0" },
    { data: {}, result_code: false },
    { data: {}, result_code: 0.5 },
    { data: {}, result_code: [0] },
    { data: {}, result_code: 0, error_code: "E" },
    { data: {}, result_code: 0, success: false },
    { data: {}, result_code: 0, status: "error" },
    { data: {}, result_code: 0, errors: ["x"] },
    { data: {}, result_code: 0, Result: "fail" },
    { data: {}, result_code: 0, result: "pending" },
    { data: {}, result_code: 0, result_msg: "Error: device farm down" },
    { data: {}, result_code: 0, reason: "device lost" },
    { data: {}, result_code: 0, meta: { run: { aborted: true } } },
    '{"__proto__":{"result_code":0,"data":{}}}',
    "[".repeat(100_000),
    '{"data":{"testset_id":1},"result_code":4052,"result_code":0}',
    '{"data":{"testset_id":1,"testset_id":2},"result_code":0}',
  ];
  test.each(bodies)("is unreadable with 200, and an HTTP error with another status: %#", (body) => {
    expect(failureOf(answer(body, 200))).toBeInstanceOf(ApptestUnreadableError);
    expect(failureOf(answer(body, 500))).toBeInstanceOf(ApptestHttpError);
  });

  test.each([
    { result_code: 0 },
    { result_code: 0, data: null },
    { result_code: 0, data: [] },
    { result_code: 0, data: "x" },
  ])("is a success without data: %j", (body) => expect(failureOf(answer(body))).toBeInstanceOf(ApptestUnreadableError));

  test("is a success with the status of an error", () => {
    expect(failureOf(answer({ data: {}, result_code: 0 }, 500))).toBeInstanceOf(ApptestHttpError);
    expect(failureOf(answer({ data: {}, result_code: 0 }, 302))).toBeInstanceOf(ApptestHttpError);
  });
});

test("hostile JSON changes no prototype, and is not a success", () => {
  const text = '{"result_code":0,"data":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}';
  const data = openEnvelope({ status: 200, retryAfterS: undefined, text }, redact);
  expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
  expect("polluted" in {}).toBe(false);
});

test("any answer is opened or throws a documented error, in time that grows only linearly with its length", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.json(), fc.string(), fc.constant("<".repeat(200_000))),
      fc.integer({ min: 200, max: 599 }),
      (text, status) => {
        const begun = performance.now();
        const outcome = failureOf({ status, retryAfterS: undefined, text });
        expect(performance.now() - begun).toBeLessThan(2000);
        if (!(outcome instanceof ApptestError))
          expect(JSON.parse(text)).toMatchObject({ data: expect.anything() as unknown });
      },
    ),
  );
});
