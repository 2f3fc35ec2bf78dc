import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Packages resolve each other's sources, so a test never runs against a stale build.
const resolve = { conditions: ["remotest-source", "node", "import", "module", "default"] };

const fuzzing = ["scripts/fuzz/*.test.ts", "packages/*/src/**/*.linear.test.ts"];
/**
 * Tests that replace a module for the whole file, count the objects in the process, or load a CI system's library, which
 * keeps state in it.
 */
const apart = [
  "packages/*/src/**/*.{faults,leaks}.test.ts",
  "packages/{azure-devops-task,github-action}/src/*.test.ts",
];

export default defineConfig({
  test: {
    // Most of the time a test waits for a process or a service, so there are more of them than processors.
    maxWorkers: Math.max(4, availableParallelism()),
    projects: [
      {
        resolve,
        ssr: { resolve },
        test: {
          name: "unit",
          testTimeout: 30_000,
          // A worker for each file costs more than the tests of most files.
          isolate: false,
          include: ["packages/*/src/**/*.test.ts", "specs/**/*.test.ts", "scripts/**/*.test.ts"],
          exclude: [...apart, ...fuzzing],
        },
      },
      { resolve, ssr: { resolve }, test: { name: "apart", testTimeout: 30_000, include: apart } },
      { resolve, ssr: { resolve }, test: { name: "fuzz", testTimeout: 30_000, include: fuzzing } },
      {
        resolve,
        ssr: { resolve },
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: "test/e2e/stage/build-command.ts",
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Chromium may need seconds on a busy machine; what comes at once is not waited for.
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});
