import { type CleanText, clean, type OwnText, uuidText } from "../words/service-text.ts";

/** The namespace of the IDs that CTRF's own library makes. */
const namespace = Buffer.from("6ba7b8109dad11d180b400c04fd430c8", "hex");

/** The path of a suite: what distinguishes its run, if anything does, and its name. */
export type SuitePath = readonly CleanText[];

/** Returns the path of a suite of a run. */
export function suitePath(place: CleanText, suite: CleanText): SuitePath {
  return place === "" ? [suite] : [place, suite];
}

/** The properties by which CTRF's tools follow a test. */
export interface TestIdentity {
  readonly testId: OwnText;
  readonly name: CleanText;
  readonly suite: SuitePath;
}

/**
 * Returns a function that makes the properties by which CTRF's tools follow a test of this suite. CTRF's own insights know
 * a test only by its name, so the name contains the place of its run. The ID is the one that CTRF's library makes of the
 * suite and the name.
 *
 * @example identitiesIn([clean`checkout`, clean`Orders`])(clean`Order is paid`).name // "Order is paid (checkout)"
 */
export function identitiesIn(suite: SuitePath): (name: CleanText) => TestIdentity {
  const place = suite.length > 1 ? suite[0] : undefined;
  const path = suite.join("/");
  // Where a name contains the separators, two tests could have one ID, and a failure be taken for the other's pass.
  const isPlainSuite = !suite.some((part) => /[|/]/.test(part));
  return (name) => {
    const full = place === undefined ? name : clean`${name} (${place})`;
    const isPlain = isPlainSuite && !full.includes("|");
    return { testId: nameUuid(isPlain ? `${full}|${path}|` : JSON.stringify([full, ...suite])), name: full, suite };
  };
}

/** Returns the UUID of a text: version 5 of RFC 9562. */
export function nameUuid(name: string): OwnText {
  return uuidText(
    process.getBuiltinModule("node:crypto").hash("sha1", Buffer.concat([namespace, Buffer.from(name)]), "hex"),
    5,
  );
}
