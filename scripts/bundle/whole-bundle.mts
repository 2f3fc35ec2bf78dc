import type { UserConfig } from "tsdown";

/** A bundle that runs without installing anything, on the oldest Node that is supported: everything is inside. */
export const wholeBundle = {
  platform: "node",
  target: "node20.19",
  outExtensions: () => ({ js: ".js" }),
  dts: false,
  noExternal: [/.*/],
  minify: true,
  // Annotations are for a bundler, and nothing bundles these files again.
  outputOptions: { comments: { legal: true, annotation: false, jsdoc: false } },
  inputOptions: {
    resolve: {
      conditionNames: ["remotest-source", "node", "import", "default"],
    },
  },
} satisfies UserConfig;
