import { BaseSequencer, type TestSpecification } from "vitest/node";
import { defineConfig } from "vitest/config";

const resolve = { conditions: ["remotest-source", "node", "import", "module", "default"] };

/** In the same order each time, by name. */
class ByName extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => a.moduleId.localeCompare(b.moduleId));
  }
}

// The tests that stand beside what `pnpm mutation` changes, and of its flow as a whole.
export default defineConfig({
  resolve,
  ssr: { resolve },
  test: {
    // A busy machine must not count as a test that noticed something.
    testTimeout: 60_000,
    // The next change is tried once a test fails: those of the parts come before those of the whole, which take longer.
    sequence: { sequencer: ByName },
    include: [
      "packages/core/src/gate/{gate,verdict,quarantine}.test.ts",
      "packages/core/src/ledger/resumption.test.ts",
      "packages/core/src/provider/{advice,call-failure,refused-request}.test.ts",
      "packages/core/src/report/{judge-again,known-runs,merge-reports{,.properties},publish,shard-doubts,with-failure}.test.ts",
      "packages/core/src/report-dir/*.test.ts",
      "packages/core/src/results/{conclusion,merge-rerun}.test.ts",
      "packages/core/src/run/*.test.ts",
      "packages/http/src/{between,echoed,exchange-error,redactor{,.apart,.forms}}.test.ts",
      "packages/remotest/src/{secrets,output}/{redacted-provider{,.reference},redacted-text,tell-report}.test.ts",
    ],
  },
});
