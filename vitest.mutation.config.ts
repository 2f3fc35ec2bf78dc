import { defineConfig } from "vitest/config";

const resolve = { conditions: ["remotest-source", "node", "import", "module", "default"] };

// The tests that stand beside what `pnpm mutation` changes, and of its flow as a whole; nothing that starts a process.
export default defineConfig({
  resolve,
  ssr: { resolve },
  test: {
    include: [
      "packages/core/src/{gate,poll,quarantine,rerun,run,run-context,start,wait}.test.ts",
      "packages/http/src/redactor.test.ts",
      "packages/remotest/src/redacted-provider.test.ts",
    ],
  },
});
