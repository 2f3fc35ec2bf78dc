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
])("$env: $wanted", ({ env, wanted }) => {
  expect(commitUnderTest(env)).toBe(wanted);
});
