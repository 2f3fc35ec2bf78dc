import { describe, expect, test } from "vitest";
import { neverSent } from "./exchange-error.ts";

function coded(code: string, cause?: unknown): Error {
  return Object.assign(new Error(code, { cause }), { code });
}

describe("neverSent", () => {
  test.each<[string, unknown, boolean]>([
    ["a refused connection", coded("ECONNREFUSED"), true],
    ["an unknown name", coded("ENOTFOUND"), true],
    ["a certificate that is not trusted", coded("DEPTH_ZERO_SELF_SIGNED_CERT"), true],
    ["one of these further down", new TypeError("fetch failed", { cause: coded("EAI_AGAIN") }), true],
    ["one of these at every address", new AggregateError([coded("ECONNREFUSED"), coded("ENETUNREACH")]), true],
    ["one of these at one address only", new AggregateError([coded("ECONNREFUSED"), coded("ECONNRESET")]), false],
    ["an error of no address", new AggregateError([]), false],
    ["a reset", coded("ECONNRESET"), false],
    ["a broken pipe", coded("EPIPE"), false],
    ["an error without a code", new Error("socket hang up"), false],
    ["a proxy's refusal", coded("ERR_PROXY_REFUSED"), true],
    ["a tunnel that a proxy cannot make", coded("ERR_PROXY_TUNNEL"), true],
    ["no error", "ECONNREFUSED", false],
    ["nothing", undefined, false],
  ])("%s: %#", (_, error, wanted) => expect(neverSent(error)).toBe(wanted));
});
