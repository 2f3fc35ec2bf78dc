import { describe, expect, test } from "vitest";
import {
  brokenExchange,
  ExchangeError,
  neverSent,
  proxyDown,
  proxyRefused,
  systemCode,
  withFate,
} from "./exchange-error.ts";

function coded(code: string, cause?: unknown): Error {
  return Object.assign(new Error(code, { cause }), { code });
}

/** Makes the error of a system call, as Node does. */
function failed(syscall: string, code: string): Error {
  return Object.assign(coded(code), { syscall });
}

describe("the state of the connection counts, whatever the error says", () => {
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

test("an error of an exchange has a name and a cause, and counts as possibly sent unless it says otherwise", () => {
  const cause = new Error("reset");
  expect(new ExchangeError("transport", "no answer", { cause })).toMatchObject({
    name: "ExchangeError",
    cause,
    certainlyNotSent: false,
  });
  expect(new ExchangeError("timeout", "no answer", { certainlyNotSent: true }).certainlyNotSent).toBe(true);
  expect(new ExchangeError("timeout", "no answer")).not.toHaveProperty("cause");
  expect(new ExchangeError("timeout", "no answer").httpStatus).toBeUndefined();
  expect(new ExchangeError("redirect", "moved", { httpStatus: 302 }).httpStatus).toBe(302);
});

test.each(["constructor", "__proto__", "EPIPE"])(
  "a broken exchange with the code %s is a fault of the connection",
  (code) => {
    expect(brokenExchange(coded(code), false)).toMatchObject({ failure: "transport", message: code });
  },
);

describe("neverSent", () => {
  test.each([
    "UND_ERR_CONNECT_TIMEOUT",
    "CERT_HAS_EXPIRED",
    "CERT_NOT_YET_VALID",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "UNABLE_TO_GET_ISSUER_CERT",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "ERR_TLS_CERT_ALTNAME_INVALID",
  ])("is true for %s, before there is a connection", (code) => {
    expect(neverSent(coded(code))).toBe(true);
    expect(neverSent(new TypeError("fetch failed", { cause: coded(code) }))).toBe(true);
    expect(neverSent(Object.assign(coded(code), { syscall: "read" }))).toBe(false);
  });

  test.each<[string, unknown, boolean]>([
    ["a refused connection", failed("connect", "ECONNREFUSED"), true],
    ["an unknown name", failed("getaddrinfo", "ENOTFOUND"), true],
    ["a host that became unreachable", failed("read", "EHOSTUNREACH"), false],
    ["a host that was never reached", failed("connect", "EHOSTUNREACH"), true],
    ["an answer in plain text to TLS", coded("ERR_SSL_WRONG_VERSION_NUMBER"), false],
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
    ["an error without an address", new AggregateError([]), false],
    ["a reset", coded("ECONNRESET"), false],
    ["a broken pipe", coded("EPIPE"), false],
    ["an error without a code", new Error("socket hang up"), false],
    ["a value that is not an error", "ECONNREFUSED", false],
    ["nothing", undefined, false],
  ])("%s: %#", (_, error, wanted) => expect(neverSent(error)).toBe(wanted));
});

describe("brokenExchange", () => {
  test.each<[string, unknown, object]>([
    ["a reset", coded("ECONNRESET"), { failure: "transport", message: "ECONNRESET" }],
    ["an error that fetch hides", new TypeError("fetch failed", { cause: coded("EPIPE") }), { message: "EPIPE" }],
    ["fetch without a cause", new TypeError("fetch failed"), { failure: "transport", message: "fetch failed" }],
    ["an error without words", new TypeError(""), { failure: "transport", message: "TypeError" }],
    ["a value that is not an error", "odd", { failure: "transport", message: "odd" }],
    ["a proxy that refuses", coded(proxyRefused), { failure: "proxy-refused", message: proxyRefused }],
    ["a proxy that is down", coded(proxyDown), { failure: "proxy-down", message: proxyDown }],
    [
      "a certificate that is not trusted",
      new TypeError("fetch failed", { cause: coded("CERT_HAS_EXPIRED", undefined) }),
      { failure: "untrusted", message: "its certificate has expired (CERT_HAS_EXPIRED; CERT_HAS_EXPIRED)" },
    ],
    [
      "the same below a fetch",
      new TypeError("x", { cause: coded(proxyRefused) }),
      { failure: "proxy-refused", message: "x" },
    ],
  ])("describes %s", (_, cause, wanted) => {
    for (const certainlyNotSent of [true, false])
      expect(brokenExchange(cause, certainlyNotSent)).toMatchObject({ ...wanted, cause, certainlyNotSent });
  });
});

describe("systemCode", () => {
  test("is the code of the error, or of the first cause that has one", () => {
    expect(systemCode(coded("EPIPE", coded("EPROTO")))).toBe("EPIPE");
    expect(systemCode(new Error("x", { cause: new Error("y", { cause: coded("EPROTO") }) }))).toBe("EPROTO");
    expect(systemCode(Object.assign(coded("x", coded("EPROTO")), { code: 7 }))).toBe("EPROTO");
    for (const none of [new Error("x"), "EPIPE", undefined, { code: "EPIPE" }])
      expect(systemCode(none)).toBeUndefined();
  });

  test("is searched in a chain of ten errors", () => {
    const below = (causes: number): Error =>
      causes === 0 ? coded("EPROTO") : new Error("x", { cause: below(causes - 1) });
    expect(systemCode(below(9))).toBe("EPROTO");
    expect(systemCode(below(10))).toBeUndefined();
  });

  test("ends if an error is its own cause", () => {
    const round = new Error("round");
    round.cause = round;
    expect(systemCode(round)).toBeUndefined();
  });
});
