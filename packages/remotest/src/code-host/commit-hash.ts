/** True for a full hash: an API takes nothing shorter, and anything else could be another path. */
export function isCommit(text: string): boolean {
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(text);
}

/** True if two hashes may name the same commit: either may be shortened. */
export function isSameCommit(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}
