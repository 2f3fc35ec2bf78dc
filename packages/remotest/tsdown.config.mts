import { join } from "node:path";
import { defineConfig } from "tsdown";
import { billOfMaterials } from "../../scripts/bundle/bill-of-materials.mts";
import { shortExports } from "../../scripts/bundle/short-exports.mts";
import { thirdPartyNotices } from "../../scripts/bundle/third-party-notices.mts";
import { withoutBuiltInFetch, withoutUnusedParts } from "../../scripts/bundle/unused-parts.mts";
import { wholeBundle } from "../../scripts/bundle/whole-bundle.mts";

/**
 * Keeps the bundler from moving what both entries share into a chunk that the small entry would load immediately. The
 * other entry is loaded by `require`, because `import()` of CommonJS starts the loader of ES modules and parses the
 * whole text first (30 ms).
 */
const loadMainLazily = {
  name: "load-main-lazily",
  resolveId: (id: string) => (id === "./main.ts" ? { id: "./main.js", external: true } : null),
  renderChunk: (code: string, { name }: { readonly name: string }) =>
    name === "bin" ? code.replace(/import\(([`'"]\.\/main\.js[`'"])\)/, "Promise.resolve(require($1))") : null,
};

/**
 * Keeps all that `main` always loads in one file. Without this, each part that a lazily loaded chunk uses as well is a
 * file of its own, and every command opens a dozen of them.
 */
function loadedByMain(id: string, graph: ModuleGraph): string | null {
  if (reachable.size === 0) {
    const open = [join(import.meta.dirname, "src/main.ts")];
    for (let each = open.pop(); each !== undefined; each = open.pop()) {
      if (reachable.has(each)) continue;
      reachable.add(each);
      open.push(...(graph.getModuleInfo(each)?.importedIds ?? []));
    }
  }
  return reachable.has(id) ? "command" : null;
}

const reachable = new Set<string>();

/** The part of the bundler's view of the modules that is needed here. */
interface ModuleGraph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

/**
 * One small entry file; everything else is a chunk that is loaded when it is needed. CommonJS, because it starts
 * faster. All dependencies are inside, because `npx remotest` would have to download each of them.
 */
export default defineConfig({
  ...wholeBundle,
  entry: { bin: "src/bin.ts", main: "src/main.ts" },
  plugins: [
    loadMainLazily,
    withoutUnusedParts,
    withoutBuiltInFetch,
    thirdPartyNotices,
    billOfMaterials(import.meta.dirname),
    shortExports,
  ],
  format: "cjs",
  outputOptions: {
    ...wholeBundle.outputOptions,
    codeSplitting: { groups: [{ name: loadedByMain, debugName: "command" }] },
  },
});
