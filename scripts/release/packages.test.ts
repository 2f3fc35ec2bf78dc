import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { allPackages, builtPackages, publishedPackages } from "./packages.ts";

const names = (packages: ReturnType<typeof allPackages>): readonly string[] => packages.map(({ name }) => name);

/** The packages that users rely on. A client that is to be published is added here, and its package.json says that it is not private. */
const promised = ["apptest-client", "ats-client", "core", "remotest"];

describe("the packages", () => {
  test("that are published are those that users rely on", () => expect(names(publishedPackages())).toEqual(promised));

  test.each(publishedPackages())(
    "$name, which is published, has a build, a page and the licence",
    ({ name, folder }) => {
      expect(names(builtPackages())).toContain(name);
      for (const file of ["README.md", "LICENSE"]) expect(existsSync(join(folder, file))).toBe(true);
    },
  );

  test("that have a build are published, or are laid out for a CI system", () => {
    const ofPlugins = names(builtPackages()).filter((name) => !promised.includes(name));
    const layout = readFileSync(join(import.meta.dirname, "lay-out-mirrors.ts"), "utf8");
    const collected = readFileSync(join(import.meta.dirname, "collect.ts"), "utf8");
    for (const name of ofPlugins) expect(`${layout}${collected}`).toContain(name);
  });

  test("all have one scope, except for the command", () => {
    const scoped = allPackages().filter(({ name }) => name !== "remotest");
    expect(scoped.map(({ manifest }) => manifest.name)).toEqual(scoped.map(({ name }) => `@remotest/${name}`));
  });
});
