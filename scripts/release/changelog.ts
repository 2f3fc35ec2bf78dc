// How changesets writes a CHANGELOG.md: a change as it was described, without ids of commits and without the list of our
// own packages that were raised with it, because all are raised together.

const changelog = {
  getReleaseLine: async ({ summary }: { readonly summary: string }): Promise<string> =>
    `- ${summary.trim().replaceAll(/\n(?=.)/g, "\n  ")}`,
  getDependencyReleaseLine: async (): Promise<string> => "",
};

export default changelog;
