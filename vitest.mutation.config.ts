import { defineConfig } from "vitest/config";

const resolve = { conditions: ["remotest-source", "node", "import", "module", "default"] };

// The tests that stand beside what `pnpm mutation` changes, and of its flow as a whole.
export default defineConfig({
  resolve,
  ssr: { resolve },
  test: {
    include: [
      "packages/core/src/gate/{gate,verdict,quarantine}.test.ts",
      "packages/core/src/ledger/resumption.test.ts",
      "packages/core/src/report/{judged-anew,known-runs,merge-reports{,.properties},publish,shard-doubts,with-failure}.test.ts",
      "packages/core/src/report-dir/*.test.ts",
      "packages/core/src/results/{conclusion,merge-rerun}.test.ts",
      "packages/core/src/run/*.test.ts",
      "packages/http/src/{exchange-error,redactor}.test.ts",
      "packages/remotest/src/{secrets,output}/{redacted-provider{,.reference},redacted-text,tell-report}.test.ts",
    ],
  },
});
