import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ReportDirLostError } from "../errors.ts";
import { keepNames, writeOnDisk } from "../files/on-disk.ts";
import { ReportDir } from "./report-dir.ts";
import { lockFile } from "./report-dir-lock.ts";

vi.mock("../files/on-disk.ts", { spy: true });

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "report-dir-"))));
afterEach(() => rm(dir, { recursive: true, force: true }));

describe("a report directory", () => {
  test("is not written if it is lost while a draft is being written", async () => {
    const report = await ReportDir.open(dir, []);
    vi.mocked(writeOnDisk).mockImplementationOnce(async (draft, content) => {
      await writeFile(draft, content);
      await writeFile(join(dir, lockFile), "{}");
    });
    const before = await readFile(join(dir, "run.json"), "utf8");
    await expect(report.write("run.json", "ours")).rejects.toBeInstanceOf(ReportDirLostError);
    expect(await readFile(join(dir, "run.json"), "utf8")).toBe(before);
    expect((await readdir(dir)).filter((name) => name !== lockFile)).toEqual(["run.json"]);
  });

  test.each([
    { name: "run.json", isSure: true },
    { name: "junit.xml", isSure: false },
  ])("has $name on the disk when the promise resolves: $isSure", async ({ name, isSure }) => {
    const report = await ReportDir.open(join(dir, "a/b"), []);
    expect(vi.mocked(keepNames).mock.calls.map(([path]) => path)).toEqual(
      expect.arrayContaining([dir, join(dir, "a"), join(dir, "a/b")]),
    );
    vi.mocked(keepNames).mockClear();
    vi.mocked(writeOnDisk).mockClear();
    await report.write(name, "{}");
    expect(vi.mocked(writeOnDisk).mock.calls).toHaveLength(isSure ? 1 : 0);
    expect(vi.mocked(keepNames).mock.calls).toEqual(isSure ? [[report.path]] : []);
    if (!isSure) return;
    vi.mocked(keepNames).mockRejectedValueOnce(new Error("EIO"));
    await expect(report.write(name, "{}")).rejects.toThrow("EIO");
  });
});
