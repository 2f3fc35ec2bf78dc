import { describe, expect, test } from "vitest";
import { neverSent, withFate } from "./exchange-error.ts";

function coded(code: string, cause?: unknown): Error {
  return Object.assign(new Error(code, { cause }), { code });
}

/** As Node makes an error of a call of the system. */
function failed(syscall: string, code: string): Error {
  return Object.assign(coded(code), { syscall });
}

describe("what the connection told counts, whatever the error says", () => {
  const errors = [
    coded("ECONNREFUSED"),
    coded("ERR_SSL_WRONG_VERSION_NUMBER"),
    coded("EHOSTUNREACH"),
    coded("EPROTO"),
    failed("connect", "ECONNREFUSED"),
    new Error("socket hang up"),
  ];
  test.each(errors.map((error) => [error.message, error] as const))("%s", (_, error) => {
    expect(neverSent(withFate(error, { usable: true }))).toBe(false);
    expect(neverSent(new TypeError("fetch failed", { cause: error }))).toBe(false);
    expect(neverSent(withFate(error, { usable: false }))).toBe(true);
    expect(neverSent(new TypeError("fetch failed", { cause: error }))).toBe(true);
  });
});

describe("neverSent", () => {
  test.each<[string, unknown, boolean]>([
    ["a refused connection", failed("connect", "ECONNREFUSED"), true],
    ["an unknown name", failed("getaddrinfo", "ENOTFOUND"), true],
    ["a host that became unreachable", failed("read", "EHOSTUNREACH"), false],
    ["a host that was never reached", failed("connect", "EHOSTUNREACH"), true],
    ["no TLS where there was some", coded("ERR_SSL_WRONG_VERSION_NUMBER"), false],
    ["a code alone", coded("ECONNREFUSED"), false],
    ["a certificate that is not trusted", coded("DEPTH_ZERO_SELF_SIGNED_CERT"), true],
    ["one of these further down", new TypeError("fetch failed", { cause: failed("getaddrinfo", "EAI_AGAIN") }), true],
    [
      "one of these at every address",
      new AggregateError([failed("connect", "ECONNREFUSED"), failed("connect", "ENETUNREACH")]),
      true,
    ],
    [
      "one of these at one address only",
      new AggregateError([failed("connect", "ECONNREFUSED"), failed("read", "ECONNRESET")]),
      false,
    ],
    ["an error of no address", new AggregateError([]), false],
    ["a reset", coded("ECONNRESET"), false],
    ["a broken pipe", coded("EPIPE"), false],
    ["an error without a code", new Error("socket hang up"), false],
    ["no error", "ECONNREFUSED", false],
    ["nothing", undefined, false],
  ])("%s: %#", (_, error, wanted) => expect(neverSent(error)).toBe(wanted));
});
