import { describe, expect, it } from "vitest";
import { originOf } from "./origin.ts";

describe("the build that a report comes from", () => {
  it.each([
    { title: "outside of a CI system", env: { BUILD_NUMBER: "41", USER: "octo" }, wanted: undefined },
    { title: "in a CI system that says nothing", env: { GITLAB_CI: "true" }, wanted: undefined },
    {
      title: "GitHub",
      env: {
        GITHUB_ACTIONS: "true",
        GITHUB_REF_NAME: "7/merge",
        GITHUB_HEAD_REF: "new-basket",
        GITHUB_RUN_NUMBER: "41",
        GITHUB_SERVER_URL: "https://github.example",
        GITHUB_REPOSITORY: "octo/shop",
        GITHUB_RUN_ID: "901",
        GITHUB_ACTOR: "octo",
      },
      wanted: {
        system: "GitHub",
        branch: "new-basket",
        build: "41",
        buildUrl: "https://github.example/octo/shop/actions/runs/901",
        startedBy: "octo",
      },
    },
    {
      title: "Azure DevOps",
      env: {
        TF_BUILD: "True",
        BUILD_SOURCEBRANCH: "refs/heads/feature/basket",
        BUILD_BUILDNUMBER: "20261129.3",
        BUILD_BUILDID: "77",
        SYSTEM_COLLECTIONURI: "https://dev.azure.com/acme/",
        SYSTEM_TEAMPROJECT: "The shop",
        BUILD_REQUESTEDFOR: "Ada Byron",
      },
      wanted: {
        system: "Azure DevOps",
        branch: "feature/basket",
        build: "20261129.3",
        buildUrl: "https://dev.azure.com/acme/The%20shop/_build/results?buildId=77",
        startedBy: "Ada Byron",
      },
    },
    {
      title: "GitLab",
      env: {
        GITLAB_CI: "true",
        CI_COMMIT_REF_NAME: "main",
        CI_PIPELINE_IID: "12",
        CI_PIPELINE_URL: "https://gitlab.example/acme/shop/-/pipelines/9",
        GITLAB_USER_NAME: " ",
        GITLAB_USER_LOGIN: "ada",
      },
      wanted: {
        system: "GitLab",
        branch: "main",
        build: "12",
        buildUrl: "https://gitlab.example/acme/shop/-/pipelines/9",
        startedBy: "ada",
      },
    },
    {
      title: "Jenkins",
      env: {
        JENKINS_URL: "https://ci.example/",
        BRANCH_NAME: "main",
        BUILD_NUMBER: "5",
        BUILD_DISPLAY_NAME: "#5",
        BUILD_URL: "https://ci.example/job/shop/5/",
      },
      wanted: { system: "Jenkins", branch: "main", build: "5", buildUrl: "https://ci.example/job/shop/5/" },
    },
    {
      title: "an address with a password, which is left out",
      env: { JENKINS_URL: "x", BUILD_NUMBER: "5", BUILD_URL: "https://ada:pw@ci.example/job/shop/5/" },
      wanted: { system: "Jenkins", build: "5" },
    },
    {
      title: "an address that is not one of a page",
      env: { GITLAB_CI: "true", CI_PIPELINE_IID: "5", CI_PIPELINE_URL: "javascript:alert(1)" },
      wanted: { system: "GitLab", build: "5" },
    },
  ])("$title", ({ env, wanted }) => expect(originOf({ env })).toEqual(wanted));

  it("contains no secret", () => {
    const env = { GITHUB_ACTIONS: "true", GITHUB_REF_NAME: "fix-s3cret", GITHUB_ACTOR: "octo" };
    const own = (text: string): string => text.replaceAll("s3cret", "***");
    expect(originOf({ env, own })).toEqual({ system: "GitHub", branch: "fix-***", startedBy: "octo" });
  });
});
