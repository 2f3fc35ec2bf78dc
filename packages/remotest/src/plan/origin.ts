import type { Origin } from "@remotest/core/flow";
import type { Platform } from "../platform.ts";

type Env = Platform["env"];

/** A CI system: how it is recognised, and the variables in which it names the build. The first that is set counts. */
interface System {
  readonly name: string;
  readonly sign: string;
  readonly branch: readonly string[];
  readonly build: readonly string[];
  readonly buildUrl: (env: Env) => string | undefined;
  readonly startedBy: readonly string[];
}

const systems: readonly System[] = [
  {
    name: "GitHub",
    sign: "GITHUB_ACTIONS",
    branch: ["GITHUB_HEAD_REF", "GITHUB_REF_NAME"],
    build: ["GITHUB_RUN_NUMBER"],
    buildUrl: (env) => address(env, ["GITHUB_SERVER_URL", "GITHUB_REPOSITORY"], "actions/runs/", "GITHUB_RUN_ID"),
    startedBy: ["GITHUB_TRIGGERING_ACTOR", "GITHUB_ACTOR"],
  },
  {
    name: "Azure DevOps",
    sign: "TF_BUILD",
    branch: ["SYSTEM_PULLREQUEST_SOURCEBRANCH", "BUILD_SOURCEBRANCH"],
    build: ["BUILD_BUILDNUMBER"],
    buildUrl: (env) =>
      address(env, ["SYSTEM_COLLECTIONURI", "SYSTEM_TEAMPROJECT"], "_build/results?buildId=", "BUILD_BUILDID"),
    startedBy: ["BUILD_REQUESTEDFOR"],
  },
  {
    name: "GitLab",
    sign: "GITLAB_CI",
    branch: ["CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "CI_COMMIT_REF_NAME"],
    build: ["CI_PIPELINE_IID", "CI_PIPELINE_ID"],
    buildUrl: (env) => env["CI_PIPELINE_URL"],
    startedBy: ["GITLAB_USER_NAME", "GITLAB_USER_LOGIN"],
  },
  {
    name: "Jenkins",
    sign: "JENKINS_URL",
    branch: ["CHANGE_BRANCH", "BRANCH_NAME", "GIT_BRANCH"],
    build: ["BUILD_DISPLAY_NAME", "BUILD_NUMBER"],
    buildUrl: (env) => env["BUILD_URL"],
    startedBy: ["BUILD_USER", "CHANGE_AUTHOR_DISPLAY_NAME", "CHANGE_AUTHOR"],
  },
];

/**
 * Returns what GitHub, Azure DevOps, GitLab or Jenkins says about the build, without secrets; undefined anywhere else.
 * @example originOf({ env: process.env }) // { system: "GitHub", branch: "main", build: "41", buildUrl: "https://…", startedBy: "octo" }
 */
export function originOf({ env, own = (text) => text }: Pick<Platform, "env" | "own">): Origin | undefined {
  const system = systems.find(({ sign }) => isSet(env[sign]));
  if (!system) return undefined;
  const first = (names: readonly string[]): string | undefined => names.map((name) => env[name]).find(isSet);
  const parts = {
    branch: first(system.branch)
      ?.trim()
      .replace(/^refs\/(?:heads|tags)\//, ""),
    build: first(system.build)?.trim().replace(/^#/, ""),
    buildUrl: pageAddress(system.buildUrl(env)),
    startedBy: first(system.startedBy)?.trim(),
  };
  const said = Object.entries(parts).flatMap(([part, value]) => (value === undefined ? [] : [[part, own(value)]]));
  return said.length > 0 ? { system: system.name, ...(Object.fromEntries(said) as Partial<Origin>) } : undefined;
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value.trim() !== "";
}

function address(env: Env, steps: readonly [string, string], path: string, id: string): string | undefined {
  const values = [...steps, id].map((name) => env[name]?.trim());
  if (!values.every(isSet)) return undefined;
  const [server = "", project = "", number = ""] = values;
  return `${server.replace(/\/+$/, "")}/${project.split("/").map(encodeURIComponent).join("/")}/${path}${encodeURIComponent(number)}`;
}

/** An address that people can follow. One with a password in it is not passed on. */
function pageAddress(written: string | undefined): string | undefined {
  const url = isSet(written) && URL.canParse(written) ? new URL(written) : undefined;
  if (!url || !["http:", "https:"].includes(url.protocol) || url.username !== "" || url.password !== "")
    return undefined;
  return url.href;
}
