/** Returns the user's name for an option or a field of a client: `apiToken` may be `ATS_API_TOKEN` to them. */
export type NameOf = (name: string) => string;

/**
 * Describes a problem with an input, in a sentence that uses the user's name for it.
 * @example const problem: NamedProblem = (nameOf) => `${nameOf("apiToken")} is missing`;
 */
export type NamedProblem = (nameOf: NameOf) => string;

/** Returns the problems as sentences, with the client's own names by default. */
export function sentences(
  problems: readonly (string | NamedProblem)[],
  nameOf: NameOf = (name) => name,
): readonly string[] {
  return problems.map((problem) => (typeof problem === "string" ? problem : problem(nameOf)));
}
