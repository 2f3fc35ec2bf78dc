import { type InputTable, type OptionValues, type Provider, worded } from "@remotest/core";
import { describe, expect, it, test } from "vitest";
import { callbackProblems, callsBack, readCallbackAddress } from "./callback-address.ts";

describe("an address to listen at", () => {
  it.each([
    { text: "127.0.0.1:8080", address: { host: "127.0.0.1", port: 8080 } },
    { text: "ci-7.example.com:1", address: { host: "ci-7.example.com", port: 1 } },
    { text: "localhost:0", address: { host: "localhost", port: 0 } },
    { text: "[::1]:65535", address: { host: "::1", port: 65_535 } },
    { text: "0.0.0.0:80", address: { host: "0.0.0.0", port: 80 } },
  ])("$text", ({ text, address }) => expect(readCallbackAddress(text)).toEqual(address));

  it.each([
    "",
    "8080",
    ":8080",
    "localhost",
    "localhost:",
    "localhost:http",
    "localhost:65536",
    "localhost:-1",
    "::1:8080",
    "[::1]",
    "[localhost]:80",
    "http://localhost:80",
    "localhost:80/x",
    "a b:80",
    "a_b:80 ",
    "a@b:80",
    "999.0.0.1:80",
    "[::zz]:80",
    "localhost:8080\n",
    "%41:80",
    `${"a".repeat(300)}:80`,
  ])("not %j", (text) => expect(readCallbackAddress(text)).toBeUndefined());
});

test.each<{ callbackInput?: string; signedCalls: object | string; run: OptionValues; isSo: boolean }>([
  { callbackInput: "callback", signedCalls: "unsupported", run: {}, isSo: true },
  { signedCalls: "unsupported", run: { key: "k" }, isSo: false },
  { signedCalls: { keyInput: "key" }, run: {}, isSo: false },
  { signedCalls: { keyInput: "key" }, run: { key: "k" }, isSo: true },
])("a provider with $callbackInput and $signedCalls calls about $run: $isSo", ({ run, isSo, ...provider }) =>
  expect(callsBack(provider as unknown as Provider, [run])).toBe(isSo),
);

describe("the problems of --callback-listen", () => {
  const startInputs: InputTable = { callback: { type: "url", maxLength: 100, doc: "The address to call." } };
  const signedCalls = "unsupported";
  const calls = {
    name: "mine",
    title: "Mine",
    startInputs,
    callbackInput: "callback",
    signedCalls,
  } as unknown as Provider;
  const silent = { ...calls, callbackInput: undefined } as unknown as Provider;
  const signs = { ...silent, signedCalls: { keyInput: "webhookKey" } } as unknown as Provider;
  const messages = (given: unknown, provider = calls, ...runs: OptionValues[]): string[] =>
    callbackProblems(given, provider, runs).map(({ message }) => worded(message));

  it("are empty if it is not set or is valid", () => {
    expect(messages(undefined, silent)).toEqual([]);
    expect(messages("ci.example:80", calls, {})).toEqual([]);
    expect(messages("0.0.0.0:80", calls, { callback: "https://ci.example/hook" })).toEqual([]);
    expect(messages("ci.example:80", calls, { callback: `https://ci.example/${"x".repeat(48)}` })).toEqual([]);
    // A service that signs its calls has the address in its account.
    expect(messages("0.0.0.0:80", signs, { webhookKey: "k" })).toEqual([]);
  });

  it.each([
    { given: "ci.example:80", provider: silent, runs: [{}], says: /Mine cannot call back when a run is over/ },
    {
      given: "ci.example:80",
      provider: signs,
      runs: [{}],
      says: /the calls of Mine only count with their signature, and MINE_WEBHOOK_KEY \(or MINE_WEBHOOK_KEY_FILE\).* missing/,
    },
    { given: "ci.example", provider: signs, runs: [{ webhookKey: "k" }], says: /must be an address such as/ },
    { given: "ci.example", provider: calls, runs: [{}], says: /must be an address such as .*; got "ci.example"/ },
    { given: "0.0.0.0:80", provider: calls, runs: [{}], says: /means every address of this machine/ },
    { given: "0:80", provider: calls, runs: [{}], says: /means every address of this machine/ },
    { given: "[::]:80", provider: calls, runs: [{}], says: /means every address of this machine/ },
    { given: "[0:0::0]:80", provider: calls, runs: [{}], says: /means every address of this machine/ },
    {
      given: "0.0.0.0:80",
      provider: calls,
      runs: [{ callback: "https://ci.example" }, {}],
      says: /means every address of this machine/,
    },
    {
      given: "ci.example:80",
      provider: calls,
      runs: [{ callback: `https://ci.example/${"x".repeat(49)}` }],
      says: /^--callback \(or MINE_CALLBACK\) is too long/,
    },
  ])("$given of $runs: $says", ({ given, provider, runs, says }) =>
    expect(messages(given, provider, ...runs)).toEqual([expect.stringMatching(says)]),
  );
});
