import { expect, test } from "vitest";
import { exitCodeOfError } from "../gate/verdict.ts";
import { withoutRef } from "../ledger/ledger.ts";
import { stagedProvider } from "../provider/provider.fixture.ts";
import { freshEntry } from "./open-plan.ts";
import { startOf } from "./plan.fixture.ts";
import { startedBefore, unknownBefore, unreadableBefore } from "./unknown-start.ts";

const entry = {
  ...freshEntry(startOf(stagedProvider({}))),
  ...withoutRef("on-its-way"),
  startedAt: "2026-01-01T00:00:00.000Z",
};

test.for([
  ["a run.json that cannot be read", unreadableBefore("out")],
  ["a start that an earlier process sent", unknownBefore(entry, "out")],
  ["an answer with the reference of another run", startedBefore({ ref: "shop:7" })],
] as const)("%s leaves the start unknown: exit code 5", ([, error]) => expect(exitCodeOfError(error)).toBe(5));

test("what cannot be read is named, and how to continue by hand", () => {
  const { message, next } = unreadableBefore("out");
  expect(message).toMatch(/^out\/run\.json cannot be read, .* Nothing was started\.$/);
  expect(next).toMatch(/remotest attach <ref>.*without --resume/);
});

test("an uncertain start says when it was sent, how to find it, and how to continue", () => {
  const error = unknownBefore({ ...entry, token: "k7x2m9" }, "out");
  expect(error.message).toContain("2026-01-01T00:00:00.000Z");
  expect(error.next).toContain("[k7x2m9]");
  expect(error.next).toMatch(/remotest attach <ref>.*without --resume.*out\/run\.json/);
  expect(unknownBefore(entry, "out").next).not.toContain("[");
});

test("the reference of another run is named", () => {
  const { message, next } = startedBefore({ ref: "shop:7" });
  expect(message).toMatch(/reference of another run, shop:7,/);
  expect(next).toMatch(/^Check at the service .* before you start it again\.$/);
});
