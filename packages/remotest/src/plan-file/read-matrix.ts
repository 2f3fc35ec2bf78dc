import { closest } from "@remotest/core/flow";
import { listIn, mapIn } from "./map-keys.ts";
import { type Combination, combinationsOf, type Matrix, sizeOf } from "./matrix.ts";
import type { Mistakes } from "./mistakes.ts";
import { kindOf, type PlanEntry, type PlanMap, type PlanNode } from "./plan-node.ts";

/** More than any service starts, and few enough to be read in a moment. */
export const mostRuns = 2_000;

export const keyForm: RegExp = /^[A-Za-z_][\w-]*$/;

/** Reads the text of a value, with its expressions; undefined if it has a mistake. */
export type ReadText = (node: PlanNode) => string | undefined;

/** Reads the matrix of a run, and returns its combinations; one without keys if there is no matrix. */
export function readMatrix(entry: PlanEntry | undefined, textOf: ReadText, mistakes: Mistakes): readonly Combination[] {
  if (!entry) return [new Map()];
  const map = mapIn(entry.value, "matrix", mistakes);
  const keys = new Map<string, readonly string[]>();
  for (const axis of map.entries.values())
    if (axis.key !== "exclude" && axis.key !== "include") keys.set(axis.key, valuesOf(axis, textOf, mistakes));
  const include = rulesOf(map, "include", textOf, mistakes);
  if (keys.size === 0 && include.length === 0 && entry.value.kind === "map")
    mistakes.add(
      entry.keyAt,
      "matrix has no key with values.",
      "Write a list of values, such as template: [smoke, pay].",
    );
  const exclude = excludesOf(map, keys, textOf, mistakes);
  const matrix: Matrix = { keys, exclude, include };
  if (sizeOf(matrix) > mostRuns) {
    mistakes.add(entry.keyAt, `matrix has ${sizeOf(matrix)} combinations; a plan has at most ${mostRuns} runs.`);
    return [];
  }
  const all = combinationsOf(matrix);
  if (all.length === 0 && exclude.length > 0) mistakes.add(entry.keyAt, "exclude leaves nothing of the matrix.");
  return all;
}

function valuesOf(axis: PlanEntry, textOf: ReadText, mistakes: Mistakes): readonly string[] {
  if (!keyForm.test(axis.key)) mistakes.add(axis.keyAt, `${axis.key} must be a word of letters, digits, _ and -.`);
  const items = listIn(axis, mistakes);
  if (items.length === 0 && axis.value.kind === "list") mistakes.add(axis.value.at, `${axis.key} has no values.`);
  const values = new Set<string>();
  for (const item of items) {
    const text = valueOf(item, axis.key, textOf, mistakes);
    if (text !== undefined && values.has(text)) mistakes.add(item.at, `${axis.key} has ${JSON.stringify(text)} twice.`);
    if (text !== undefined) values.add(text);
  }
  return [...values];
}

function valueOf(node: PlanNode, key: string, textOf: ReadText, mistakes: Mistakes): string | undefined {
  if (node.kind === "scalar") return textOf(node);
  if (node.kind !== "mistake")
    mistakes.add(node.at, `${key} must be a value, such as a text or a number; it is ${kindOf(node)}.`);
  return undefined;
}

/** The entries of `include` or `exclude`. */
function rulesOf(map: PlanMap, key: string, textOf: ReadText, mistakes: Mistakes): readonly Combination[] {
  const entry = map.entries.get(key);
  if (!entry) return [];
  return listIn(entry, mistakes).map((item) => {
    const rule = mapIn(item, `An entry of ${key}`, mistakes);
    if (item.kind === "map" && rule.entries.size === 0) mistakes.add(item.at, `An entry of ${key} has no keys.`);
    const texts = new Map<string, string>();
    for (const each of rule.entries.values()) {
      if (!keyForm.test(each.key)) mistakes.add(each.keyAt, `${each.key} must be a word of letters, digits, _ and -.`);
      const text = valueOf(each.value, each.key, textOf, mistakes);
      if (text !== undefined) texts.set(each.key, text);
    }
    return texts;
  });
}

/** An entry that can match nothing is a mistake: the run that it was to leave out would be started. */
function excludesOf(map: PlanMap, keys: Matrix["keys"], textOf: ReadText, mistakes: Mistakes): readonly Combination[] {
  const rules = rulesOf(map, "exclude", textOf, mistakes);
  const entry = map.entries.get("exclude");
  const items = entry?.value.kind === "list" ? entry.value.items : [];
  for (const item of items) {
    if (item.kind !== "map") continue;
    for (const { key, keyAt, value } of item.entries.values()) {
      const values = keys.get(key);
      const text = value.kind === "scalar" ? textOf(value) : undefined;
      if (values === undefined)
        mistakes.add(keyAt, `${key} is not a key of the matrix.`, suggest(key, [...keys.keys()]));
      else if (text !== undefined && values.length > 0 && !values.includes(text))
        mistakes.add(value.at, `${key} has no value ${JSON.stringify(text)} to exclude.`, suggest(text, values));
    }
  }
  return rules.filter((rule) => rule.size > 0);
}

function suggest(given: string, candidates: readonly string[]): string {
  const likely = closest(given, candidates);
  return likely === undefined ? `It has ${candidates.join(", ")}.` : `Did you mean ${likely}?`;
}
