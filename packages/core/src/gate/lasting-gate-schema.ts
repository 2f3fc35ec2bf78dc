import * as v from "valibot";
import { count, object, oneOf, type Schema } from "../results/schema.ts";
import type { LastingGate } from "./lasting-gate.ts";

/** The part of a run's policy that `results.json` and `run.json` keep. */
export const lastingGateSchema: Schema<LastingGate> = object({
  failOn: v.nullish(oneOf(["failed", "error", "never"])),
  maxFailures: v.nullish(
    v.union(
      [object({ count }), object({ percent: v.pipe(v.number(), v.minValue(0), v.maxValue(100)) })],
      "must be a count or a percent",
    ),
  ),
  minTests: v.nullish(count),
  maxDurationMs: v.nullish(count),
});
