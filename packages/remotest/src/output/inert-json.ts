import type { ProgramText } from "@remotest/reporters";

/**
 * All but plain characters. Among the others are those that something between this process and a parser gives a meaning:
 * `${{ }}`, `$[[ ]]` and `$(x)` of CI systems, `##vso[` and `::` commands, quotation marks, backquotes and `$` of shells and
 * of Groovy, `%` of the agents of Azure. In a JSON document they can only be inside strings.
 */
const notPlain = /[^\n\w .,:/@+=()[\]{}"\\?*~|;-]|:(?=:)/g;

/**
 * Returns a value as JSON that stays data wherever a pipeline puts it: in a file of outputs, a logging command, a script,
 * or YAML. A parser reads every text unchanged.
 *
 * @param indent the number of spaces before each level; 0 for one line
 * @example inertJson({ name: "${{ github.token }}" }, 0) // {"name":"\u0024{{ github.token }}"}
 */
export function inertJson(value: unknown, indent: number): ProgramText {
  return JSON.stringify(value, null, indent).replaceAll(notPlain, escaped) as ProgramText;
}

/** The same for a parser of YAML, some of which know no pair of surrogates. */
export function inertYaml(value: unknown): ProgramText {
  const pair = /[\ud800-\udbff][\udc00-\udfff]/g;
  const long = (it: string): string => `\\U${(it.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`;
  return JSON.stringify(value, null, 2).replaceAll(pair, long).replaceAll(notPlain, escaped) as ProgramText;
}

function escaped(it: string): string {
  return `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
