import { existsSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { worded } from "@remotest/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { existing, unwritable, writeAll, writeProblems } from "./write-files.ts";

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), "remotest-init-"))));
afterEach(() => rm(root, { recursive: true }));

const files = [
  { path: "remotest.yaml", text: "plan\n" },
  { path: ".github/workflows/remotest.yml", text: "pipeline\n" },
];
const put = (path: string, text = "old"): void => {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
};
/** Every file and folder, with the content of files. */
const tree = (): readonly string[] =>
  globSync(["**", ".*/**"], { cwd: root, withFileTypes: true })
    .filter(({ name, parentPath }) => join(parentPath, name) !== root)
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return `${path.slice(root.length)}${entry.isFile() ? `: ${readFileSync(path, "utf8").trim()}` : ""}`;
    })
    .toSorted();

describe("writing the files of init", () => {
  it("makes the folders, and leaves nothing else", async () => {
    await writeAll(root, files, false);
    expect(tree()).toEqual([
      "/.github",
      "/.github/workflows",
      "/.github/workflows/remotest.yml: pipeline",
      "/remotest.yaml: plan",
    ]);
  });

  it("replaces files if it was told to, and keeps their neighbours", async () => {
    put("remotest.yaml");
    put(".github/workflows/ci.yml");
    await writeAll(root, files, true);
    expect(tree()).toContain("/remotest.yaml: plan");
    expect(tree()).toContain("/.github/workflows/ci.yml: old");
    expect(tree()).toHaveLength(5);
  });

  it.each([
    { what: "the second file exists after all", make: () => put(".github/workflows/remotest.yml"), overwrite: false },
    { what: "the first file exists after all", make: () => put("remotest.yaml"), overwrite: false },
    { what: "a file is in the place of a folder", make: () => put(".github"), overwrite: false },
    {
      what: "the second one cannot be replaced",
      make: () => {
        put("remotest.yaml");
        put(".github/workflows/remotest.yml/folder/file");
      },
      overwrite: true,
    },
  ])("changes nothing if $what", async ({ make, overwrite }) => {
    make();
    const before = tree();
    await expect(writeAll(root, files, overwrite)).rejects.toThrow();
    expect(tree()).toEqual(before);
  });

  it.each([
    {
      what: "a link",
      make: () => symlinkSync("elsewhere", join(root, "remotest.yaml")),
      says: "remotest.yaml is a link",
    },
    { what: "a folder", make: () => mkdirSync(join(root, "remotest.yaml")), says: "remotest.yaml is not a file" },
    {
      what: "a folder that is a link out of the repository",
      make: () => symlinkSync(tmpdir(), join(root, ".github")),
      says: ".github leads out of the repository",
    },
    {
      what: "a folder that is a link to those of git itself",
      make: () => {
        mkdirSync(join(root, ".git/hooks"), { recursive: true });
        symlinkSync(".git/hooks", join(root, ".github"));
      },
      says: ".github leads out of the repository",
    },
    {
      what: "a folder that is a link to nowhere",
      make: () => symlinkSync("nowhere", join(root, ".github")),
      says: ".github leads out of the repository",
    },
  ])("is refused over $what", async ({ make, says }) => {
    make();
    const problems = await writeProblems(root, files);
    expect(problems.map(({ message }) => worded(message))).toEqual([expect.stringContaining(says)]);
  });

  it("names the folder that cannot be written", async () => {
    put(".github/workflows");
    const error: unknown = await writeAll(root, files, false).catch((reason: unknown) => reason);
    expect(worded(unwritable(root, error).message)).toBe(`"${join(root, ".github")}" cannot be written: EEXIST.`);
    expect(worded(unwritable(root, new Error("odd")).message)).toBe(`"${root}" cannot be written: Error: odd.`);
  });

  it("is allowed through a link within the repository", async () => {
    mkdirSync(join(root, "ci"));
    symlinkSync("ci", join(root, ".github"));
    expect(await writeProblems(root, files)).toEqual([]);
    await writeAll(root, files, false);
    expect(existsSync(join(root, "ci/workflows/remotest.yml"))).toBe(true);
  });

  it("knows what would be replaced, even a link to nowhere", async () => {
    put("remotest.yaml");
    expect(await existing(root, files)).toEqual(["remotest.yaml"]);
    symlinkSync("nowhere", join(root, ".github"));
    expect(await existing(root, files)).toEqual(["remotest.yaml"]);
  });
});
