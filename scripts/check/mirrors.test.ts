import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { expect, test } from "vitest";

const core = join(import.meta.dirname, "../../packages/core/src");

/** Entry points, which only export, and parts of the conformance suite, whose own test tries them all. */
const withoutOwnTest = /^(?:index|flow|provider\/conformance-\w+)\.ts$/;

test("each source file of core that does something has a test beside it", () => {
  const files = globSync("**/*.ts", { cwd: core }).map((file) => file.split(sep).join("/"));
  const isTest = (file: string): boolean => file.endsWith(".test.ts");
  const tested = new Set(files.filter(isTest).map((file) => file.replace(/(?:\.\w+)?\.test\.ts$/, ".ts")));
  const sources = files.filter((file) => !isTest(file) && !file.endsWith(".fixture.ts") && !withoutOwnTest.test(file));
  const missing = sources.filter((file) => !tested.has(file) && doesSomething(readFileSync(join(core, file), "utf8")));
  expect(missing).toEqual([]);
});

/** False if nothing is left of a source once its types are removed. */
function doesSomething(source: string): boolean {
  return /^(?:export )?(?:async )?(?:const|function|class)\b/m.test(source);
}
