import { describe, expect, test } from "vitest";
import { type LedgerEntry, type StartedEntry, withoutRef } from "./ledger.ts";
import { leftPlans, resumptionsOf } from "./resumption.ts";

const waitedFor: StartedEntry = {
  provider: "shop",
  ref: "shop:7",
  url: "https://example.com/7",
  name: "Nightly",
  start: "started",
  distinction: null,
  label: null,
  plan: "p",
  inputs: "same",
  token: null,
  reruns: [],
  rerunOnItsWay: false,
  gate: null,
  commit: null,
  part: null,
  startedAt: "2026-01-01T00:00:00.000Z",
  endedAt: null,
  verdict: null,
  reported: false,
};
const ended = { endedAt: "2026-01-01T01:00:00.000Z", reported: true };
const provider = {
  name: "shop",
  parseReference: (rest: string) => (/^\d+$/.test(rest) ? { ref: `shop:${rest}` } : undefined),
};
const same = { provider, inputs: "same" };

describe("a run with --resume, after one with the same inputs", () => {
  test.for<{ given: string; entry: object; wanted: "attach" | "unknown" | "start"; why?: RegExp }>([
    { given: "whose process was killed while it waited", entry: {}, wanted: "attach" },
    { given: "that was interrupted", entry: { ...ended, verdict: "interrupted" }, wanted: "attach" },
    { given: "that timed out", entry: { ...ended, verdict: "timed-out" }, wanted: "attach" },
    {
      given: "whose status could not be had from the service",
      entry: { ...ended, verdict: "provider-error" },
      wanted: "attach",
    },
    {
      given: "that passed, and whose process was killed before it reported that",
      entry: { verdict: "passed" },
      wanted: "attach",
    },
    {
      given: "that failed, and whose process was killed before it reported that",
      entry: { verdict: "failed" },
      wanted: "attach",
    },
    {
      given: "that passed",
      entry: { ...ended, verdict: "passed" },
      wanted: "start",
      why: /^shop:7 is over, and its verdict was reported: passed$/,
    },
    { given: "that failed", entry: { ...ended, verdict: "failed" }, wanted: "start", why: /reported: failed/ },
    {
      given: "whose process was killed while the start was on its way",
      entry: withoutRef("on-its-way"),
      wanted: "unknown",
    },
    {
      given: "whose start was uncertain",
      entry: { ...ended, ...withoutRef("on-its-way"), verdict: "unknown-start" },
      wanted: "unknown",
    },
    {
      given: "that was interrupted while the start was on its way",
      entry: { ...ended, ...withoutRef("on-its-way"), verdict: "interrupted" },
      wanted: "unknown",
    },
    {
      given: "that was interrupted before the start",
      entry: { ...ended, ...withoutRef("not-started"), verdict: "interrupted" },
      wanted: "start",
      why: /before anything was started/,
    },
    {
      given: "that was refused",
      entry: { ...ended, ...withoutRef("not-started"), verdict: "provider-error" },
      wanted: "start",
    },
    {
      given: "whose process was killed before the start",
      entry: withoutRef("not-started"),
      wanted: "start",
    },
    { given: "whose reference is not valid", entry: { ref: "shop:seven" }, wanted: "unknown" },
    { given: "whose reference is another provider's", entry: { ref: "cart:7" }, wanted: "unknown" },
    { given: "of another provider", entry: { provider: "other", ref: "other:7" }, wanted: "start", why: /no run/ },
  ])("$given: $wanted", ({ entry, wanted, why }) => {
    const [resumption] = resumptionsOf([same], [{ ...waitedFor, ...entry }]);
    expect(resumption).toMatchObject({ kind: wanted });
    if (why) expect(resumption).toMatchObject({ why: expect.stringMatching(why) as string });
  });

  test("attaches with a handle that contains the run's name and page", () => {
    expect(resumptionsOf([same], [waitedFor])[0]).toMatchObject({
      handle: { ref: "shop:7", name: "Nightly", url: "https://example.com/7" },
    });
    expect(resumptionsOf([same], [{ ...waitedFor, url: null }])[0]).toMatchObject({
      handle: expect.not.objectContaining({ url: null }) as object,
    });
  });
});

describe("a run with --resume, after none with the same inputs", () => {
  test.for([
    { given: "other inputs", ledger: [{ ...waitedFor, inputs: "other" }], why: /shop:7 was started with other inputs/ },
    {
      given: "other inputs, finished and reported",
      ledger: [{ ...waitedFor, ...ended, verdict: "passed", inputs: "other" }],
      why: /^run\.json has no run with the same inputs$/,
    },
    { given: "no fingerprint then", ledger: [{ ...waitedFor, inputs: null }], why: /no run/ },
    { given: "no run", ledger: [], why: /no run/ },
    { given: "no ledger", ledger: "absent", why: /contains no run\.json/ },
  ] as const)("$given: it is started, with the reason", ({ ledger, why }) => {
    expect(resumptionsOf([same], ledger)).toEqual([{ kind: "start", why: expect.stringMatching(why) as string }]);
  });

  test("no fingerprint now: it is started", () => {
    expect(resumptionsOf([{ provider }], [waitedFor, { ...waitedFor, inputs: null }])).toEqual([
      { kind: "start", why: "a file that the run needs cannot be read to compare it" },
    ]);
  });
});

