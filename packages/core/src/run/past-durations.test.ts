import { expect, test } from "vitest";
import { stagedProvider } from "../provider/provider.fixture.ts";
import type { PastReport, PastRun } from "../report/report.ts";
import { pastDurations } from "./past-durations.ts";
import { startOf } from "./plan.fixture.ts";

const shop = stagedProvider({}, "shop");
const named = (name: string, distinction?: string) => startOf(shop, { name, distinction });
const past = (...runs: readonly (Omit<PastRun, "provider"> & { readonly provider?: string })[]): PastReport => ({
  endedAt: new Date(0),
  durationMs: 0,
  counts: { total: 0, passed: 0, failed: 0, errors: 0, skipped: 0, flaky: 0, quarantined: 0 },
  outcomes: new Map(),
  runs: runs.map((run) => ({ provider: "shop", ...run })),
});

test.each([
  {
    title: "by what distinguishes it, whatever its name",
    plan: [named("today", "smoke"), named("today", "pay")],
    history: [
      past(
        { name: "before", distinction: "smoke", durationMs: 1 },
        { name: "before", distinction: "pay", durationMs: 2 },
      ),
      past({ name: "smoke", durationMs: 3 }),
    ],
    wanted: [[1, 3], [2]],
  },
  {
    title: "by its name, in a plan of several runs",
    plan: [named("a"), named("b")],
    history: [past({ name: "a", durationMs: 1 }), past({ name: "c", durationMs: 2 })],
    wanted: [[1], []],
  },
  {
    title: "as the only one of its provider, because the name is the subject of the commit",
    plan: [named("Fix the cart")],
    history: [
      past({ name: "Add a cart", durationMs: 1 }, { provider: "other", name: "x", durationMs: 9 }),
      past({ name: "a", durationMs: 8 }, { name: "b", durationMs: 8 }),
      past({ name: "c", distinction: "smoke", durationMs: 7 }),
    ],
    wanted: [[1]],
  },
  {
    title: "not as one of another provider, or of another template",
    plan: [named("n", "smoke")],
    history: [
      past({ provider: "other", name: "n", distinction: "smoke", durationMs: 1 }),
      past({ name: "n", durationMs: 2 }),
    ],
    wanted: [[]],
  },
  {
    title: "not in a report without runs",
    plan: [named("n")],
    history: [{ ...past(), runs: undefined }],
    wanted: [[]],
  },
])("a run is recognised $title", ({ plan, history, wanted }) => {
  const find = pastDurations(plan, history as readonly PastReport[]);
  expect(plan.map(find)).toEqual(wanted);
});
