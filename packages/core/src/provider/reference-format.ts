import type { RunHandle } from "./provider.ts";

/** Writes a service's ids of a run into a reference, and reads them back. */
export interface ReferenceFormat<Id extends string> {
  /**
   * Returns the reference: one printable token, even if the ids contain other characters.
   * @example format.write({ app: "shop", job: "a b" }) // "ats:shop/a%20b"
   */
  readonly write: (ids: Readonly<Record<Id, string>>) => string;
  /** Returns the handle for the part after the colon; undefined if it is not valid. One run has one reference. */
  readonly parse: (rest: string) => RunHandle | undefined;
  /**
   * Returns the ids of a run.
   * @throws {TypeError} if the reference is not one of this format.
   */
  readonly idsOf: (run: RunHandle) => Readonly<Record<Id, string>>;
}

/**
 * Makes the format of a provider's references: its name, a colon, and the ids of a run with slashes between them.
 *
 * @param provider its name
 * @param ids the names of the ids, in their order in a reference
 * @param isId checks whether a text can be an id. Default: any text that is not empty
 * @example const format = referenceFormat("ats", ["app", "job"]);
 */
export function referenceFormat<Id extends string>(
  provider: string,
  ids: readonly Id[],
  isId: (text: string) => boolean = (text) => text !== "",
): ReferenceFormat<Id> {
  const write = (values: Readonly<Record<Id, string>>): string =>
    `${provider}:${ids.map((id) => encodeURIComponent(values[id])).join("/")}`;
  const read = (rest: string): Readonly<Record<Id, string>> | undefined => {
    const parts = rest.split("/");
    // Half a surrogate pair cannot be sent to any service.
    if (parts.length !== ids.length || /[\s\p{Cs}]/u.test(rest)) return undefined;
    const values = parts.map(decoded);
    if (!values.every((value) => value !== undefined && isId(value))) return undefined;
    return Object.fromEntries(ids.map((id, index) => [id, values[index]])) as Record<Id, string>;
  };
  return {
    write,
    parse(rest) {
      const values = read(rest);
      return values && { ref: write(values) };
    },
    idsOf({ ref }) {
      const values = ref.startsWith(`${provider}:`) ? read(ref.slice(provider.length + 1)) : undefined;
      if (!values) throw new TypeError(`${ref} is not a reference of this provider`);
      return values;
    },
  };
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
