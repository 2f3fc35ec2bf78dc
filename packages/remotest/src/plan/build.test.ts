import { expect, it } from "vitest";
import { buildOf } from "./build.ts";

it.each([
  { env: { GITHUB_ACTIONS: "true", GITHUB_RUN_ID: "41", GITHUB_RUN_ATTEMPT: "2" }, wanted: "GitHub 41" },
  { env: { TF_BUILD: "True", BUILD_BUILDID: "41", SYSTEM_JOBATTEMPT: "2" }, wanted: "Azure DevOps 41" },
  { env: { GITLAB_CI: "true", CI_PIPELINE_ID: "41", CI_JOB_ID: "7" }, wanted: "GitLab 41" },
  { env: { JENKINS_URL: "https://ci", BUILD_TAG: "jenkins-shop-41" }, wanted: "Jenkins jenkins-shop-41" },
  { env: { GITHUB_RUN_ID: "41" }, wanted: undefined },
  { env: { GITLAB_CI: "true", CI_PIPELINE_ID: " " }, wanted: undefined },
  { env: {}, wanted: undefined },
])("the run of the pipeline is the same for each attempt at its jobs: $wanted", ({ env, wanted }) => {
  expect(buildOf({ env })).toBe(wanted);
});

it("contains no secret", () => {
  const env = { JENKINS_URL: "https://ci", BUILD_TAG: "s3cret" };
  expect(buildOf({ env, own: (text) => text.replaceAll("s3cret", "***") })).toBe("Jenkins ***");
});
