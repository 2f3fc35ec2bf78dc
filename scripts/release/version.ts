import { ReleaseRefusal } from "./release-refusal.ts";

/** The version of a release: `1.2.3`, without anything behind it. */
export type Version = `${number}.${number}.${number}`;

const form = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

export function isVersion(text: string): text is Version {
  return form.test(text);
}

/** Orders versions, the lowest first. */
export function compareVersions(a: Version, b: Version): number {
  const [left, right] = [a.split(".").map(Number), b.split(".").map(Number)];
  const at = left.findIndex((part, index) => part !== right[index]);
  return at === -1 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

/** Returns the number that users name, and that moves: `1` of `1.2.3`. */
export function majorOf(version: Version): string {
  return version.split(".")[0] ?? "";
}

/**
 * A lower version that came after a higher one would become the latest for everyone.
 * @throws {ReleaseRefusal} if a higher version is among those released at a place.
 */
export function refuseLower(version: Version, released: readonly string[], where: string): void {
  const highest = released.filter(isVersion).toSorted(compareVersions).at(-1);
  if (highest === undefined || compareVersions(highest, version) <= 0) return;
  throw new ReleaseRefusal(
    `${version} is not at ${where}, but ${highest} is.`,
    `Release the fix as a version above ${highest}: a lower one would become the latest.`,
  );
}
