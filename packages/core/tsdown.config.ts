import { defineConfig } from "tsdown";

export default defineConfig({
  entry: { index: "src/index.ts", conformance: "src/provider/conformance.ts" },
  format: ["esm", "cjs"],
  platform: "node",
  target: "node20.19",
  dts: true,
  sourcemap: true,
  inputOptions: { resolve: { conditionNames: ["remotest-source", "node", "import", "default"] } },
});
