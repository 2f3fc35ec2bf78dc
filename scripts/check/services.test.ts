import { existsSync, globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const services = globSync("packages/provider-*/package.json", { cwd: root })
  .map((path) => /provider-([^/\\]+)/.exec(path)?.[1] ?? expect.unreachable(path))
  .toSorted();
const readme = await readFile(join(root, "README.md"), "utf8");
const rows = readme.matchAll(/^\| \[([^\]]+)\]\(docs\/services\/([\w-]+)\.md\) \|/gm);
const titles = new Map([...rows].map(([, title = "", name = ""]) => [name, title]));

test("the README's table has a row for each service, and no other", () => {
  expect([...titles.keys()].toSorted()).toEqual(services);
});

describe("each service", () => {
  test.each(services)("%s has a file for the fault matrix", (name) => {
    expect(existsSync(join(root, `test/e2e/faults/services/${name}.ts`))).toBe(true);
  });

  test.each(services)("%s has a page, and the README's first paragraph names it", async (name) => {
    await expect(readFile(join(root, `docs/services/${name}.md`), "utf8")).resolves.toMatch(/^# /m);
    expect(readme.split("\n\n")[1]).toContain(titles.get(name));
  });
});
