/** True for a full hash: an API takes nothing shorter, and anything else could be another path. */
export function isCommit(text: string): boolean {
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(text);
}
