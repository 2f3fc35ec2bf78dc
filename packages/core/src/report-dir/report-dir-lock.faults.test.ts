import type * as FileSystem from "node:fs/promises";
import { link, mkdir, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { UsageError } from "../errors.ts";
import { fillOnDisk } from "../files/on-disk.ts";
import { thisProcess } from "./lock-owner.ts";
import { gone, owner } from "./report-dir-lock.fixture.ts";
import { lockFile, ReportDirLock } from "./report-dir-lock.ts";

vi.mock("../files/on-disk.ts", { spy: true });
vi.mock("node:fs/promises", { spy: true });

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "lock-"))));
afterEach(() => rm(dir, { recursive: true, force: true }));

describe("the lock of a report directory", () => {
  test("that cannot be written whole does not exist, and blocks no other process", async () => {
    vi.mocked(fillOnDisk).mockRejectedValueOnce(new Error("the disk is full"));
    await expect(ReportDirLock.take(dir)).rejects.toThrow("the disk is full");
    expect(await readdir(dir)).toEqual([]);
    await using taken = await ReportDirLock.take(dir);
    expect(taken).toBeInstanceOf(ReportDirLock);
  });

  test("exists only once it names its owner: a process that is killed before leaves none", async () => {
    let namesBefore: readonly string[] = [lockFile];
    vi.mocked(fillOnDisk).mockImplementationOnce(async (file, content) => {
      await file.writeFile(content);
      namesBefore = await readdir(dir);
    });
    await using taken = await ReportDirLock.take(dir);
    expect(taken).toBeInstanceOf(ReportDirLock);
    expect(namesBefore).not.toContain(lockFile);
    expect(await readdir(dir)).toEqual([lockFile]);
  });

  test.each(["EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP", "EMLINK", "EISDIR"])(
    "is taken on a file system without hard links: %s",
    async (code) => {
      vi.mocked(link).mockRejectedValueOnce(Object.assign(new Error("no links"), { code }));
      await using taken = await ReportDirLock.take(dir);
      await expect(taken?.assertHeld()).resolves.toBeUndefined();
      expect(await readdir(dir)).toEqual([lockFile]);
    },
  );

  test.each(["EIO", undefined])("is not taken on a file system that fails: %s", async (code) => {
    vi.mocked(link).mockRejectedValueOnce(Object.assign(new Error("the disk is broken"), { code }));
    await expect(ReportDirLock.take(dir)).rejects.toThrow("the disk is broken");
    expect(await readdir(dir)).toEqual([]);
  });

  test("that was removed before it could be written whole: the error says why it could not", async () => {
    vi.mocked(fillOnDisk).mockImplementationOnce(async () => {
      for (const name of await readdir(dir)) await rm(join(dir, name));
      throw new Error("the disk is full");
    });
    await expect(ReportDirLock.take(dir)).rejects.toThrow("the disk is full");
  });

  test("is taken if another process released it right after it was found", async () => {
    vi.mocked(open).mockRejectedValueOnce(Object.assign(new Error("it exists"), { code: "EEXIST" }));
    await using taken = await ReportDirLock.take(dir);
    expect(taken).toBeInstanceOf(ReportDirLock);
  });

  test("is taken if another process removes a stale one at the same moment", async () => {
    const file = join(dir, lockFile);
    await writeFile(file, JSON.stringify({ ...owner, pid: gone() }));
    const { rm: remove } = await vi.importActual<typeof FileSystem>("node:fs/promises");
    vi.mocked(rm).mockImplementation(async (path, options) => {
      if (path === file) await remove(path);
      await remove(path, options);
    });
    try {
      const taken = await ReportDirLock.take(dir);
      expect(taken).toBeInstanceOf(ReportDirLock);
      await taken?.[Symbol.asyncDispose]();
    } finally {
      vi.mocked(rm).mockReset();
    }
  });

  test.runIf(process.platform === "linux")(
    "of a process that is alive is left alone: nothing is written beside it",
    async () => {
      await writeFile(join(dir, lockFile), JSON.stringify({ ...owner, ...thisProcess() }));
      vi.mocked(mkdir).mockClear();
      await expect(ReportDirLock.take(dir)).rejects.toBeInstanceOf(UsageError);
      expect(mkdir).not.toHaveBeenCalled();
    },
  );

  test("of a process that is gone cannot be taken over if no folder can be created: the error says why", async () => {
    const lock = JSON.stringify({ ...owner, pid: gone() });
    await writeFile(join(dir, lockFile), lock);
    vi.mocked(mkdir).mockRejectedValueOnce(Object.assign(new Error("read-only"), { code: "EROFS" }));
    await expect(ReportDirLock.take(dir)).rejects.toMatchObject({ code: "EROFS" });
    expect(await readFile(join(dir, lockFile), "utf8")).toBe(lock);
  });

  test("of another machine counts as held if the file system does not tell the time", async () => {
    const lock = JSON.stringify({ ...owner, host: "x" });
    await writeFile(join(dir, lockFile), lock);
    vi.mocked(stat).mockRejectedValue(new Error("stale file handle"));
    try {
      await expect(ReportDirLock.take(dir)).rejects.toBeInstanceOf(UsageError);
    } finally {
      vi.mocked(stat).mockReset();
    }
    expect(await readFile(join(dir, lockFile), "utf8")).toBe(lock);
  });

  test.each([
    { title: "releases it", lock: undefined, isFree: true },
    { title: "takes it", lock: () => JSON.stringify(owner), isFree: false },
  ])("of a process that is gone is checked once more: another process $title meanwhile", async ({ lock, isFree }) => {
    const file = join(dir, lockFile);
    await writeFile(file, JSON.stringify({ ...owner, pid: gone() }));
    const { mkdir: make } = await vi.importActual<typeof FileSystem>("node:fs/promises");
    vi.mocked(mkdir).mockImplementationOnce(async (path) => {
      await make(path);
      await rm(file);
      if (lock) await writeFile(file, lock());
      return undefined;
    });
    const taken = await ReportDirLock.take(dir).catch((error: unknown) => error);
    expect(taken).toBeInstanceOf(isFree ? ReportDirLock : UsageError);
    if (lock) expect(await readFile(file, "utf8")).toBe(lock());
    expect(await readdir(dir)).toEqual([lockFile]);
    if (taken instanceof ReportDirLock) await taken[Symbol.asyncDispose]();
  });
});
