/** What a reader calls an option or a field of a client: `apiToken` may be `ATS_API_TOKEN` to them. */
export type NameOf = (name: string) => string;

/**
 * What is wrong with something that was given: a sentence that names it as its reader does.
 * @example const problem: NamedProblem = (nameOf) => `${nameOf("apiToken")} is missing`;
 */
export type NamedProblem = (nameOf: NameOf) => string;

/** Problems as sentences, in the client's own names unless told otherwise. */
export function sentences(
  problems: readonly (string | NamedProblem)[],
  nameOf: NameOf = (name) => name,
): readonly string[] {
  return problems.map((problem) => (typeof problem === "string" ? problem : problem(nameOf)));
}
