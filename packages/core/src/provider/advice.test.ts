import { describe, expect, test } from "vitest";
import { commonInputs } from "../inputs/common-inputs.ts";
import { optionName } from "../inputs/input.ts";
import { worded } from "../inputs/wording.ts";
import { adviceOn } from "./advice.ts";
import type { CallFailure, FailedCall, ServiceWords } from "./failed-call.ts";

const words: ServiceWords = { title: "Checks", run: "suite", where: "on its page", account: "CHECKS_TOKEN" };
const advice = (failure: CallFailure, httpStatus?: number, service = words): string =>
  worded(adviceOn({ code: "checks-bad", message: "It broke", failure, httpStatus } satisfies FailedCall, service));

const failures: readonly CallFailure[] = [
  "input",
  "refused",
  "redirect",
  "proxy-refused",
  "proxy-down",
  "untrusted",
  "transport",
  "timeout",
  "too-large",
  "unreadable",
];
const statuses = [204, 401, 403, 404, 405, 413, 429, 500, 503, 418];

describe("advice", () => {
  test("is a sentence or two, and names only options that the command has", () => {
    const options = [...Object.keys(commonInputs).map(optionName), "--base-url"];
    for (const text of [
      ...failures.map((failure) => advice(failure)),
      ...statuses.map((code) => advice("status", code)),
    ]) {
      expect(text).toMatch(/^[A-Z].+\.$/);
      for (const [option] of text.matchAll(/--[\w-]+/g)) expect(options).toContain(option);
    }
  });

  test.each<[CallFailure, number | undefined, RegExp]>([
    ["input", undefined, /^Read the reason/],
    ["refused", undefined, /^Read the reason/],
    ["redirect", 302, /an address of Checks.*--base-url/],
    ["proxy-refused", undefined, /password of the proxy.*--proxy.*Checks/],
    ["proxy-down", undefined, /this proxy is up.*NO_PROXY/],
    ["untrusted", undefined, /^Give the authority.*Checks with --ca-file.*--base-url/],
    ["transport", undefined, /--base-url.*--proxy.*--ca-file/],
    ["timeout", undefined, /Checks is up.*--base-url.*--proxy/],
    ["too-large", undefined, /--max-response/],
    ["unreadable", undefined, /--base-url.*support of Checks/],
    ["status", undefined, /--base-url/],
    ["status", 401, /^Check CHECKS_TOKEN\.$/],
    ["status", 403, /^Check CHECKS_TOKEN\.$/],
    ["status", 404, /\(--base-url\)\.$/],
    ["status", 405, /\(--base-url\)\.$/],
    ["status", 413, /larger/],
    ["status", 418, /\(--base-url\) and any proxy/],
    ["status", 429, /Too many requests/],
    ["status", 499, /--base-url/],
    ["status", 500, /has a problem/],
    ["status", 503, /has a problem/],
  ])("on %s %s names the likely cause", (failure, status, wanted) => {
    expect(advice(failure, status)).toMatch(wanted);
  });

  test("uses the provider's name of the option for the address", () => {
    for (const failure of ["redirect", "transport", "timeout", "unreadable", "status"] as const) {
      const text = advice(failure, undefined, { ...words, address: "--server" });
      expect(text).toContain("--server");
      expect(text).not.toContain("--base-url");
    }
  });
});
