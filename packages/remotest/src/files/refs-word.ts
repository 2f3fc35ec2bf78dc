const form = /^refs:[0-9a-f]{64}$/;

/**
 * Returns one word for many references: `attach` finds the runs by it in `run.json`. It is made of the references, so it
 * stands for exactly these runs, and not for those that an earlier command left in the directory.
 *
 * @example wordOfRefs(["ats:SHOP/1", "ats:SHOP/2"]) // "refs:9f86d0…"
 */
export function wordOfRefs(refs: readonly string[]): string {
  const { createHash } = process.getBuiltinModule("node:crypto");
  return `refs:${createHash("sha256").update(refs.toSorted().join(" ")).digest("hex")}`;
}

/** True for a word that may be made by `wordOfRefs`. */
export function isWordOfRefs(word: string): boolean {
  return form.test(word);
}
