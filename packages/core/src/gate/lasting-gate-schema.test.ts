import { expect, test } from "vitest";
import { parseDocument } from "../report/document.ts";
import { lastingGateSchema } from "./lasting-gate-schema.ts";

test.for([
  [{}, {}],
  [{ failOn: null, maxFailures: null, minTests: null, maxDurationMs: null }, {}],
  [{ failOn: "never", maxFailures: { count: 3 }, minTests: 1, maxDurationMs: 60_000, more: 1 }, undefined],
  [{ maxFailures: { percent: 12.5 } }, undefined],
])("keeps what a policy says: %j", ([given, kept]) => {
  const { more: _unknown, ...known } = given as { readonly more?: number };
  expect(parseDocument(lastingGateSchema, JSON.stringify(given))).toEqual(kept ?? known);
});

test.for([
  [{ failOn: "sometimes" }, "failOn must be one of failed, error, never."],
  [{ maxFailures: 3 }, "maxFailures must be a count or a percent."],
  [{ maxFailures: { percent: 101 } }, "maxFailures"],
  [{ maxFailures: { count: -1 } }, "maxFailures"],
  [{ minTests: 1.5 }, "minTests must be a count."],
  [{ maxDurationMs: "1h" }, "maxDurationMs must be a number."],
])("refuses a policy that no command has: %j", ([given, says]) => {
  expect(() => parseDocument(lastingGateSchema, JSON.stringify(given))).toThrow(says);
});
