import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type GitTarget, hasFiles, hasMajorTag, hasTagOf, moveMajorTag, pushFiles, pushTag } from "./git-target.ts";
import type { Version } from "./version.ts";

describe("a git repository that gets the tags of a release", () => {
  let place: string;
  let target: GitTarget;
  const git = (...args: readonly string[]): string =>
    execFileSync("git", args, { cwd: place, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  const commitOf = (ref: string, address = target.address): string =>
    git("-C", address, "rev-parse", `${ref}^{commit}`);
  const at = "2026-01-31T12:00:00+01:00";

  /** Publishes files with these texts as a version, by way of a folder of their own. */
  async function publish(version: Version, files: Readonly<Record<string, string>>, to = target): Promise<string> {
    const folder = await mkdtemp(join(place, "files-"));
    await mkdir(join(folder, "dist"));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    await pushFiles(to, version, folder, { message: `Remotest ${version}`, date: at });
    return folder;
  }

  beforeEach(async () => {
    place = await mkdtemp(join(tmpdir(), "remotest-git-target-"));
    target = { address: join(place, "target.git"), prefix: "v" };
    git("init", "--quiet", "--bare", "--initial-branch", "main", target.address);
  });
  afterEach(() => rm(place, { recursive: true, force: true }));

  test("has exactly the files, even those that git ignores, and the branch main", async () => {
    const files = { ".gitignore": "dist/\n", "dist/main.js": "ok\r\n", "action.yml": "name: x\n" };
    const folder = await publish("1.0.0", files);
    expect(git("-C", target.address, "ls-tree", "-r", "--name-only", "v1.0.0").split("\n")).toEqual(
      Object.keys(files).toSorted(),
    );
    expect(execFileSync("git", ["-C", target.address, "show", "v1.0.0:dist/main.js"], { encoding: "utf8" })).toBe(
      "ok\r\n",
    );
    expect(commitOf("main")).toBe(commitOf("v1.0.0"));
    expect(await hasFiles(target, "1.0.0", folder)).toBe(true);
    expect(await hasFiles(target, "1.0.1", folder)).toBe(false);
  });

  test("gets the same commits for the same releases, each after the one before", async () => {
    const twin: GitTarget = { address: join(place, "twin.git"), prefix: "v" };
    git("init", "--quiet", "--bare", "--initial-branch", "main", twin.address);
    for (const to of [target, twin]) {
      await publish("1.0.0", { a: "1" }, to);
      await publish("1.0.1", { a: "2" }, to);
    }
    expect(commitOf("v1.0.1")).toBe(commitOf("v1.0.1", twin.address));
    expect(commitOf("v1.0.1^")).toBe(commitOf("v1.0.0"));
  });

  test("refuses other files for a version that is there, before and while it is pushed", async () => {
    await publish("1.0.0", { a: "1" });
    const before = commitOf("v1.0.0");
    const other = await mkdtemp(join(place, "files-"));
    await writeFile(join(other, "a"), "2");
    await expect(hasFiles(target, "1.0.0", other)).rejects.toThrow(/^v1\.0\.0 at \S+ names the files /);
    const commit = { message: "Remotest 1.0.0", date: at };
    await expect(pushFiles(target, "1.0.0", other, commit)).rejects.toThrow("already exists");
    expect([commitOf("v1.0.0"), commitOf("main")]).toEqual([before, before]);
  });

  test("refuses a version below one that is there", async () => {
    const folder = await publish("1.1.0", { a: "1" });
    await expect(hasFiles(target, "1.0.9", folder)).rejects.toThrow("1.0.9 is not at");
    await expect(hasTagOf(target, "1.0.9", commitOf("main"))).rejects.toThrow("but 1.1.0 is");
  });

  test("names the commit of the sources, and refuses another", async () => {
    const clone = join(place, "clone");
    git("clone", "--quiet", target.address, clone);
    const inClone = ["-C", clone, "-c", "user.name=A", "-c", "user.email=a@example.com"];
    git(...inClone, "commit", "--quiet", "--allow-empty", "--message", "One");
    const one = git("-C", clone, "rev-parse", "HEAD");
    git(...inClone, "commit", "--quiet", "--allow-empty", "--message", "Two");
    const two = git("-C", clone, "rev-parse", "HEAD");
    expect(await hasTagOf(target, "1.0.0", one)).toBe(false);
    await pushTag(target, "1.0.0", one, clone);
    expect(await hasTagOf(target, "1.0.0", one)).toBe(true);
    await expect(hasTagOf(target, "1.0.0", two)).rejects.toThrow(`names commit ${one}`);
    // An annotated tag, as a person may make it, counts as the commit that it names.
    git(...inClone, "tag", "--annotate", "v1.0.1", "--message", "1.0.1", two);
    git("-C", clone, "push", "--quiet", "origin", "v1.0.1");
    expect(await hasTagOf(target, "1.0.1", two)).toBe(true);
  });

  describe("v1", () => {
    test("moves to each release, and never back", async () => {
      for (const version of ["1.0.0", "1.0.9", "1.0.10"] as const) {
        await publish(version, { a: version });
        expect(await hasMajorTag(target, version)).toBe(false);
        await moveMajorTag(target, version);
        expect(await hasMajorTag(target, version)).toBe(true);
        expect(commitOf("v1")).toBe(commitOf(`v${version}`));
      }
      expect(await hasMajorTag(target, "1.0.9")).toBe(true);
    });

    test("that does not name a release is refused", async () => {
      await publish("1.0.0", { a: "1" });
      const clone = join(place, "clone");
      git("clone", "--quiet", target.address, clone);
      git(
        "-C",
        clone,
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.com",
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        "x",
      );
      git("-C", clone, "push", "--quiet", "origin", "HEAD:refs/tags/v1");
      await expect(hasMajorTag(target, "1.0.0")).rejects.toThrow("which is not a release");
    });
  });
});
