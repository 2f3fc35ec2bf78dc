import { defineConfig } from "vitest/config";

const resolve = { conditions: ["remotest-source", "node", "import", "module", "default"] };

// The unit tests of what `pnpm mutation` changes, and nothing that starts a process.
export default defineConfig({
  resolve,
  ssr: { resolve },
  test: { include: ["packages/{core,http,remotest}/src/*.test.ts"] },
});
