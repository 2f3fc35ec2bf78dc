import { closest, inputName } from "@remotest/core/flow";
import type { Mistakes } from "./mistakes.ts";
import { kindOf, type PlanEntry, type PlanMap, type PlanNode } from "./plan-node.ts";

/** Returns the map that a part must be; an empty one, with a mistake, if it is something else. */
export function mapIn(node: PlanNode | undefined, what: string, mistakes: Mistakes): PlanMap {
  if (node?.kind === "map") return node;
  if (node && node.kind !== "mistake")
    mistakes.add(node.at, `${what} must be a map of keys and values, not ${kindOf(node)}.`);
  return { kind: "map", entries: new Map(), at: node?.at ?? 0 };
}

/** Returns the items that a part must have; none, with a mistake, if it is something else. */
export function listIn(entry: PlanEntry, mistakes: Mistakes): readonly PlanNode[] {
  const { key, keyAt, value } = entry;
  if (value.kind === "list") return value.items;
  if (value.kind !== "mistake")
    mistakes.add(value.kind === "nothing" ? keyAt : value.at, `${key} must be a list, not ${kindOf(value)}.`);
  return [];
}

/** The advice on a key that does not belong where it stands. */
export interface StrayKey {
  /** Completes a sentence that begins with the key: `is an option of apptest, not of ats`. */
  readonly problem: string;
  readonly suggestion?: string;
}

/**
 * Finds the keys that do not belong into a map.
 *
 * @param where completes "is not a key of …"
 * @param stray what is known of a key elsewhere
 */
export function checkKeys(
  { entries }: PlanMap,
  where: string,
  known: readonly string[],
  stray: (key: string) => StrayKey | undefined,
  mistakes: Mistakes,
): void {
  for (const { key, keyAt } of entries.values()) {
    if (known.includes(key)) continue;
    const found = stray(key);
    if (found) mistakes.add(keyAt, `${key} ${found.problem}.`, found.suggestion);
    else mistakes.add(keyAt, `${key} is not a key of ${where}.`, likelyKey(key, known, stray));
  }
}

function likelyKey(key: string, known: readonly string[], stray: (key: string) => StrayKey | undefined): string {
  // Many people copy the options of a command line.
  const asKey = inputName(key);
  const found = known.includes(asKey) ? undefined : stray(asKey);
  if (found) return `Did you mean ${asKey}? It ${found.problem}. ${found.suggestion ?? ""}`.trimEnd();
  const likely = known.includes(asKey) ? asKey : closest(key, known);
  return likely === undefined ? `Possible keys: ${known.join(", ")}.` : `Did you mean ${likely}?`;
}
