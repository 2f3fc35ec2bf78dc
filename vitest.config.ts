import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Packages resolve each other's sources, so a test never runs against a stale build.
const resolve = { conditions: ["remotest-source", "node", "import", "module", "default"] };

export default defineConfig({
  test: {
    // Most of the time a test waits for a process or a service, so there are more of them than processors.
    maxWorkers: Math.max(3, availableParallelism()),
    projects: [
      {
        resolve,
        ssr: { resolve },
        test: {
          name: "unit",
          testTimeout: 30_000,
          include: ["packages/*/src/**/*.test.ts", "specs/**/*.test.ts", "scripts/**/*.test.ts"],
        },
      },
      {
        resolve,
        ssr: { resolve },
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: "test/e2e/stage/build-command.ts",
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
