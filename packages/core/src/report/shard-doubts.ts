import { ProviderError } from "../errors.ts";
import { verdictOf } from "../gate/verdict.ts";
import type { Shard } from "./shard.ts";
import { planDoubts } from "./shards-of-plan.ts";
import { runDocument } from "./results-json.ts";
import type { Origin, RunReport } from "./report.ts";

type ShardReport = Extract<Shard, { kind: "report" }>;

/**
 * Replaces copies by missing shards. A shard that only repeats an earlier one is a copy, so the shard that was expected
 * in its place is missing. Nothing is lost, because everything in it is in the earlier one.
 */
export function withoutCopies(shards: readonly Shard[]): Shard[] {
  const holders = new Map<string, ShardReport>();
  return shards.map((shard) => {
    if (shard.kind !== "report") return shard;
    const refs = shard.runs.flatMap(({ handle }) => (handle ? [handle.ref] : []));
    const original = holders.get(refs[0] ?? "");
    if (!original || !repeats(shard, original)) {
      for (const ref of refs) if (!holders.has(ref)) holders.set(ref, shard);
      return shard;
    }
    return { kind: "missing", name: shard.name, why: `is a copy of the shard ${original.name}`, runs: [] };
  });
}

/**
 * Used only for shards that share a run: shards without references may be equal and still be two, as a service that
 * refuses everyone gives all the same answer.
 */
function repeats(shard: ShardReport, original: ShardReport): boolean {
  const known = new Set(original.runs.map(essence));
  return shard.runs.every((run) => known.has(essence(run)));
}

/** Serialises a run without its files, whose names may differ between shards. */
function essence(run: RunReport): string {
  return JSON.stringify(runDocument({ ...run, attachments: [] }));
}

/**
 * Returns the reasons not to judge shards together, as runs without results, so that the verdict is never a pass, even
 * if missing shards are allowed.
 *
 * @param build see `planDoubts`
 */
export function doubts(shards: readonly Shard[], now: Date, build?: string): RunReport[] {
  const reports = shards.filter((shard) => shard.kind === "report");
  return [...differentCommits(reports), ...planDoubts(reports, build), ...sharedRuns(reports)].map((error) => ({
    provider: "remotest",
    name: "merge",
    handle: undefined,
    startedAt: now,
    endedAt: now,
    end: { kind: "no-results", error },
    verdict: verdictOf(error),
    attachments: [],
  }));
}

/** Returns the commit of all shards that know theirs, if it is the same and no run is of another one. */
export function commonCommit(shards: readonly Shard[]): string | undefined {
  if (byCommit(shards).size > 1) return undefined;
  return shards.flatMap((shard) => (shard.kind === "report" && shard.commit !== undefined ? [shard.commit] : []))[0];
}

/** Returns the facts on which all shards that know their build agree. */
export function commonOrigin(shards: readonly Shard[]): Origin | undefined {
  const origins = shards.flatMap((shard) => (shard.kind === "report" && shard.origin ? [shard.origin] : []));
  const [system, ...otherSystems] = new Set(origins.map((origin) => origin.system));
  if (system === undefined || otherSystems.length > 0) return undefined;
  const parts = (["branch", "build", "buildUrl", "repository", "repositoryUrl", "startedBy"] as const).flatMap(
    (part) => {
      const [value, ...others] = new Set(origins.flatMap((origin) => origin[part] ?? []));
      return value !== undefined && others.length === 0 ? [[part, value] as const] : [];
    },
  );
  return { system, ...Object.fromEntries(parts) };
}

/** Each commit with its first shard. A shard that came back to runs of several commits may know only theirs. */
function byCommit(shards: readonly Shard[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const shard of shards)
    for (const commit of shard.kind === "report" ? commitsOf(shard) : [])
      if (!found.has(commit)) found.set(commit, shard.name);
  return found;
}

function commitsOf({ commit, runs }: ShardReport): readonly string[] {
  return [commit, ...runs.map((run) => run.commit)].filter((each) => each !== undefined);
}

/** Runs of several commits in a single report were judged together before, so they are no reason here. */
function differentCommits(shards: readonly ShardReport[]): ProviderError[] {
  const found = byCommit(shards);
  if (found.size < 2 || shards.filter((shard) => commitsOf(shard).length > 0).length < 2) return [];
  const named = [...found].map(([commit, name]) => `${commit} (${name})`).join(", ");
  return [
    new ProviderError({
      code: "shards-of-different-commits",
      message: `The shards are of different commits: ${named}.`,
      next: "Merge the report directories of one commit; remove those that an earlier pipeline left.",
      retry: "never",
    }),
  ];
}

/** Reports a remote run in two shards that are not copies: they contradict each other, or one contains more. */
function sharedRuns(shards: readonly ShardReport[]): ProviderError[] {
  const holders = new Map<string, Set<string>>();
  for (const { name, runs } of shards)
    for (const { handle } of runs)
      if (handle) holders.set(handle.ref, (holders.get(handle.ref) ?? new Set<string>()).add(name));
  return [...holders]
    .filter(([, names]) => names.size > 1)
    .map(
      ([ref, names]) =>
        new ProviderError({
          code: "run-in-two-shards",
          message: `${ref} is in more than one shard: ${[...names].join(", ")}.`,
          next: "Give each run once; remove the report directories that an earlier job or attempt left.",
          retry: "never",
        }),
    );
}