describe("in a plan of several runs", () => {
  const other = { provider, inputs: "other" };
  const over: LedgerEntry = { ...waitedFor, ...ended, inputs: "other", ref: "shop:8", verdict: "passed" };
  const notStarted: LedgerEntry = { ...waitedFor, ...withoutRef("not-started"), verdict: "provider-error" };

  test("each is found by its inputs, in any order, and two with the same inputs by their order", () => {
    const entries: LedgerEntry[] = [waitedFor, over, { ...waitedFor, ...withoutRef("on-its-way") }];
    expect(resumptionsOf([other, same, same, same], entries)).toMatchObject([
      { kind: "attach", handle: { ref: "shop:8" } },
      { kind: "attach", handle: { ref: "shop:7" } },
      { kind: "unknown" },
      { kind: "start" },
    ]);
  });

  test("one that is new leaves those of the others in place, so that none is started again", () => {
    const added = { provider, inputs: "new" };
    expect(resumptionsOf([added, other, added, same], [waitedFor, over])).toMatchObject([
      { kind: "start" },
      { kind: "attach", handle: { ref: "shop:8" } },
      { kind: "start" },
      { kind: "attach", handle: { ref: "shop:7" } },
    ]);
  });

  test.for<{ given: string; beside: LedgerEntry; wanted: "attach" | "start" }>([
    { given: "was interrupted", beside: { ...waitedFor, ...ended, verdict: "interrupted" }, wanted: "attach" },
    { given: "may have been started", beside: { ...notStarted, ...withoutRef("on-its-way") }, wanted: "attach" },
    { given: "was never started", beside: notStarted, wanted: "start" },
    { given: "is finished and reported too", beside: { ...waitedFor, ...ended, verdict: "failed" }, wanted: "start" },
    { given: "is not part of this plan", beside: { ...waitedFor, inputs: "a third" }, wanted: "start" },
  ])("one that is finished and reported, beside one that $given: $wanted", ({ beside, wanted }) => {
    expect(resumptionsOf([other, same], [over, beside])[0]).toMatchObject({ kind: wanted });
  });
});

test("a plan is left, with all of its runs, as long as one of them is unfinished", () => {
  const over: LedgerEntry = { ...waitedFor, ...ended, verdict: "passed" };
  const of = (plan: string, ...entries: readonly LedgerEntry[]): LedgerEntry[] =>
    entries.map((entry) => ({ ...entry, plan }));
  const [left, alsoLeft] = [of("p", over, waitedFor), of("q", { ...waitedFor, ...withoutRef("on-its-way") }, over)];
  const isOver = of("r", over, { ...waitedFor, ...withoutRef("not-started") });
  expect(leftPlans([...left, ...isOver, ...alsoLeft])).toEqual([...left, ...alsoLeft]);
  expect(leftPlans(isOver)).toEqual([]);
});

describe("the unfinished runs with other inputs are named", () => {
  const other = (number: number, more: Partial<StartedEntry> = {}): StartedEntry => ({
    ...waitedFor,
    ref: `shop:${number}`,
    inputs: "other",
    ...more,
  });
  const left = (count: number): LedgerEntry[] => Array.from({ length: count }, (_, index) => other(index + 1));

  test.for<{ title: string; earlier: LedgerEntry[]; names: string }>([
    { title: "none", earlier: [], names: "" },
    { title: "one", earlier: left(1), names: " (shop:1 was started with other inputs)" },
    {
      title: "as many as fit",
      earlier: left(5),
      names: " (shop:1 shop:2 shop:3 shop:4 shop:5 were started with other inputs)",
    },
    {
      title: "more",
      earlier: left(7),
      names: " (shop:1 shop:2 shop:3 shop:4 shop:5 and 2 more were started with other inputs)",
    },
    {
      title: "a finished one, and one without a reference, are not",
      earlier: [other(1, { ...ended, verdict: "passed" }), { ...other(2), ...withoutRef("on-its-way") }, other(3)],
      names: " (shop:3 was started with other inputs)",
    },
  ])("$title", ({ earlier, names }) => {
    expect(resumptionsOf([same], earlier)).toEqual([
      { kind: "start", why: `run.json has no run with the same inputs${names}` },
    ]);
  });
});
