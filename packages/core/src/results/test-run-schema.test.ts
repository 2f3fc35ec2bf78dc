import { describe, expect, test } from "vitest";
import { parseDocument } from "../report/document.ts";
import { attempt, conclusion, testCase, testRun } from "./test-run-schema.ts";
import { longestDuration } from "./test-run.ts";

const read = (schema: Parameters<typeof parseDocument>[0], value: unknown): unknown =>
  parseDocument(schema, JSON.stringify(value));

describe("a test case", () => {
  test("has lists that may be left out, and a pass has no message", () => {
    expect(read(testCase, { name: "Pay", outcome: "passed", message: "fine" })).toEqual({
      name: "Pay",
      outcome: "passed",
      links: [],
      earlierAttempts: [],
    });
  });

  test.for([
    [{ name: "a", outcome: "failed" }, "must have a message that is text, because it did not pass"],
    [{ name: "a", outcome: "error", message: null }, "must have a message that is text"],
    [{ name: "a", outcome: "green" }, "outcome must be one of passed, failed, error, skipped."],
    [{ outcome: "passed" }, "name is missing."],
    [{ name: "a", outcome: "passed", durationMs: -1 }, `durationMs must be from 0 to ${longestDuration}.`],
    [{ name: "a", outcome: "passed", durationMs: longestDuration + 1 }, "durationMs must be from 0"],
    [{ name: "a", outcome: "passed", unnamed: false }, "unnamed must be true or left out."],
    [{ name: "a", outcome: "passed", quarantine: { reason: "x", until: "2026-03-31" } }, "must not be in quarantine"],
    [{ name: "a", outcome: "failed", message: "", quarantine: { reason: "x", until: "soon" } }, "quarantine.until"],
    [{ name: "a", outcome: "skipped", earlierAttempts: [{ outcome: "failed" }] }, "earlierAttempts[0] must have"],
  ])("that contradicts itself is refused: %j", ([given, says]) => {
    expect(() => read(testCase, given)).toThrow(says);
  });
});

test("an attempt that was skipped needs no message, and keeps the one that it has", () => {
  expect(read(attempt, { outcome: "skipped" })).toEqual({ outcome: "skipped", links: [] });
  expect(read(attempt, { outcome: "skipped", message: "not today" })).toMatchObject({ message: "not today" });
});

test("a run that was cut short says why; a failed one may", () => {
  expect(read(conclusion, { kind: "failed" })).toEqual({ kind: "failed" });
  expect(() => read(conclusion, { kind: "cut-short" })).toThrow("message is missing.");
  expect(() => read(conclusion, { kind: "green" })).toThrow("kind must be one of passed, unstated, failed, cut-short.");
});

test("the results of a run name the place of what is wrong in them", () => {
  const suites = [{ name: "Shop", cases: [{ name: "Pay", outcome: "passed", links: [{ label: "log" }] }] }];
  expect(() => read(testRun, { suites, conclusion: { kind: "unstated" }, warnings: [] })).toThrow(
    "suites[0].cases[0].links[0].href is missing.",
  );
  expect(() => read(testRun, { suites: [], conclusion: { kind: "unstated" } })).toThrow("warnings is missing.");
});
