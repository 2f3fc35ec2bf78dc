import { defineConfig } from "vitest/config";

const resolve = { conditions: ["remotest-source", "node", "import", "module", "default"] };

// The tests that stand beside what `pnpm mutation` changes, and of its flow as a whole.
export default defineConfig({
  resolve,
  ssr: { resolve },
  test: {
    include: [
      "packages/core/src/{begin,conclusion,gate,judged-anew,known-runs,lock-owner,merge,poll,previous-report,publish,quarantine,report-dir,report-dir-lock,rerun,rerun-command,resumption,run,run-context,shard-doubts,start,take-up,wait}.test.ts",
      "packages/http/src/{exchange-error,redactor}.test.ts",
      "packages/remotest/src/{redacted-provider,redacted-text,tell-report}.test.ts",
    ],
  },
});
