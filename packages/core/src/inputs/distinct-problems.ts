import type { Problem } from "./problem.ts";
import { worded } from "./wording.ts";

/**
 * Leaves out what another problem explains: `--app-fil` was meant to be `--app-file`, so that is not missing as well. A
 * problem that is told twice in the same words is one.
 *
 * @example distinctProblems([{ message: "…", about: ["token"] }, { message: "…", about: ["token"], missing: true }]).length // 1
 */
export function distinctProblems(problems: readonly Problem[]): readonly Problem[] {
  const explained = new Set(problems.flatMap(({ about = [], missing }) => (missing ? [] : about)));
  const left = problems.filter(({ about = [], missing }) => !(missing && about.some((name) => explained.has(name))));
  return [...new Map(left.map((problem) => [worded(problem.message), problem])).values()];
}
