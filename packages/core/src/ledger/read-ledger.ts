import { join } from "node:path";
import * as v from "valibot";
import { readGuarded } from "../files/guarded-file.ts";
import { lastingGateSchema } from "../gate/lasting-gate-schema.ts";
import { type LedgerEntry, type PlanPart, type RunStart, withoutRef } from "./ledger.ts";

/** The runs that an earlier process left in `run.json`, or why they are not known. */
export type EarlierLedger = readonly LedgerEntry[] | "absent" | "unreadable";

/** A plan of a thousand runs has half a MB. */
const largestLedger = 16 * 2 ** 20;

/** Reads the ledger of a report directory. A partial ledger is unreadable: the missing part could hide a run. */
export async function readLedger(reportDir: string): Promise<EarlierLedger> {
  const path = join(reportDir, "run.json");
  let text: string;
  try {
    text = await readGuarded(path, largestLedger);
  } catch (error) {
    const missing = error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
    return missing ? "absent" : "unreadable";
  }
  try {
    const { success, output } = v.safeParse(ledgerSchema, JSON.parse(text));
    return success ? output.runs : "unreadable";
  } catch {
    return "unreadable";
  }
}

// Fields that an older version did not write are filled in with the most cautious value.
const text = v.fallback(v.nullable(v.string()), null);
const flag = v.fallback(v.boolean(), false);
const time = v.pipe(v.string(), v.metadata({ format: "date-time" }));

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const shardSchema = v.pipe(
  v.object({ number: v.pipe(count, v.minValue(1)), of: count }),
  v.check(({ number, of }) => number <= of),
);

const partSchema: v.GenericSchema<unknown, PlanPart> = v.pipe(
  v.object({
    hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    runs: count,
    shard: v.nullable(shardSchema),
    build: v.nullable(v.string()),
    position: count,
    blocking: v.fallback(v.optional(v.boolean(), true), true),
  }),
  v.check(({ position, runs }) => position < runs),
);

const entry: v.GenericSchema<unknown, LedgerEntry> = v.pipe(
  v.object({
    provider: v.string(),
    ref: text,
    url: text,
    name: v.string(),
    distinction: text,
    label: text,
    start: v.fallback(v.picklist(["not-started", "on-its-way", "started"]), "on-its-way"),
    token: text,
    reruns: v.array(v.string()),
    // If one of these cannot be read, the whole file is unreadable: the run or its rerun would be started again, the other
    // runs of its plan be forgotten, the gate might have been strict, the commit another than that of the job, and the run
    // one of a shard, which never says that the commit passed.
    plan: v.optional(v.nullable(v.string()), null),
    inputs: v.optional(v.nullable(v.string()), null),
    rerunOnItsWay: v.optional(v.boolean(), false),
    gate: v.optional(v.nullable(lastingGateSchema), null),
    commit: v.optional(v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{7,64}$/))), null),
    part: v.optional(v.nullable(partSchema), null),
    startedAt: time,
    endedAt: v.fallback(v.nullable(time), null),
    verdict: text,
    reported: flag,
  }),
  v.transform(({ start, ref, url, ...rest }): LedgerEntry => ({ ...rest, ...startOf(start, ref, url) })),
);

/** A reference proves that the run was started. Without one, `started` is not believed. */
function startOf(start: RunStart["start"], ref: string | null, url: string | null): RunStart {
  if (ref !== null) return { start: "started", ref, url };
  return withoutRef(start === "not-started" ? start : "on-its-way");
}

/** `run.json`, version 1. */
export const ledgerSchema: v.GenericSchema<unknown, { readonly runs: readonly LedgerEntry[] }> = v.object({
  version: v.literal(1),
  runs: v.array(entry),
});

/** The parts of the published schema of `run.json`, by name. */
export const ledgerParts: Readonly<Record<string, v.GenericSchema>> = {
  run: entry,
  gate: lastingGateSchema,
  part: partSchema,
  shard: shardSchema,
};
