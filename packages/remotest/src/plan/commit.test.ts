import { expect, test } from "vitest";
import { commitUnderTest } from "./commit.ts";

const sha = "4eb518504b9d5e0c1a2f3d4c5b6a79881726354f";
test.for<{ env: Record<string, string>; wanted: string | undefined }>([
  { env: { GITHUB_SHA: sha }, wanted: sha },
  { env: { BUILD_SOURCEVERSION: sha }, wanted: sha },
  { env: { CI_COMMIT_SHA: sha.toUpperCase() }, wanted: sha },
  { env: { GIT_COMMIT: ` ${sha}\n` }, wanted: sha },
  { env: { GITHUB_SHA: "", GIT_COMMIT: sha }, wanted: sha },
  { env: { GITHUB_SHA: "main" }, wanted: undefined },
  { env: {}, wanted: undefined },
  // An image that another system built may contain the variable of that one.
  { env: { GITLAB_CI: "true", CI_COMMIT_SHA: sha, GITHUB_SHA: "c0ffee1" }, wanted: sha },
  { env: { JENKINS_URL: "http://j", GIT_COMMIT: sha, BUILD_SOURCEVERSION: "c0ffee1" }, wanted: sha },
  { env: { TF_BUILD: "True", BUILD_SOURCEVERSION: sha, GITHUB_SHA: "c0ffee1" }, wanted: sha },
  { env: { GITHUB_ACTIONS: "true", GITHUB_SHA: sha, CI_COMMIT_SHA: "c0ffee1" }, wanted: sha },
  { env: { GITLAB_CI: "", CI_COMMIT_SHA: "c0ffee1", GITHUB_SHA: sha }, wanted: sha },
  { env: { JENKINS_URL: "http://j", GITHUB_SHA: sha }, wanted: sha },
])("$env: $wanted", ({ env, wanted }) => {
  expect(commitUnderTest(env)).toBe(wanted);
});
