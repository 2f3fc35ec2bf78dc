import { defineConfig } from "tsdown";
import { billOfMaterials } from "../../scripts/bundle/bill-of-materials.mts";
import { thirdPartyNotices } from "../../scripts/bundle/third-party-notices.mts";
import { withoutBuiltInHeaders, withoutUnusedParts } from "../../scripts/bundle/unused-parts.mts";

/** Says what the files are also where no other manifest is above them. */
const moduleManifest = {
  name: "module-manifest",
  generateBundle(this: { emitFile(file: { type: "asset"; fileName: string; source: string }): void }): void {
    this.emitFile({ type: "asset", fileName: "package.json", source: '{ "type": "module" }\n' });
  },
};

/** The runner starts `dist/main.js` as it is: everything is inside. Chunks are loaded when they are needed. */
export default defineConfig({
  entry: { main: "src/main.ts", post: "src/post.ts" },
  plugins: [
    withoutUnusedParts,
    withoutBuiltInHeaders,
    thirdPartyNotices,
    billOfMaterials(import.meta.dirname),
    moduleManifest,
  ],
  format: "esm",
  platform: "node",
  target: "node20.19",
  outExtensions: () => ({ js: ".js" }),
  dts: false,
  noExternal: [/.*/],
  minify: true,
  // @actions/core signs in to clouds and starts programs too. Nothing here does, so its HTTP client need not ship.
  treeshake: { moduleSideEffects: [{ test: /[\\/](?:@actions|tunnel|undici)[\\/]/, sideEffects: false }] },
  inputOptions: {
    resolve: {
      conditionNames: ["remotest-source", "node", "import", "default"],
    },
  },
});
