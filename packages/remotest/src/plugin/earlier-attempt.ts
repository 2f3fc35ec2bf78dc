import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { handedOnInputs } from "./inputs.gen.ts";

const file = "attempt.json";

/** Which runs an attempt is about. */
export interface OfJob {
  /** What tells this job from every other: never a run of another commit, nor of another leg of a matrix. */
  readonly job: string;
  readonly provider: string;
}

/**
 * The key of a job in a CI system together with what it runs there.
 * @param job the CI system's own identity of the job; "" where it has none, and then nothing is ever resumed
 */
export function jobKey(job: string, provider: string, env: Readonly<Record<string, string | undefined>>): string {
  if (job === "") return "";
  const what = handedOnInputs
    .filter(({ secret }) => !secret)
    .flatMap(({ variables }) => variables[provider] ?? [])
    .map((variable) => [variable, env[variable] ?? ""]);
  return createHash("sha256")
    .update(JSON.stringify([job, provider, what]))
    .digest("hex");
}

/** What one attempt at a CI job leaves in the report directory, for the next attempt at the same job. */
export interface Attempt extends OfJob {
  /** One for each run of the plan; null as long as its start is not known to have arrived. */
  readonly refs: readonly (string | null)[];
  /** The verdict, once there is one. */
  readonly outcome: string | null;
}

/** Keeps what is known of this attempt; a draft is renamed, so that a killed process leaves it whole. */
export function noteAttempt(reportDir: string, attempt: Attempt): void {
  mkdirSync(reportDir, { recursive: true });
  const target = join(reportDir, file);
  const draft = `${target}.${process.pid}.part`;
  writeFileSync(draft, `${JSON.stringify({ version: 1, ...attempt }, null, 2)}\n`);
  renameSync(draft, target);
}

/** Whether there is a run to wait for in place of starting another, and why not. */
export type EarlierAttempt =
  | { readonly kind: "runs"; readonly refs: readonly string[] }
  | { readonly kind: "none"; readonly why: string };

/**
 * Looks for the runs that an earlier attempt at the same job started. An attempt that failed is no reason to wait: its
 * tests have failed, and to run them again is what the job is repeated for. Where only some of its runs are known to
 * have started, all are started again: a part of a plan must never pass for the whole.
 */
export function earlierAttempt(reportDir: string, { job, provider }: OfJob): EarlierAttempt {
  if (job === "") return none("this job cannot be told from others");
  const earlier = readAttempt(reportDir);
  if (!earlier) return none(`${reportDir} holds nothing of an earlier attempt`);
  if (earlier.job !== job) return none("what the report directory holds is of another job");
  if (earlier.provider !== provider) return none(`the earlier attempt was a run of ${earlier.provider}`);
  if (earlier.outcome === "failed") return none("the tests of the earlier attempt have failed");
  const refs = earlier.refs.filter((ref) => ref !== null);
  if (refs.length === 0) return none("the earlier attempt started no run that is known");
  if (refs.length < earlier.refs.length) return none(`only ${refs.join(" ")} of the earlier attempt is known`);
  return { kind: "runs", refs };
}

function none(why: string): EarlierAttempt {
  return { kind: "none", why };
}

function readAttempt(reportDir: string): Attempt | undefined {
  try {
    const read = JSON.parse(readFileSync(join(reportDir, file), "utf8")) as Record<string, unknown>;
    const { version, job, provider, refs, outcome } = read;
    const whole = version === 1 && typeof job === "string" && typeof provider === "string" && isRefs(refs);
    return whole ? { job, provider, refs, outcome: typeof outcome === "string" ? outcome : null } : undefined;
  } catch {
    return undefined;
  }
}

function isRefs(value: unknown): value is readonly (string | null)[] {
  return (
    Array.isArray(value) &&
    value.every((ref) => ref === null || (typeof ref === "string" && /^[a-z][a-z0-9-]*:\S+$/.test(ref)))
  );
}
