import type { Platform } from "../platform.ts";

/** How each CI system names a run of its pipeline: all jobs of it and all attempts at them have the same name. */
const systems = [
  { sign: "GITHUB_ACTIONS", name: "GitHub", variable: "GITHUB_RUN_ID" },
  { sign: "TF_BUILD", name: "Azure DevOps", variable: "BUILD_BUILDID" },
  { sign: "GITLAB_CI", name: "GitLab", variable: "CI_PIPELINE_ID" },
  { sign: "JENKINS_URL", name: "Jenkins", variable: "BUILD_TAG" },
] as const;

/**
 * Returns the run of the pipeline that this command is part of, for people; undefined if the CI system does not name it.
 * @example buildOf({ env: process.env }) // "GitHub 7263451208"
 */
export function buildOf({ env, own = (text) => text }: Pick<Platform, "env" | "own">): string | undefined {
  const system = systems.find(({ sign }) => env[sign]?.trim());
  const id = system && env[system.variable]?.trim();
  return id ? own(`${system.name} ${id}`) : undefined;
}
