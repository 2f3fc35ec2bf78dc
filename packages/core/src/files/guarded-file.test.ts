import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readGuarded, UnreadableFileError } from "./guarded-file.ts";

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "guarded-"))));
afterEach(() => rm(dir, { recursive: true, force: true }));

test("a file is read", async () => {
  await writeFile(join(dir, "a"), "text");
  await symlink(join(dir, "a"), join(dir, "link"));
  expect(await readGuarded(join(dir, "link"), 4)).toBe("text");
});

test.each([
  { title: "a pipe, without waiting for it", make: async (path: string) => void spawnSync("mkfifo", [path]) },
  { title: "a directory", make: (path: string) => mkdir(path) },
  { title: "a device", make: (path: string) => symlink("/dev/zero", path) },
  { title: "a file that is too large", make: (path: string) => writeFile(path, "longer") },
])("$title is refused", async ({ make }) => {
  await make(join(dir, "a"));
  await expect(readGuarded(join(dir, "a"), 4)).rejects.toBeInstanceOf(UnreadableFileError);
});

test("a missing file is the error of the file system", async () => {
  await expect(readGuarded(join(dir, "a"), 4)).rejects.toMatchObject({ code: "ENOENT" });
});
