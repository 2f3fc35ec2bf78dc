import type { Platform } from "../platform.ts";

/** Where GitHub, Azure DevOps, GitLab and Jenkins keep the commit under test. */
const variables = ["GITHUB_SHA", "BUILD_SOURCEVERSION", "CI_COMMIT_SHA", "GIT_COMMIT"] as const;

/** The commit under test as the CI system tells it; undefined where none does, or what it says is not a commit. */
export function commitUnderTest(env: Platform["env"]): string | undefined {
  const said = variables.map((name) => env[name]?.trim().toLowerCase() ?? "");
  return said.find((value) => /^[0-9a-f]{7,64}$/.test(value));
}
