import type { Platform } from "../platform.ts";

/** How each CI system is recognised, and the variable in which it names the commit under test. */
const systems = [
  { sign: "GITHUB_ACTIONS", variable: "GITHUB_SHA" },
  { sign: "TF_BUILD", variable: "BUILD_SOURCEVERSION" },
  { sign: "GITLAB_CI", variable: "CI_COMMIT_SHA" },
  { sign: "JENKINS_URL", variable: "GIT_COMMIT" },
] as const;

/** The variables in which GitHub, Azure DevOps, GitLab and Jenkins name the commit under test. */
export const commitVariables: readonly string[] = systems.map(({ variable }) => variable);

/**
 * Returns the commit under test that the CI system names; undefined if it names none, or if the value is not a commit. The
 * system that runs the job comes first: an image that another system built may contain the variable of that one.
 */
export function commitUnderTest(env: Platform["env"]): string | undefined {
  const isHere = ({ sign }: { readonly sign: string }): boolean => (env[sign]?.trim() ?? "") !== "";
  const variables = [...systems.filter(isHere), ...systems].map(({ variable }) => variable);
  const values = variables.map((name) => env[name]?.trim().toLowerCase() ?? "");
  return values.find((value) => /^[0-9a-f]{7,64}$/.test(value));
}
