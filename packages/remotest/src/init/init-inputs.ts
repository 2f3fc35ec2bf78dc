/** The options of `remotest init` beside those of the provider. */
export const initInputs = {
  ci: {
    group: "The files",
    type: "choice",
    choices: ["github", "gitlab", "azure", "jenkins"],
    doc: "The CI system. Default: the one whose files are in the repository.",
  },
  overwrite: { group: "The files", type: "flag", default: false, doc: "Replace files that exist." },
} as const;

/** A CI system for which there is a pipeline to start from. */
export type CiName = (typeof initInputs.ci.choices)[number];
