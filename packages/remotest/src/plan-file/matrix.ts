/** One value for each key of a matrix. */
export type Combination = ReadonlyMap<string, string>;

export interface Matrix {
  /** The values of each key. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** A combination that has all these values is left out. */
  readonly exclude: readonly Combination[];
  /** Adds keys to the combinations that it agrees with, otherwise a combination of its own. */
  readonly include: readonly Combination[];
}

/** Returns how many combinations the keys have, before anything is left out or added. */
export function sizeOf({ keys, include }: Matrix): number {
  return [...keys.values()].reduce((size, values) => size * values.length, 1) + include.length;
}

/**
 * Returns the combinations of a matrix in the order of the file: the last key changes fastest. `exclude` and `include`
 * mean what they mean in a GitHub workflow, where people know them from. Pure.
 *
 * @example combinationsOf({ keys: new Map([["template", ["smoke", "pay"]]]), exclude: [], include: [] }).length // 2
 */
export function combinationsOf({ keys, exclude, include }: Matrix): readonly Combination[] {
  let all: Combination[] = keys.size === 0 ? [] : [new Map()];
  for (const [key, values] of keys)
    all = all.flatMap((combination) => values.map((value) => new Map([...combination, [key, value]])));
  const kept = all.filter((combination) => !exclude.some((each) => agrees(combination, each, each.keys())));
  const extended = kept.map((combination) => new Map(combination));
  const added: Combination[] = [];
  for (const each of include) {
    const own = [...each.keys()].filter((key) => keys.has(key));
    const fitting = kept.flatMap((combination, index) => (agrees(combination, each, own) ? [extended[index]] : []));
    for (const target of fitting) for (const [key, value] of each) target?.set(key, value);
    if (fitting.length === 0) added.push(each);
  }
  return [...extended, ...added];
}

/** True if two combinations have the same values for some keys. */
function agrees(combination: Combination, other: Combination, keys: Iterable<string>): boolean {
  return [...keys].every((key) => combination.get(key) === other.get(key));
}
