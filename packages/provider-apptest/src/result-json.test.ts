import { ProviderError } from "@remotest/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DeviceSuite } from "./device-results.ts";
import { replaceControls } from "./json-text.ts";
import { readResultJson } from "./result-json.ts";
import { expectUnreadable } from "./unreadable.fixture.ts";
import { anyCharacter } from "../../../test/arbitrary/any-character.ts";

const page = "https://app.apptest.ai/#/main/testLab/tResult/summary/0?tid=883113";
const json = (...testcase: unknown[]): string =>
  JSON.stringify({ testsuites: { testsuite: [{ name: "Shop.TestBot", testcase }] } });

describe("result_json", () => {
  it.each([
    {
      title: "a device that passed, its link in a list",
      given: { name: "S8", time: "61.5", "system-out": { contents: [page] } },
      wanted: { name: "S8", verdict: "ok", text: page, seconds: 61.5 },
    },
    {
      title: "a link that is not a list",
      given: { name: "S8", "system-out": page },
      wanted: { name: "S8", verdict: "ok", text: page, seconds: undefined },
    },
    {
      title: "an error",
      given: { name: "S8", time: 3, error: { message: page } },
      wanted: { name: "S8", verdict: "error", text: page, seconds: 3 },
    },
    {
      title: "an error that says nothing",
      given: { name: "S8", error: {} },
      wanted: { name: "S8", verdict: "error", text: "", seconds: undefined },
    },
    {
      title: "an error that is an empty text",
      given: { name: "S8", error: "" },
      wanted: { name: "S8", verdict: "error", text: "", seconds: undefined },
    },
    {
      title: "a failure whose message is a list: the address stays first",
      given: { name: "S8", failure: { message: [page, "It crashed"] } },
      wanted: { name: "S8", verdict: "failure", text: `${page}\nIt crashed`, seconds: undefined },
    },
    {
      title: "failures in a list",
      given: { name: "S8", error: [{ message: [page] }, { message: "x" }] },
      wanted: { name: "S8", verdict: "error", text: `${page}\nx`, seconds: undefined },
    },
    {
      title: "a time with thousands apart",
      given: { name: "S8", time: "1,234.56" },
      wanted: { name: "S8", verdict: "ok", text: "", seconds: 1234.56 },
    },
    {
      title: "unknown parts that cannot be a verdict",
      given: { name: "S8", lane: 2, isLast: true, note: null },
      wanted: { name: "S8", verdict: "ok", text: "", seconds: undefined },
    },
    {
      title: "an error that is null, and so none",
      given: { name: "S8", error: null, "system-out": "o" },
      wanted: { name: "S8", verdict: "ok", text: "o", seconds: undefined },
    },
    {
      title: "a failure and skipped: the graver",
      given: { name: "S8", skipped: {}, failure: { message: "f" } },
      wanted: { name: "S8", verdict: "failure", text: "f", seconds: undefined },
    },
    {
      title: "the words of the current service",
      given: { device: "S8", total_time: 12 },
      wanted: { name: "S8", verdict: "ok", text: "", seconds: 12 },
    },
  ])("$title", async ({ given, wanted }) => {
    expect(await readResultJson(json(given))).toEqual([{ name: "Shop.TestBot", devices: [wanted] }]);
  });

  it("accepts an item instead of a list of one", async () => {
    const given = JSON.stringify({ testsuites: { testsuite: { name: "A", testcase: { name: "S8" } } } });
    expect(await readResultJson(given)).toMatchObject([{ name: "A", devices: [{ name: "S8" }] }]);
  });

  it.each([
    { title: "nothing", given: "", says: /cut off or broken/ },
    { title: "HTML", given: "<html/>", says: /cut off or broken/ },
    { title: "null", given: "null", says: /no testsuites/ },
    { title: "a list", given: "[]", says: /no testsuites/ },
    { title: "another object", given: '{"tests":[]}', says: /no testsuites/ },
    { title: "inherited testsuites", given: '{"__proto__":{"testsuites":{"testsuite":[]}}}', says: /no testsuites/ },
    { title: "a test that is text", given: json("S8"), says: /has no name/ },
    { title: "a test that is null", given: json(null), says: /has no name/ },
    { title: "a test without a name", given: json({ time: "1" }), says: /has no name/ },
    {
      title: "an inherited name",
      given: `{"testsuites":{"testsuite":{"testcase":{"__proto__":{"name":"S8"}}}}}`,
      says: /has no name/,
    },
    { title: "suites that are a number", given: '{"testsuites":3}', says: /no testsuites/ },
    {
      title: "a suite that is a number",
      given: '{"testsuites":{"testsuite":[3]}}',
      says: /a testsuite of the JSON is not an object/,
    },
    { title: "an unknown verdict", given: json({ name: "S8", aborted: {} }), says: /unknown "aborted"/ },
    { title: "an unknown verdict, empty", given: json({ name: "S8", aborted: "" }), says: /unknown "aborted"/ },
    {
      title: "an inherited verdict",
      given: json({ name: "S8" }).replace('"S8"', '"S8","__proto__":{"error":{}}'),
      says: /unknown "__proto__"/,
    },
    {
      title: "tests under another name",
      given: json({ name: "S8", error: {} }).replace('"testcase"', '"tests"'),
      says: /a testsuite of the JSON has an unknown "tests"/,
    },
    {
      title: "a verdict outside a test",
      given: json({ name: "S8" }).replace('"testsuite"', '"error":{},"testsuite"'),
      says: /a testsuites of the JSON has an unknown "error"/,
    },
    { title: "an unknown part with more inside it", given: json({ name: "S8", more: [1] }), says: /unknown "more"/ },
    {
      title: "an unknown text that may be a verdict",
      given: json({ name: "S8", status: "x" }),
      says: /unknown "status"/,
    },
    {
      title: "an unknown yes that may be a verdict",
      given: json({ name: "S8", success: false }),
      says: /unknown "success"/,
    },
    ...[true, 1.5, "1 of 1", [], {}].map((errors) => ({
      title: `a suite with an invalid count, ${JSON.stringify(errors)},`,
      given: json({ name: "S8" }).replace('"name"', `"errors":${JSON.stringify(errors)},"name"`),
      says: /must be a count|unknown "errors"/,
    })),
    ...[{ contents: "FAILED" }, { note: "it timed out" }, { finished: false }, { conclusion: 1 }].map((more) => ({
      title: `a possible verdict, by its name or its value, ${JSON.stringify(more)},`,
      given: json({ name: "S8", ...more }),
      says: /unknown "/,
    })),
    ...[
      { property: [{ name: "result", value: "FAILED" }] },
      { property: { name: "aborted", value: 1 } },
      { result: "x" },
    ].map((properties) => ({
      title: `a verdict as a property of a test, ${JSON.stringify(properties)},`,
      given: json({ name: "S8", properties }),
      says: /has a property "/,
    })),
    {
      title: "a test that prints a verdict",
      given: json({ name: "S8", "system-out": { contents: ["FAILED", "x"] } }),
      says: /without a failure says/,
    },
    {
      title: "more suites than the limit",
      given: JSON.stringify({ testsuites: { testsuite: Array.from({ length: 10_001 }, () => ({})) } }),
      says: /more than 10000 suites/,
    },
    {
      title: "more tests than the limit",
      given: json("cases").replace('"cases"', `0${",0".repeat(500_000)}`),
      says: /more than 500000 tests/,
    },
    {
      title: "suites that are nested too deeply",
      given: `{"testsuites":${'{"testsuite":'.repeat(66)}[]${"}".repeat(67)}`,
      says: /more than 64 levels of suites/,
    },
    {
      title: "a verdict that occurs twice",
      given: json({ name: "S8", error: { message: "x" } }).replace("}}", '},"error":null}'),
      says: /has "error" twice/,
    },
    {
      title: "a list of tests that occurs twice",
      given: json({ name: "S8", error: { message: "x" } }).replace('"testcase"', '"testcase":[],"testcase"'),
      says: /has "testcase" twice/,
    },
  ])("$title is refused", async ({ given, says }) => {
    await expectUnreadable(() => readResultJson(given), says);
  });

  it("reads nested suites, named after all the outer ones", async () => {
    const inside = { name: "Pay", tests: 1, testsuite: { testcase: [{ name: "b" }] } };
    const given = {
      testsuites: { tests: 2, testsuite: { name: "Shop", testcase: { name: "a" }, testsuite: [inside] } },
    };
    expect(
      (await readResultJson(JSON.stringify(given))).map(({ name, devices }) => [
        name,
        ...devices.map((each) => each.name),
      ]),
    ).toEqual([
      ["Shop", "a"],
      ["Shop / Pay", "b"],
    ]);
  });

  it("replaces raw control characters in strings, and nowhere else", async () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        const raw = text.replaceAll(/["\\]/g, "");
        const { text: replaced, replaced: times } = replaceControls(`{ "a" :\t"${raw}"}`);
        expect(JSON.parse(replaced)).toEqual({ a: raw.replaceAll(/[^ -\u{10FFFF}]/gu, "\uFFFD") });
        expect(times).toBe(raw.match(/[^ -\u{10FFFF}]/gu)?.length ?? 0);
      }),
    );
    await expectUnreadable(() => readResultJson('{"testsuites":\u0000{}}'), /cut off or broken/);
    expect(replaceControls('"a\\"\n')).toEqual({ text: '"a\\"\uFFFD', replaced: 1 });
  });

  it("is refused if it is cut off at any byte", async () => {
    const bytes = Buffer.from(json({ name: "삼성", error: { message: page } }, { name: "S8" }));
    for (let end = 0; end < bytes.length; end++)
      await expectUnreadable(() => readResultJson(bytes.subarray(0, end).toString("utf8")));
  });

  it("is read as suites or refused, whatever the JSON", async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (text) => {
        let suites: DeviceSuite[];
        try {
          suites = await readResultJson(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ProviderError);
          return;
        }
        expect(Array.isArray(suites)).toBe(true);
      }),
    );
  });
});
