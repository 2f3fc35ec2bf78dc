import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fillOnDisk, keepNames, writeOnDisk } from "./on-disk.ts";

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "on-disk-"))));
afterEach(() => rm(dir, { recursive: true }));

describe("a file that a power cut must not lose", () => {
  it("is written, and synced before the promise resolves", async () => {
    const path = join(dir, "run.json");
    await writeOnDisk(path, "first");
    await writeOnDisk(path, "next");
    await keepNames(dir);
    expect(await readFile(path, "utf8")).toBe("next");
    await using file = await open(path, "w");
    const sync = vi.spyOn(file, "sync");
    await fillOnDisk(file, "last");
    expect(sync).toHaveBeenCalledOnce();
  });

  it.each([
    ["EIO", true],
    ["ENOSPC", true],
    ["EDQUOT", true],
    ["EINVAL", false],
    ["EPERM", false],
  ])("if syncing fails with %s: rejects is %s", async (code, isTold) => {
    await using file = await open(join(dir, "run.json"), "w");
    vi.spyOn(file, "sync").mockRejectedValue(Object.assign(new Error(code), { code }));
    const filled = fillOnDisk(file, "text");
    if (isTold) await expect(filled).rejects.toThrow(code);
    else await filled;
    expect(await readFile(join(dir, "run.json"), "utf8")).toBe("text");
  });

  it("is written if a directory cannot be synced", async () => {
    await keepNames(join(dir, "absent"));
  });
});
