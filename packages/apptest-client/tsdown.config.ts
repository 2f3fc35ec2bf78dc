import { defineConfig } from "tsdown";
import { billOfMaterials } from "../../scripts/bundle/bill-of-materials.mts";

export default defineConfig({
  entry: ["src/index.ts"],
  format: ["esm", "cjs"],
  platform: "node",
  target: "node20.19",
  dts: true,
  sourcemap: true,
  // Bundled, because its CommonJS build has no default export that a module compiled to CommonJS could find. As a result,
  // the package has no dependencies. Its licence is in THIRD-PARTY-LICENSES.md.
  plugins: [billOfMaterials(import.meta.dirname)],
  deps: { alwaysBundle: ["openapi-fetch"] },
  inputOptions: { resolve: { conditionNames: ["remotest-source", "node", "import", "default"] } },
});
