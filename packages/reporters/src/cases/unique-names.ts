import { type CleanText, clean } from "../words/service-text.ts";

/**
 * Numbers the names that occur more than once: `Pixel 9`, `Pixel 9 (2)`. A name that occurs once stays as it is, whatever
 * the others are.
 *
 * @example uniqueNames([clean`A`, clean`A`, clean`A (2)`]) // ["A", "A (3)", "A (2)"]
 */
export function uniqueNames(names: readonly CleanText[]): readonly CleanText[] {
  const taken = new Set<string>(names);
  if (taken.size === names.length) return names;
  const next = new Map<string, number>();
  return names.map((name) => {
    let number = next.get(name) ?? 1;
    let unique = name;
    if (number > 1) {
      unique = clean`${name} (${number})`;
      while (taken.has(unique)) unique = clean`${name} (${++number})`;
      taken.add(unique);
    }
    next.set(name, number + 1);
    return unique;
  });
}
