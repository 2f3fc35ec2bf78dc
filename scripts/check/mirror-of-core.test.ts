import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";

const core = join(import.meta.dirname, "../../packages/core/src");

/** Parts of a file that can be tested; types are checked by the compiler. */
const isTestable = /^(?:export )?(?:abstract |async )?(?:function|class)\b/m;

test("every file of core that does something has its test beside it", () => {
  const files = globSync("**/*.ts", { cwd: core });
  const sources = files.filter((file) => !/\.(?:test|fixture|d)\.ts$/.test(file));
  expect(sources.length).toBeGreaterThan(100);
  const isTested = (file: string): boolean =>
    files.some((each) => {
      const rest = each.slice(file.length - ".ts".length);
      return each.startsWith(file.slice(0, -".ts".length)) && /^(?:\.[\w-]+)?\.test\.ts$/.test(rest);
    });
  const without = sources.filter((file) => !isTested(file) && isTestable.test(readFileSync(join(core, file), "utf8")));
  expect(without.map((file) => basename(file))).toEqual([]);
});
