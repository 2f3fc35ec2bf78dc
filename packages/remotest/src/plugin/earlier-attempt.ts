import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { contentHash, fingerprint } from "../fingerprint.ts";
import { handedOnInputs } from "./inputs.gen.ts";

const file = "attempt.json";

type Variables = Readonly<Record<string, string | undefined>>;

/** Where a CI system counts the attempts at a job, by the first word of the job's identity. */
const attemptVariables: ReadonlyMap<string, string> = new Map([
  ["github", "GITHUB_RUN_ATTEMPT"],
  ["azure", "SYSTEM_JOBATTEMPT"],
]);

/** Which runs an attempt is about. */
export interface OfJob {
  /** From {@link jobKey}: what tells this job from every other, and which attempt at it this is. */
  readonly job: string;
  readonly provider: string;
}

/**
 * The key of a job in a CI system together with what it runs there, and the number of this attempt at it. In it are the
 * run's name, the provider's inputs, the content of the app file, and who runs it: the secrets. All that is one
 * SHA-256, the access key or token in it with the rest, so that nobody can guess a short password from what is kept.
 *
 * @param job the CI system's own identity of the job; "" where it has none
 * @returns "" where any of it is not known, such as an app file that cannot be read; then nothing is ever resumed
 * @example jobKey("github/octo/shop/41/test/remotest", "ats", process.env) // "9f86d081…0f00a08#2"
 */
export function jobKey(job: string, provider: string, env: Variables): string {
  const attempt = env[attemptVariables.get(job.split("/", 1)[0] ?? "") ?? ""] ?? "";
  if (!/^[1-9]\d{0,8}$/.test(attempt)) return "";
  try {
    return `${fingerprint([job, provider, env["REMOTEST_NAME"] ?? "", whatRuns(provider, env)])}#${attempt}`;
  } catch {
    return "";
  }
}

/** @throws what the file system says of a file that cannot be read */
function whatRuns(provider: string, env: Variables): readonly (readonly string[])[] {
  return handedOnInputs.flatMap(({ name, secret, variables }) => {
    const variable = variables[provider];
    if (variable === undefined) return [];
    const value = env[variable] ?? "";
    const path = secret ? (env[`${variable}_FILE`] ?? "") : name === "app-file" ? value : "";
    // Each attempt may have a workspace of its own: of a file its name and content count, not where it lies.
    const given = name === "app-file" ? basename(value) : value;
    return [[variable, given, path === "" ? "" : contentHash(path)]];
  });
}

/** The two parts of a key; undefined for "" and for all that is no key. */
function keyParts(job: string): { readonly same: string; readonly attempt: number } | undefined {
  const [, same, attempt] = /^([\da-f]{64})#([1-9]\d{0,8})$/.exec(job) ?? [];
  return same === undefined ? undefined : { same, attempt: Number(attempt) };
}

/** What one attempt at a CI job leaves in the report directory, for the next attempt at the same job. */
export interface Attempt extends OfJob {
  /** One for each run of the plan; null as long as its start is not known to have arrived. */
  readonly refs: readonly (string | null)[];
  /** The verdict, once there is one. */
  readonly outcome: string | null;
}

/** What is read of it again. */
interface Noted extends Attempt {
  /** Whether the attempt waited for runs of one before it, in place of starting its own. */
  readonly attached: boolean;
}

/** Keeps what is known of this attempt; a draft is renamed, so that a killed process leaves it whole. */
export function noteAttempt(reportDir: string, attempt: Attempt): void {
  mkdirSync(reportDir, { recursive: true });
  const attached = isAttached(attempt, readAttempt(reportDir)) ? { attached: true } : {};
  const target = join(reportDir, file);
  const draft = `${target}.${process.pid}.part`;
  writeFileSync(draft, `${JSON.stringify({ version: 1, ...attempt, ...attached }, null, 2)}\n`);
  renameSync(draft, target);
}

/** A service gives no reference twice: one that an earlier attempt has noted was not started by this one. */
function isAttached(now: Attempt, before: Noted | undefined): boolean {
  const [mine, its] = [keyParts(now.job), keyParts(before?.job ?? "")];
  if (!before || !mine || !its || mine.same !== its.same) return false;
  const shared = now.refs.some((ref) => ref !== null && before.refs.includes(ref));
  return shared && (its.attempt < mine.attempt || before.attached);
}

/** Whether there is a run to wait for in place of starting another, and why not. */
export type EarlierAttempt =
  | { readonly kind: "runs"; readonly refs: readonly string[] }
  | { readonly kind: "none"; readonly why: string };

/**
 * Looks for the runs that an earlier attempt at the same job started. An attempt that failed is no reason to wait: its
 * tests have failed, and to run them again is what the job is repeated for. Where only some of its runs are known to
 * have started, all are started again: a part of a plan must never pass for the whole. Runs that a resumed attempt could
 * not wait for either, because the service would not tell of them, are given up.
 */
export function earlierAttempt(reportDir: string, { job, provider }: OfJob): EarlierAttempt {
  const mine = keyParts(job);
  if (!mine) return none("the job, the number of its attempt or a file that it names, such as the app, is not known");
  const earlier = readAttempt(reportDir);
  if (!earlier) return none(`${reportDir} holds nothing of an earlier attempt`);
  const its = keyParts(earlier.job);
  if (its?.same !== mine.same) return none("what the report directory holds is of another job, or of other inputs");
  if (its.attempt >= mine.attempt) return none("what the report directory holds is of no earlier attempt");
  if (earlier.provider !== provider) return none(`the earlier attempt was a run of ${earlier.provider}`);
  if (earlier.outcome === "failed") return none("the tests of the earlier attempt have failed");
  if (earlier.attached && earlier.outcome === "provider-error")
    return none(`the earlier attempt found no result of ${earlier.refs.filter(Boolean).join(" ") || "the run"} either`);
  const refs = earlier.refs.filter((ref) => ref !== null);
  if (refs.length === 0) return none("the earlier attempt started no run that is known");
  if (refs.length < earlier.refs.length) return none(`only ${refs.join(" ")} of the earlier attempt is known`);
  return { kind: "runs", refs };
}

function none(why: string): EarlierAttempt {
  return { kind: "none", why };
}

function readAttempt(reportDir: string): Noted | undefined {
  try {
    const read = JSON.parse(readFileSync(join(reportDir, file), "utf8")) as Record<string, unknown>;
    const { version, job, provider, refs, outcome, attached } = read;
    const whole = version === 1 && typeof job === "string" && typeof provider === "string" && isRefs(refs);
    if (!whole) return undefined;
    return { job, provider, refs, outcome: typeof outcome === "string" ? outcome : null, attached: attached === true };
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
