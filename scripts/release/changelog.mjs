// How changesets writes a CHANGELOG.md: a change as it was described, without ids of commits and without the list of our
// own packages that were raised with it, because all are raised together.

export default {
  getReleaseLine: async ({ summary }) => `- ${summary.trim().replaceAll(/\n(?!\n)(?=.)/g, "\n  ")}`,
  getDependencyReleaseLine: async () => "",
};
