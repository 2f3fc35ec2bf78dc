/**
 * Returns the candidate that was most likely meant, if one is close enough: up to a third of the letters may differ.
 * @example closest("--tmeout", ["--timeout", "--name"]) // "--timeout"
 */
export function closest(given: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.floor(given.replace(/^-+/, "").length / 3) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(given, candidate, least);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Counts the letters to insert, delete, replace or swap with their neighbour; at most `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? limit) + 1,
        (current[column - 1] ?? limit) + 1,
        (last[column - 1] ?? limit) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        cost = Math.min(cost, (beforeLast[column - 2] ?? limit) + 1);
      current.push(cost);
    }
    [beforeLast, last] = [last, current];
  }
  return last[b.length] ?? limit;
}
