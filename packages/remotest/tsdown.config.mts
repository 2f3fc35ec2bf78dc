import { defineConfig } from "tsdown";
import { thirdPartyNotices } from "./third-party-notices.mts";

/**
 * Keeps the bundler from moving what both entries share into a chunk that the small one would load at once. The other
 * is required, because `import()` of CommonJS first starts the loader of ES modules and reads the whole text (30 ms).
 */
const loadMainLazily = {
  name: "load-main-lazily",
  resolveId: (id: string) => (id === "./main.ts" ? { id: "./main.js", external: true } : null),
  renderChunk: (code: string, { name }: { readonly name: string }) =>
    name === "bin" ? code.replace(/import\(([`'"]\.\/main\.js[`'"])\)/, "Promise.resolve(require($1))") : null,
};

/**
 * soap brings an HTTP client and signatures of its own. The ATS client sends with ours and signs nothing, so they
 * would only make the download and the first request slower.
 */
const unusedBySoap = new Set(["axios", "axios-ntlm", "formidable", "xml-crypto"]);
export const withoutUnusedParts = {
  name: "without-unused-parts",
  resolveId: (id: string) => (unusedBySoap.has(id) ? `\0unused:${id}` : null),
  load: (id: string) => (id.startsWith("\0unused:") ? "module.exports = {};" : null),
};

/**
 * One small entry file; everything else is a chunk that is loaded when it is needed. CommonJS, because it starts
 * faster; all dependencies are inside, because whoever runs `npx remotest` waits for each of them.
 */
export default defineConfig({
  entry: { bin: "src/bin.ts", main: "src/main.ts" },
  plugins: [loadMainLazily, withoutUnusedParts, thirdPartyNotices],
  format: "cjs",
  platform: "node",
  target: "node20.19",
  outExtensions: () => ({ js: ".js" }),
  dts: false,
  noExternal: [/.*/],
  minify: true,
  inputOptions: {
    resolve: {
      conditionNames: ["remotest-source", "node", "import", "default"],
    },
  },
});
