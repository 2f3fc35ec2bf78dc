import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint } from "../fingerprint.ts";

const file = "attempt.json";

type Variables = Readonly<Record<string, string | undefined>>;

/** Where a CI system counts the attempts at a job, by the first word of the job's identity. */
const attemptVariables: ReadonlyMap<string, string> = new Map([
  ["github", "GITHUB_RUN_ATTEMPT"],
  ["azure", "SYSTEM_JOBATTEMPT"],
]);

/**
 * The key of a job in a CI system, and the number of this attempt at it. What the job runs is not part of it: `run.json`
 * has a fingerprint of that.
 *
 * @param job the CI system's own identity of the job; "" where it has none
 * @returns "" where job or attempt is not known; then nothing is ever resumed
 * @example jobKey("github/octo/shop/41/test/remotest", process.env) // "9f86d081…0f00a08#2"
 */
export function jobKey(job: string, env: Variables): string {
  const attempt = env[attemptVariables.get(job.split("/", 1)[0] ?? "") ?? ""] ?? "";
  return /^[1-9]\d{0,8}$/.test(attempt) ? `${fingerprint([job])}#${attempt}` : "";
}

/** The two parts of a key; undefined for everything else. */
function keyParts(job: string): { readonly same: string; readonly attempt: number } | undefined {
  const [, same, attempt] = /^([\da-f]{64})#([1-9]\d{0,8})$/.exec(job) ?? [];
  return same === undefined ? undefined : { same, attempt: Number(attempt) };
}

/** Notes whose report directory this is; a draft is renamed, so that a killed process leaves the file whole. */
export function noteAttempt(reportDir: string, job: string): void {
  mkdirSync(reportDir, { recursive: true });
  const target = join(reportDir, file);
  const draft = `${target}.${process.pid}.part`;
  writeFileSync(draft, `${JSON.stringify({ version: 2, job }, null, 2)}\n`);
  renameSync(draft, target);
}

/** Whether the report directory is that of an earlier attempt at this job; `why` completes "Nothing to resume: …". */
export type EarlierAttempt = { readonly kind: "found" } | { readonly kind: "none"; readonly why: string };

/**
 * Finds out whose report directory this is. Which runs are then attached to, started or left as unknown is decided in
 * one place for every way to resume: by the command's own `--resume`, from `run.json`.
 *
 * @param job from {@link jobKey}
 */
export function earlierAttempt(reportDir: string, job: string): EarlierAttempt {
  const mine = keyParts(job);
  if (!mine) return none("the job or the number of its attempt is not known");
  const noted = notedJob(reportDir);
  if (noted === undefined) return none(`${reportDir} has no ${file} of an earlier attempt`);
  const its = keyParts(noted);
  if (its?.same !== mine.same) return none("the report directory is that of another job");
  if (its.attempt >= mine.attempt) return none("the report directory is not that of an earlier attempt");
  return { kind: "found" };
}

function none(why: string): EarlierAttempt {
  return { kind: "none", why };
}

function notedJob(reportDir: string): string | undefined {
  try {
    const { version, job } = JSON.parse(readFileSync(join(reportDir, file), "utf8")) as Record<string, unknown>;
    return version === 2 && typeof job === "string" ? job : undefined;
  } catch {
    return undefined;
  }
}
