import type { LedgerEntry, PlanPart } from "../ledger/ledger.ts";
import type { PlannedRun, RunSettings } from "./plan.ts";

/** Returns what the ledger notes of a run's place in a plan file; null if it is from none. */
export function partOf(
  { position, blocking = true }: Pick<PlannedRun, "position" | "blocking">,
  plan: RunSettings["plan"],
): PlanPart | null {
  if (!plan || position === undefined) return null;
  const { hash, runs, shard, build } = plan;
  return { hash, runs, shard: shard ?? null, build: build ?? null, position, blocking };
}

/**
 * Returns the settings for a report on known runs. If all of them were started as a part of one plan, the report is about
 * that part, and about the commit and the build in which they were started, wherever this command runs. A report on runs of
 * several plans is about none of them; it names a commit only if that may be true, and says if it lacks shards.
 */
export function asStarted(settings: RunSettings, entries: readonly LedgerEntry[]): RunSettings {
  const [part] = entries.map((entry) => entry.part);
  if (settings.plan) return settings;
  if (!part || !entries.every((entry) => isSame(entry.part, part)))
    return { ...settings, commit: commitOf(entries, settings.commit), lacksShards: lackShards(entries) };
  const { hash, runs, shard, build } = part;
  return {
    ...settings,
    commit: commitOf(entries),
    plan: { hash, runs, ...(shard && { shard }), ...(build !== null && { build }) },
  };
}

/** @param own the commit of this command: a run of which none is known may be about it */
function commitOf(entries: readonly LedgerEntry[], own?: string): string | undefined {
  const commits = new Set(entries.map(({ commit }) => commit ?? undefined));
  const [known, ...others] = [...commits].filter((each) => each !== undefined);
  if (others.length > 0) return undefined;
  return commits.has(undefined) ? own : known;
}

/** True if runs of a shard are among them, but not all runs of its plan: they say nothing about the others. */
function lackShards(entries: readonly LedgerEntry[]): boolean {
  const positions = new Map<string, Set<number>>();
  const parts = entries.flatMap(({ part }) => (part?.shard ? [part] : []));
  const planOf = ({ hash, runs, build }: PlanPart): string => JSON.stringify([hash, runs, build]);
  for (const part of parts) positions.set(planOf(part), (positions.get(planOf(part)) ?? new Set()).add(part.position));
  return parts.some((part) => (positions.get(planOf(part))?.size ?? 0) < part.runs);
}

function isSame(one: PlanPart | null, other: PlanPart): boolean {
  const plan = (part: PlanPart): string => JSON.stringify({ ...part, position: 0, blocking: true });
  return one !== null && plan(one) === plan(other);
}
