import type { PathInput } from "@remotest/core";

/** For commands that take a reference: the module of a provider that does not come with the command. */
export const providerModule: PathInput = {
  type: "path",
  doc: "The module of the reference's provider, when it is one of your own: ./my-provider.js or a package.",
};
