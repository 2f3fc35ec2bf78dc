import { defineConfig } from "tsdown";
import { billOfMaterials } from "../../scripts/bundle/bill-of-materials.mts";
import { thirdPartyNotices } from "../../scripts/bundle/third-party-notices.mts";
import { withoutBuiltInFetch, withoutUnusedParts } from "../../scripts/bundle/unused-parts.mts";
import { wholeBundle } from "../../scripts/bundle/whole-bundle.mts";

/** Marks the files as ES modules even if no other manifest is above them. */
const moduleManifest = {
  name: "module-manifest",
  generateBundle(this: { emitFile(file: { type: "asset"; fileName: string; source: string }): void }): void {
    this.emitFile({ type: "asset", fileName: "package.json", source: '{ "type": "module" }\n' });
  },
};

/** The runner runs `dist/main.js` without installing anything, so everything is bundled. Chunks are loaded on demand. */
export default defineConfig({
  ...wholeBundle,
  entry: { main: "src/main.ts", post: "src/post.ts" },
  plugins: [
    withoutUnusedParts,
    withoutBuiltInFetch,
    thirdPartyNotices,
    billOfMaterials(import.meta.dirname),
    moduleManifest,
  ],
  format: "esm",
  // @actions/core can also sign in to clouds and start programs. Nothing here uses that, so its HTTP client is left out.
  treeshake: { moduleSideEffects: [{ test: /[\\/](?:@actions|tunnel|undici)[\\/]/, sideEffects: false }] },
});
