import { listed, optionName, type OptionsOf, type Problem } from "@remotest/core";
import { codeHostProblems } from "../code-host/check-name.ts";
import type { CommandLine } from "../command-line/read-command-line.ts";
import type { PipelineAnnouncement } from "../plan-file/leg.ts";

/** The inputs of the command that prints a complete pipeline: what its jobs tell the system that keeps the code. */
export const announcementInputs = {
  commitStatus: {
    group: "On GitLab",
    type: "flag",
    default: false,
    doc: "With --format gitlab: the jobs set one status of the commit for all shards.",
  },
  comment: {
    group: "On GitLab",
    type: "flag",
    default: false,
    doc: "With --format gitlab: the job that merges writes one comment on the merge request.",
  },
  checkName: {
    group: "On GitLab",
    type: "text",
    maxLength: 100,
    doc: "With --format gitlab: the name of the commit's status and of the comment.",
  },
} as const;

type AnnouncementOptions = OptionsOf<typeof announcementInputs>;

/** Returns what the jobs tell; undefined if they tell nothing. */
export function announcementOf({
  commitStatus: status,
  comment: note,
  checkName: name,
}: AnnouncementOptions): PipelineAnnouncement | undefined {
  return (status || note) && name !== undefined ? { commitStatus: status, comment: note, checkName: name } : undefined;
}

/** A pipeline that you write yourself has these options in its jobs. A variable may be meant for them, so only an option is refused. */
export function announcementProblems(
  { options }: CommandLine,
  format: string,
  given: AnnouncementOptions,
): readonly Problem[] {
  if (format === "gitlab") return codeHostProblems({ ...given }, "merge");
  const useless = Object.keys(announcementInputs).filter((name) => options.has(optionName(name).slice(2)));
  if (useless.length === 0) return [];
  return [
    {
      message: ({ option }) =>
        `${listed(useless.map(option), "and")} ${useless.length === 1 ? "is" : "are"} for ${option("format")} gitlab, which prints a complete pipeline.`,
      suggestion: "Set them in your pipeline, where the shards are run and merged.",
    },
  ];
}
