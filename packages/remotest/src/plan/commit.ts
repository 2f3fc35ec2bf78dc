import type { Platform } from "../platform.ts";

/** The variables in which GitHub, Azure DevOps, GitLab and Jenkins name the commit under test. */
export const commitVariables = ["GITHUB_SHA", "BUILD_SOURCEVERSION", "CI_COMMIT_SHA", "GIT_COMMIT"] as const;

/** Returns the commit under test that the CI system names; undefined if it names none, or if the value is not a commit. */
export function commitUnderTest(env: Platform["env"]): string | undefined {
  const values = commitVariables.map((name) => env[name]?.trim().toLowerCase() ?? "");
  return values.find((value) => /^[0-9a-f]{7,64}$/.test(value));
}
