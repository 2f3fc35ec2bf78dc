/**
 * The inputs for the pull or merge request and its commit, on the systems that keep the code: GitHub and GitLab. What is
 * written there never changes a verdict.
 */
export const codeHostInputs = {
  commitStatus: {
    group: "On GitHub and GitLab",
    label: "Set the status of the commit",
    type: "flag",
    default: false,
    doc: "Set the status of the commit on GitHub or GitLab, where the job runs: pending once a run is started, then the verdict.",
  },
  comment: {
    group: "On GitHub and GitLab",
    label: "Comment on the pull or merge request",
    type: "flag",
    default: false,
    doc: "Write the verdict and what did not pass into one comment on the pull or merge request, on GitHub or GitLab; a later report replaces it.",
  },
  checkName: {
    group: "On GitHub and GitLab",
    label: "Name of the commit's status and of the comment",
    type: "text",
    maxLength: 100,
    doc: "The name of the commit's status and of the comment: each of several steps needs its own, but a step that comes back to a run needs that of the step that started it, and the shards of a plan need one name, also where they are merged. Default, only if one step starts the run and waits for it: made from what is tested.",
  },
  commit: {
    group: "On GitHub and GitLab",
    label: "Tested commit",
    type: "text",
    placeholder: "sha",
    doc: "The full hash of the tested commit, for its status and for the comment. Default: the commit that the CI system builds.",
  },
  ciToken: {
    group: "On GitHub and GitLab",
    type: "text",
    secret: true,
    doc: "The token for the commit's status and the comment. It is sent only to the API of the CI system that runs this.",
  },
} as const;
