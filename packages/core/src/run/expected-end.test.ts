import { describe, expect, test } from "vitest";
import type { Resumption } from "../ledger/resumption.ts";
import { endExpectedBy } from "./expected-end.ts";
import { freshEntry } from "./open-plan.ts";
import { handle, staged } from "./run-context.fixture.ts";

const hour = 3_600_000;

interface PastRun {
  readonly ref?: string;
  readonly started?: boolean;
  readonly past?: readonly number[];
  /** The time in `run.json`, for a run that an earlier process started. */
  readonly startedAt?: string;
}

/** Returns the age in milliseconds at which the run is seen after a minute; undefined if nothing is expected of its end. */
async function ageAfterAMinute({
  ref = handle.ref,
  started,
  past = [hour],
  startedAt,
}: PastRun): Promise<number | undefined> {
  using stage = staged({});
  const { context } = stage;
  if (started) context.observations.started();
  await context.ledger.started(3, { ref });
  const entry = { ...freshEntry(context.planned), startedAt: startedAt ?? "" };
  const resumption: Resumption | undefined = startedAt === undefined ? undefined : { kind: "attach", handle, entry };
  return endExpectedBy({ ...context, pastDurationsMs: past, resumption }, handle)(60_000)?.ageMs;
}

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

describe("from the earlier durations, the end of a run", () => {
  test.each<{ readonly title: string; readonly given: PastRun; readonly age: number | undefined }>([
    { title: "that this process started is expected by the time waited", given: { started: true }, age: 60_000 },
    { title: "that run.json names, by the time noted there", given: { startedAt: minutesAgo(9) }, age: 600_000 },
    { title: "with a start in the future, by the time waited", given: { startedAt: minutesAgo(-9) }, age: 60_000 },
    { title: "with an unreadable start is not expected", given: { startedAt: "yesterday" }, age: undefined },
    { title: "that was started elsewhere is not expected", given: {}, age: undefined },
    { title: "that is a rerun is not expected", given: { started: true, ref: "staged:0" }, age: undefined },
    { title: "is not expected without any", given: { started: true, past: [] }, age: undefined },
    { title: "is not expected if none can be right", given: { started: true, past: [-1, Number.NaN] }, age: undefined },
  ])("$title", async ({ given, age }) => {
    const found = await ageAfterAMinute(given);
    if (age === undefined) expect(found).toBeUndefined();
    else expect(Math.abs((found ?? Number.NaN) - age)).toBeLessThan(2_000);
  });
});
