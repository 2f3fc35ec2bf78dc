import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/security.md"), "utf8");

/** The rows of its tables: the threat, the attacker, the code, and the test that fails. */
const rows = [...page.matchAll(/^\| (.+) \| (.+) \| (.+) \| (.+) \|$/gm)]
  .map(([, what = "", whom = "", code = "", tests = ""]) => ({ what, whom, code: paths(code), tests: paths(tests) }))
  .filter(({ what }) => what !== "what happens");

function paths(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, path = ""]) => path);
}

describe("the threat model", () => {
  test("has a row for each protection", () => expect(rows.length).toBeGreaterThanOrEqual(35));

  test.for(rows)("$what", ({ code, tests }) => {
    expect(code.length).toBeGreaterThan(0);
    expect(tests.length).toBeGreaterThan(0);
    for (const path of [...code, ...tests]) expect(existsSync(join(root, path)), `${path} is missing`).toBe(true);
    for (const path of code) expect(path).not.toMatch(/\.test\.ts$/);
    for (const path of tests) expect(path).toMatch(/\.test\.ts$/);
  });

  test("names only files that exist", () => {
    const named = paths(page).filter((path) => /^(packages|scripts|test|docs|\.github)\//.test(path));
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test("names an attacker for each row, or something that goes wrong by itself", () => {
    const attackers = ["the network", "the service", "the app under test", "an author of a pull request"];
    const others = ["another user", "the supply chain", "whoever reads the log", "whoever cancels"];
    const ourselves = ["the pipeline itself", "the build machine", "a mistake"];
    const whom = new Set(rows.flatMap((row) => row.whom.split(", ")));
    expect([...whom].toSorted()).toEqual([...attackers, ...others, ...ourselves].toSorted());
  });
});
