import { variableName } from "@remotest/core";

/** The longest name: it becomes part of references, variables and a folder. */
const longest = 40;

/**
 * Returns every reason why a text cannot be the name of a new provider; none if it can.
 * @param taken the names of the providers of the command
 */
export function nameProblems(name: string, taken: readonly string[]): readonly string[] {
  const problems: string[] = [];
  const said = JSON.stringify(name.slice(0, 60));
  if (name === "") return ["The name is empty."];
  if (name.length > longest) problems.push(`The name must have at most ${longest} characters; it has ${name.length}.`);
  if (!/^[a-z]/.test(name)) problems.push(`The name must begin with a letter from a to z; got ${said}.`);
  if (/[^a-z0-9-]/.test(name)) problems.push(`The name must consist of a to z, 0 to 9 and hyphens; got ${said}.`);
  if (/--|-$/.test(name)) problems.push(`The name must not end in a hyphen, or have two in a row; got ${said}.`);
  const variables = variableName(name, "");
  const clash = [...taken, "remotest"].find((each) => {
    const known = variableName(each, "");
    return known.startsWith(variables) || variables.startsWith(known);
  });
  if (clash === "remotest")
    problems.push(`The name must not begin with remotest: its variables would be those of every run.`);
  else if (clash !== undefined)
    problems.push(`The name must differ from the provider ${clash}: their variables would be mistaken for each other.`);
  return problems;
}

/** Returns the service's name for people. @example titleOf("my-tests") // "My tests" */
export function titleOf(name: string): string {
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
