import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { configDefaults, defineConfig } from "vitest/config";

const resolve = { conditions: ["remotest-source", "node", "import", "module", "default"] };

/** Names the file that is changed. */
const changed = process.env["MUTATED_FILE"] ?? "";
const { mutate } = JSON.parse(readFileSync(new URL("stryker.config.json", import.meta.url), "utf8")) as {
  readonly mutate: readonly string[];
};
/** The tests beside a file: `gate.test.ts`, `gate.properties.test.ts`. */
const beside = (file: string): string => file.replace(/\.ts$/, "{,.*}.test.ts");
const inItsFolder = mutate.filter((file) => dirname(file) === dirname(changed));

/** Runs first the tests beside the changed file, those with the shortest name before its properties and the like. */
class BesideFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number =>
      moduleId.includes(`/${changed.replace(/ts$/, "")}`) ? moduleId.length : Number.POSITIVE_INFINITY;
    const byName = files.toSorted((a, b) => a.moduleId.localeCompare(b.moduleId));
    return byName.toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
  }
}

/** Takes most of the time, and only notices changes of the patterns. Without it, fewer changes are noticed, not more. */
const ofTime = "**/*.linear.test.ts";

/** The flow of a run is tested as a whole too; with every test of its folder, one change would take minutes. */
const ofTheFlow = [beside(changed), "packages/core/src/run/run{,.*}.test.ts"];

// This measures if the tests in the same folder notice a change.
export default defineConfig({
  resolve,
  ssr: { resolve },
  test: {
    // A busy machine must not count as a test that noticed something.
    testTimeout: 60_000,
    setupFiles: ["vitest.mutation.setup.ts"],
    // The next change is tried as soon as a test fails.
    sequence: { sequencer: BesideFirst },
    exclude: [...configDefaults.exclude, ...(changed.endsWith("/echoed.ts") ? [] : [ofTime])],
    include: changed.startsWith("packages/core/src/run/") ? ofTheFlow : inItsFolder.map(beside),
  },
});
