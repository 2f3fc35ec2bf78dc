import { ProviderError } from "../errors.ts";
import { commandNames, type InputNames } from "../inputs/wording.ts";
import { exitCode, verdictOf } from "../gate/verdict.ts";
import { portablePath } from "../files/portable-path.ts";
import type { GatePolicy } from "../gate/gate.ts";
import { dayOf, type QuarantineEntry, quarantineWarnings } from "../gate/quarantine.ts";
import { judgeAgain } from "./judge-again.ts";
import { isEmptyShard, verdictOfRuns } from "./plan-verdict.ts";
import type { PastReport, Report, RunReport } from "./report.ts";
import type { Shard } from "./shard.ts";
import { commonCommit, commonOrigin, doubts, withoutCopies } from "./shard-doubts.ts";
import { inPlanOrder, missingOfPlan, wholePlan } from "./shards-of-plan.ts";
import { count } from "../results/test-run.ts";

/** Settings for merging shards into one report. */
export interface MergeSettings {
  readonly policy: GatePolicy;
  /** The part of the policy that the user set: it takes precedence over what the runs were judged by. */
  readonly said?: Partial<GatePolicy> | undefined;
  readonly quarantine: readonly QuarantineEntry[];
  readonly history: readonly PastReport[];
  /** If true, a missing shard is only a warning, as long as another one has a run that may stop the pipeline. */
  readonly allowMissing: boolean;
  readonly warnings: readonly string[];
  readonly reportDir: string;
  readonly givenReportDir: string;
  readonly now: Date;
  /** The run of the pipeline in which the shards must have been started. Default: any, but all in the same. */
  readonly build?: string | undefined;
  /** The names by which the user knows the inputs. Default: those on the command line. */
  readonly names?: InputNames | undefined;
}

/**
 * Merges the reports of several jobs into one. Pure. Each run with results is judged again by the policy and the
 * quarantine given here; a run without results, or one that could not be reported, keeps its verdict. A missing shard
 * is a run without results, so that it never goes unnoticed; so is a copy of another. Shards of different commits,
 * shards of different plans, and shards that share a run but are not copies, are never a pass. A shard that belongs to
 * the plan and was not given is missing too.
 *
 * @example mergeReports(shards, settings).exitCode
 */
export function mergeReports(given: readonly Shard[], settings: MergeSettings): Report {
  const read = withoutCopies(given.map(missingWithoutRuns));
  const shards = [...read, ...missingOfPlan(read)];
  const { policy, said, quarantine, history, now, reportDir, givenReportDir, names } = settings;
  const today = dayOf(now);
  const mayBeAllowed = shards.some(hasCountingRun);
  const mayMiss = settings.allowMissing && mayBeAllowed;
  const judged = (run: RunReport): RunReport => judgeAgain(run, { policy, said, quarantine, today, names });
  const own = shards.flatMap((shard) => {
    if (shard.kind === "report") return shard.runs.map(judged);
    return mayMiss ? [] : missingRuns(shard, now, mayBeAllowed).map(judged);
  });
  const runs = [...inPlanOrder(own, shards), ...doubts(shards, now, settings.build)];
  const plan = wholePlan(shards);
  const commit = commonCommit(shards);
  const origin = commonOrigin(shards);
  const verdict = verdictOfRuns(runs, plan);
  return {
    runs,
    verdict,
    exitCode: exitCode(verdict),
    reportDir: portablePath(reportDir),
    givenReportDir: portablePath(givenReportDir),
    warnings: [
      ...settings.warnings,
      ...shards.flatMap((shard) => (mayMiss && shard.kind === "missing" ? [missing(shard)] : [])),
      ...shards.flatMap((shard) => (shard.kind === "report" ? ofShard(shard) : [])),
      ...forgivenElsewhere(shards, quarantine, names),
      ...shards.flatMap((shard) => (shard.kind === "report" ? countedTwice(shard) : [])),
    ],
    quarantineWarnings: quarantineWarnings(
      testRunsOf(runs, mayMiss && shards.some(({ kind }) => kind === "missing")),
      quarantine,
      today,
      names,
    ),
    history,
    ...(commit === undefined ? {} : { commit }),
    ...(origin && { origin }),
    ...(plan && { plan }),
    ...(shards.some((shard) => shard.kind === "report" && shard.lacksShards === true) && { lacksShards: true }),
  };
}

