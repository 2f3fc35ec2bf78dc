import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const foldersOf = (path: string): readonly string[] =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** Returns the part of a page from one heading to the next of the same level. */
function section(page: string, heading: string): string {
  const [, text = ""] = page.split(`\n## ${heading}\n`);
  const [part = ""] = text.split("\n## ");
  return part;
}

/** Returns the code in the first cell of each row of the first table. */
const namesIn = (part: string): readonly string[] =>
  [...part.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name.replace(/\/$/, "")),
  );

const services = new Set(foldersOf("packages").flatMap((name) => /^provider-(.+)$/.exec(name)?.[1] ?? []));

/** @example serviceIn("<service>-client", "ats-client") // "ats" */
function serviceIn(row: string, folder: string): string {
  const [before = "", after = ""] = row.split("<service>");
  const isOne = folder.startsWith(before) && folder.endsWith(after);
  return isOne ? folder.slice(before.length, folder.length - after.length) : "";
}

describe("docs/architecture.md, the map", () => {
  const page = read("docs/architecture.md");

  test.each([
    { heading: "Packages", path: "packages" },
    { heading: "Inside core", path: "packages/core/src" },
    { heading: "Inside the command", path: "packages/remotest/src" },
  ])("$heading: each folder of $path has a row, and each row a folder", ({ heading, path }) => {
    const folders = foldersOf(path);
    // A row about the folders of every service.
    const named = namesIn(section(page, heading)).flatMap((name) =>
      name.includes("<service>") ? folders.filter((folder) => services.has(serviceIn(name, folder))) : [name],
    );
    expect(named.toSorted()).toEqual(folders.toSorted());
  });

  const walk = section(page, "One run, from the command line to the exit code");
  const sources = globSync("packages/{core,remotest,reporters}/src/**/*.ts", { cwd: root }).map(read).join("\n");

  test("each function that one run goes through exists", () => {
    // `ledger.reported` is a method; `run.ts` and `run.json` are files.
    const named = [...walk.matchAll(/`(?:[a-z]+\.(?!ts|json))?([a-z]\w+)`/g)].map(([, name = ""]) => name);
    expect(named.length).toBeGreaterThan(10);
    expect(
      named.filter((name) => !new RegExp(String.raw`(?:function |const |async |^ +)${name}\b`, "m").test(sources)),
    ).toEqual([]);
  });
});

/** True if a path exists, in a folder that its row names before it, or in each package that it is about. */
function isThere(path: string, folders: readonly string[]): boolean {
  if ([path, ...folders.map((folder) => `${folder}/${path}`)].some((each) => existsSync(join(root, each)))) return true;
  return globSync(`packages/*/${path}`, { cwd: root }).length > 0;
}

test("CONTRIBUTING.md sends each change to a path that exists", () => {
  const table = section(read("CONTRIBUTING.md"), "Where a change lives");
  const rows = [...table.matchAll(/^\|[^|]+\|(.+)\|$/gm)].map(([, cell = ""]) =>
    [...cell.matchAll(/`([^`]+)`/g)]
      .map(([, code = ""]) => code)
      .filter((code) => /^[\w./-]+[./][\w-]+$|^[a-z-]+\/$/.test(code)),
  );
  const missing = rows.flatMap((paths) => paths.filter((path) => !isThere(path, paths)));
  expect(rows.flat().length).toBeGreaterThan(40);
  expect(missing).toEqual([]);
});
