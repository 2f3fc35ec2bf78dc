import type { Leg, PipelineAnnouncement } from "../plan-file/leg.ts";
import { legNames } from "./leg-names.ts";

/** The image of the job that merges: the same as the component's. */
const image = "node:24";

/**
 * Returns a child pipeline of GitLab: the component once for each leg, and a job that merges their reports. The legs are
 * announcement apart by GitLab's own numbering of parallel jobs, so that no variable must replace another.
 */
export function childPipeline(legs: readonly Leg[], version: string, announcement?: PipelineAnnouncement): object {
  const [{ config, run } = { config: "", run: undefined }] = legs;
  const major = /^\d+/.exec(version)?.[0] ?? "1";
  return {
    stages: ["test", "report"],
    include: [
      {
        component: `$CI_SERVER_FQDN/remotest/gitlab-component/run@${major}`,
        inputs: {
          "job-name": "remotest",
          stage: "test",
          config,
          ...(run !== undefined && { run }),
          shard: "$CI_NODE_INDEX/$CI_NODE_TOTAL",
          "report-dir": "shards/$CI_NODE_INDEX",
          ...(announcement?.commitStatus && { "commit-status": "true", "check-name": announcement.checkName }),
        },
      },
    ],
    remotest: { parallel: { matrix: legNames(legs, form).map((name) => ({ LEG: name })) } },
    verdict: {
      stage: "report",
      image,
      when: "always",
      ...(announcement && { variables: variablesOf(announcement) }),
      // The jobs of the legs pass on a variable with their own report directory.
      script: [`npx --yes remotest@${major} merge 'shards/*' --report-dir=remotest-report`],
      // The jobs of the legs publish the tests.
      artifacts: { when: "always", paths: ["remotest-report/"] },
    },
  };
}

/** Only the job that merges knows the verdict on all legs. */
function variablesOf({ commitStatus, comment, checkName }: PipelineAnnouncement): object {
  return {
    ...(commitStatus && { REMOTEST_COMMIT_STATUS: "true" }),
    ...(comment && { REMOTEST_COMMENT: "true" }),
    REMOTEST_CHECK_NAME: checkName,
  };
}

/** The variable is only for the name of the job, which has a limit of 255 characters. */
const form = {
  // A dollar sign would be expanded, and brackets and commas are part of the job's name.
  clean: (name: string): string => name.replaceAll(/[$[\],\p{Cc}]/gu, "_"),
  longest: 100,
  joint: " ",
};