/** Runs that may not stop the pipeline would make a pass of a merge that has lost all others. */
function hasCountingRun(shard: Shard): boolean {
  return shard.kind === "report" && shard.runs.some(({ blocking }) => blocking !== false);
}

type MissingShard = Extract<Shard, { kind: "missing" }>;

/** Treats a report without runs as missing: beside a shard that passed it would go unnoticed. */
function missingWithoutRuns(shard: Shard): Shard {
  if (shard.kind === "missing" || shard.runs.length > 0) return shard;
  if (shard.plan && isEmptyShard(shard.plan)) return shard;
  return { kind: "missing", name: shard.name, why: "has a report without any run", runs: [] };
}

function missing({ name, why }: MissingShard): string {
  return `The shard ${name} ${why}.`;
}

/** Returns one entry for each run that the shard is known to have started, so that you can wait for each. */
function missingRuns(shard: MissingShard, now: Date, mayBeAllowed: boolean): RunReport[] {
  const known = shard.runs.length > 0 ? shard.runs : [{ provider: "remotest", name: shard.name, handle: undefined }];
  return known.map(({ handle, ...run }) => {
    const error = new ProviderError({
      code: "shard-missing",
      message: missing(shard),
      next: handle
        ? "Wait for its run with the attach command, or run the shard's job again; then merge again."
        : ({ option }) =>
            `Run the shard's job again, and make sure that its report directory is passed on even if the job fails${mayBeAllowed ? `; or merge without it with ${option("allowMissing")}` : ""}.`,
      retry: "never",
    });
    const end = { kind: "no-results", error } as const;
    const times = { startedAt: now, endedAt: now };
    const uncertain = handle ? {} : { mayHaveStarted: true as const };
    return { ...run, handle, ...uncertain, ...times, end, verdict: verdictOf(error), attachments: [] };
  });
}

/** Returns a shard's warnings, except those about its quarantine, which depend on all runs and are found again. */
function ofShard({ name, warnings }: Extract<Shard, { kind: "report" }>): string[] {
  return warnings.map((warning) => `${name}: ${warning}`);
}

function forgivenElsewhere(
  shards: readonly Shard[],
  quarantine: readonly QuarantineEntry[],
  { option }: InputNames = commandNames,
): string[] {
  if (quarantine.length > 0) return [];
  const results = shards.flatMap((shard) => (shard.kind === "report" ? shard.runs.map(resultsOf) : []));
  const { quarantined } = count(results.filter((each) => each !== undefined));
  if (quarantined === 0) return [];
  const what =
    quarantined === 1 ? "1 failure that a shard forgave counts" : `${quarantined} failures that shards forgave count`;
  return [`${what} here: pass ${option("quarantine")} to remotest merge as well.`];
}

/** Warns if a report contains one remote run twice, because two directories became one. */
function countedTwice({ name, runs }: Extract<Shard, { kind: "report" }>): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { handle } of runs) {
    if (handle && seen.has(handle.ref)) twice.add(handle.ref);
    if (handle) seen.add(handle.ref);
  }
  return [...twice].map((ref) => `${ref} is more than once in the shard ${name}, so its tests count more than once.`);
}

function testRunsOf(runs: readonly RunReport[], more: boolean): ReturnType<typeof resultsOf>[] {
  return [...runs.map(resultsOf), ...(more ? [undefined] : [])];
}

function resultsOf({ end }: RunReport): Extract<RunReport["end"], { kind: "results" }>["testRun"] | undefined {
  return end.kind === "results" ? end.testRun : undefined;
}
