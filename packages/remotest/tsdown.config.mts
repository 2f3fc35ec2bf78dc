import { join } from "node:path";
import { defineConfig } from "tsdown";
import { billOfMaterials } from "./bill-of-materials.mts";
import { thirdPartyNotices } from "./third-party-notices.mts";

const plainHeaders = join(import.meta.dirname, "src/network/plain-headers.ts");

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

/** With `DEBUG` set, as some pipelines do, proxies' agents would print their address and every request's head. */
const silentDebug = `
const silent = Object.assign(() => undefined, { enabled: false, extend: () => silent });
module.exports = Object.assign(() => silent, { enable() {}, disable() {}, enabled: () => false });`;

/**
 * soap brings an HTTP client and signatures of its own. The ATS client sends with ours and signs nothing, so they
 * would only make the download and the first request slower.
 */
const unusedBySoap = new Set(["axios", "axios-ntlm", "formidable", "xml-crypto"]);
const isUnused = (id: string, importer = ""): boolean =>
  id === "debug" || unusedBySoap.has(id) || (/^\.\.?\/http$/.test(id) && /[\\/]soap[\\/]lib[\\/]/.test(importer));
export const withoutUnusedParts = {
  name: "without-unused-parts",
  resolveId: (id: string, importer?: string) => (isUnused(id, importer) ? `\0unused:${id}` : null),
  load: (id: string) =>
    id.startsWith("\0unused:") ? (id === "\0unused:debug" ? silentDebug : "module.exports = {};") : null,
};

/** openapi-fetch fills a `Headers` for each request; the built-in one would load all of the built-in fetch. */
export const withoutBuiltInHeaders = {
  name: "without-built-in-headers",
  transform: (code: string, id: string) =>
    /[\\/]openapi-fetch[\\/]/.test(id)
      ? `import { PlainHeaders as Headers } from ${JSON.stringify(plainHeaders)};\n${code}`
      : null,
};

/**
 * One small entry file; everything else is a chunk that is loaded when it is needed. CommonJS, because it starts
 * faster; all dependencies are inside, because whoever runs `npx remotest` waits for each of them.
 */
export default defineConfig({
  entry: { bin: "src/bin.ts", main: "src/main.ts" },
  plugins: [
    loadMainLazily,
    withoutUnusedParts,
    withoutBuiltInHeaders,
    thirdPartyNotices,
    billOfMaterials(import.meta.dirname),
  ],
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
