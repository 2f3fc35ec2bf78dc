import { cp } from "node:fs/promises";
import { join } from "node:path";
import { defineConfig } from "tsdown";
import { billOfMaterials } from "../../scripts/bundle/bill-of-materials.mts";
import { thirdPartyNotices } from "../../scripts/bundle/third-party-notices.mts";
import { withoutBuiltInFetch, withoutUnusedParts } from "../../scripts/bundle/unused-parts.mts";
import { wholeBundle } from "../../scripts/bundle/whole-bundle.mts";

/** Lays the extension out as `tfx extension create` requires it, with the folder of its task inside. */
async function layOutExtension(): Promise<void> {
  const here = import.meta.dirname;
  for (const file of ["vss-extension.json", "README.md", "icon.png"])
    await cp(join(here, file), join(here, "dist", file));
  for (const screenshot of ["report-light.png", "report-trends.png"])
    await cp(join(here, "../../docs/images", screenshot), join(here, "dist/images", screenshot));
  await cp(join(here, "../../LICENSE"), join(here, "dist/LICENSE.txt"));
  for (const file of ["task.json", "icon.png"]) await cp(join(here, file), join(here, "dist/RemotestRun", file));
}

/** The agent runs `main.js` without installing anything, on Node 20 or Node 24, so everything is bundled. */
export default defineConfig({
  ...wholeBundle,
  entry: { main: "src/main.ts", post: "src/post.ts" },
  plugins: [withoutUnusedParts, withoutBuiltInFetch, thirdPartyNotices, billOfMaterials(import.meta.dirname)],
  outDir: "dist/RemotestRun/dist",
  hooks: { "build:done": layOutExtension },
  format: "cjs",
});
