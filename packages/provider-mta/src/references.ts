import type { RunHandle } from "@remotest/core";
import { isExecutionId, isKey } from "@remotest/mta-client";

/** The content of a rerun's request. MTA tells none of it about a run, so the reference contains it. */
export interface Rerunnable {
  readonly configuration: string;
  readonly instances: readonly string[];
  readonly retentionDays: number | undefined;
  readonly coverage: boolean;
}

/** One run of MTA. */
export interface MtaRun {
  readonly executionId: string;
  /** Undefined for a run of a suite or a case, which MTA cannot rerun, and for one that was started elsewhere. */
  readonly rerunnable: Rerunnable | undefined;
}

/**
 * Writes a run as a reference.
 * @example "mta:5552275f-0733-4afa-b109-7dee0cf1eda9/28/19,21/7d/coverage"
 */
export function write({ executionId, rerunnable }: MtaRun): string {
  if (!rerunnable) return `mta:${executionId}`;
  const { configuration, instances, retentionDays, coverage } = rerunnable;
  const parts = [
    executionId,
    encodeURIComponent(configuration),
    instances.map((key) => encodeURIComponent(key)).join(","),
    ...(retentionDays === undefined ? [] : [`${retentionDays}d`]),
    ...(coverage ? ["coverage"] : []),
  ];
  return `mta:${parts.join("/")}`;
}

/** Returns the handle for the part of a reference after the colon; undefined if it is not valid. */
export function parse(rest: string): RunHandle | undefined {
  const run = read(rest);
  return run && { ref: write(run) };
}

/** Returns the run of a reference. @throws {TypeError} if it is not one of MTA. */
export function runOf({ ref }: RunHandle): MtaRun {
  const run = ref.startsWith("mta:") ? read(ref.slice("mta:".length)) : undefined;
  if (!run) throw new TypeError(`${ref} is not a reference of MTA`);
  return run;
}

function read(rest: string): MtaRun | undefined {
  const [executionId = "", ...more] = rest.split("/");
  if (!isExecutionId(executionId)) return undefined;
  if (more.length === 0) return { executionId, rerunnable: undefined };
  const [configuration, keys, ...settings] = more;
  const coverage = settings.at(-1) === "coverage";
  const [retention, ...left] = coverage ? settings.slice(0, -1) : settings;
  const days = retention === undefined ? undefined : /^([1-7])d$/.exec(retention)?.[1];
  const decoded = [configuration, ...(keys ?? "").split(",")].map(keyIn);
  if (left.length > 0 || (retention !== undefined && days === undefined)) return undefined;
  const [first, ...instances] = decoded;
  if (first === undefined || !instances.every((key) => key !== undefined)) return undefined;
  const retentionDays = days === undefined ? undefined : Number(days);
  return { executionId, rerunnable: { configuration: first, instances, retentionDays, coverage } };
}

function keyIn(part: string | undefined): string | undefined {
  try {
    const key = decodeURIComponent(part ?? "");
    return isKey(key) ? key : undefined;
  } catch {
    return undefined;
  }
}
