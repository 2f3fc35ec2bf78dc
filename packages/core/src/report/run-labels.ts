/** The parts that distinguish a run from others, as far as they are known. */
export interface LabelledRun {
  readonly name: string;
  /** The user's name for the run: see `labelledValue`. */
  readonly label?: string | undefined;
  readonly distinction?: string | undefined;
  readonly handle?: { readonly ref: string } | undefined;
}

/** A label is not cut shorter than this, in characters. */
const shortest = 8;

/**
 * Returns a short label for each run, by which people tell them apart in the output: what the user called it, otherwise
 * the first 8 characters of the ID of its template or, if it was attached to, of the last part of its reference. It is longer if another one begins in
 * the same way. A name stands instead of a reference if no other run has it, as after a merge. A label is only for the
 * output: no test and no run is recognised by it. Pure.
 *
 * @example runLabels([{ name: "N", distinction: "6ba7b810-9dad-11d1" }, { name: "N", label: "search" }]) // ["6ba7b810", "search"]
 */
export function runLabels(runs: readonly LabelledRun[]): readonly string[] {
  const names = new Map<string, number>();
  for (const { name } of runs) names.set(name, (names.get(name) ?? 0) + 1);
  const hasOwnName = ({ name, handle }: LabelledRun): boolean =>
    names.get(name) === 1 && name !== "" && name !== handle?.ref;
  const idOf = (run: LabelledRun): string | undefined =>
    run.distinction || (hasOwnName(run) ? undefined : lastPart(run));
  const shortIds = shortened(new Set(runs.flatMap((run) => idOf(run) ?? [])));
  const taken = new Set(runs.flatMap(({ label }) => label ?? []));
  return runs.map((run, index) => {
    if (run.label !== undefined) return run.label;
    const wanted = shortIds.get(idOf(run) ?? "") ?? (run.name || `run ${index + 1}`);
    let free = wanted;
    for (let number = 2; taken.has(free); number++) free = `${wanted} (${number})`;
    taken.add(free);
    return free;
  });
}

/** Returns the part that distinguishes the run at its service. */
function lastPart({ handle }: LabelledRun): string | undefined {
  return handle?.ref.split(/[:/]/u).findLast((part) => part !== "");
}

/** The shortest beginning of each text that no other one has. */
function shortened(texts: ReadonlySet<string>): ReadonlyMap<string, string> {
  const sorted = [...texts].toSorted().map((text) => [...text]);
  return new Map(
    sorted.map((characters, index) => {
      const shared = Math.max(
        ...[sorted[index - 1], sorted[index + 1]].map((other) => commonLength(characters, other)),
      );
      return [characters.join(""), characters.slice(0, Math.max(shortest, shared + 1)).join("")];
    }),
  );
}

function commonLength(a: readonly string[], b: readonly string[] = []): number {
  const differs = a.findIndex((character, index) => character !== b[index]);
  return differs === -1 ? a.length : differs;
}
