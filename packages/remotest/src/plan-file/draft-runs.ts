import { type Provider, UsageError } from "@remotest/core";
import type { Names } from "./interpolation.ts";
import { listIn, mapIn } from "./map-keys.ts";
import type { Mistakes } from "./mistakes.ts";
import type { PlanMap } from "./plan-node.ts";
import { mostRuns, readMatrix } from "./read-matrix.ts";
import type { RunDraft } from "./read-run.ts";
import type { ValueReader } from "./read-value-text.ts";

/** Everything that is needed to read values before the providers are known. */
export interface Draft {
  readonly top: PlanMap;
  readonly defaults: PlanMap;
  readonly values: ValueReader;
  /** Without a matrix. */
  readonly names: Names;
  readonly mistakes: Mistakes;
}

/** Returns the runs of a plan file, one for each combination of their matrix. */
export function draftRuns({ top, defaults, values, names, mistakes }: Draft): readonly RunDraft[] {
  const entry = top.entries.get("runs");
  if (!entry) {
    mistakes.add(top.at, "runs is missing.", "Write a list of runs: see docs/plan-file.md.");
    return [];
  }
  const items = listIn(entry, mistakes);
  if (items.length === 0 && entry.value.kind === "list") mistakes.add(entry.value.at, "runs has no run.");
  const drafts: RunDraft[] = [];
  for (const item of items) {
    const map = mapIn(item, "A run", mistakes);
    if (item.kind !== "map") continue;
    const matrix = map.entries.get("matrix") ?? defaults.entries.get("matrix");
    const combinations = readMatrix(
      matrix,
      (node) => (node.kind === "scalar" ? values.text(node, names) : undefined),
      mistakes,
    );
    if (drafts.length + combinations.length > mostRuns) {
      mistakes.add(entry.keyAt, `The plan has more than ${mostRuns} runs.`);
      break;
    }
    drafts.push(...combinations.map((combination) => ({ map, matrix: combination })));
  }
  return drafts;
}

const provider = { type: "text", doc: "The provider." } as const;

/** Loads the provider of each run. A run without one has a mistake, and is left out. */
export async function providersOf(
  drafts: readonly RunDraft[],
  { defaults, values, names, mistakes }: Draft,
  load: (name: string) => Promise<Provider>,
): Promise<ReadonlyMap<RunDraft, Provider>> {
  const loaded = new Map<string, Provider | UsageError>();
  const found = new Map<RunDraft, Provider>();
  for (const draft of drafts) {
    const entry = draft.map.entries.get("provider") ?? defaults.entries.get("provider");
    if (!entry) {
      mistakes.add(
        draft.map.at,
        "The run has no provider.",
        "Write provider: with one of those that remotest providers lists.",
      );
      continue;
    }
    const name = values.inputTexts(entry, provider, { ...names, matrix: draft.matrix })?.[0];
    if (name === undefined) continue;
    const one = loaded.get(name) ?? (await load(name).catch(usageError));
    loaded.set(name, one);
    if (one instanceof UsageError)
      for (const { message, suggestion } of one.problems) mistakes.add(entry.value.at, message, suggestion);
    else found.set(draft, one);
  }
  return found;
}

function usageError(error: unknown): UsageError {
  if (error instanceof UsageError) return error;
  throw error;
}
