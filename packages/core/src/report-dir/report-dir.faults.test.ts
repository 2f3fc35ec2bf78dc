import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { platform, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ReportDirLostError, UsageError } from "../errors.ts";
import { keepNames, writeOnDisk } from "../files/on-disk.ts";
import { ReportDir } from "./report-dir.ts";
import { lockFile } from "./report-dir-lock.ts";

vi.mock("../files/on-disk.ts", { spy: true });
vi.mock("node:fs/promises", { spy: true });
vi.mock("node:os", { spy: true });

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

  test("is created without a change to any directory that exists, and only once", async () => {
    vi.mocked(mkdir).mockClear();
    const report = await ReportDir.open(join(dir, "a/b"), []);
    await report.write("junit.xml", "<passed/>");
    const made = vi.mocked(mkdir).mock.calls.map(([path]) => path);
    expect(made).toEqual([join(dir, "a"), join(dir, "a/b")]);
  });

  test.skipIf(process.platform === "win32")("says why it cannot be created", async () => {
    await writeFile(join(dir, "file"), "");
    await symlink(join(dir, "nowhere"), join(dir, "link"));
    for (const [path, at] of [
      ["file/a", "file"],
      ["link", "link"],
    ] as const)
      await expect(ReportDir.open(join(dir, path), [])).rejects.toThrow(
        `--report-dir (or REMOTEST_REPORT_DIR): cannot write to ${join(dir, path)}: EEXIST: file already exists, mkdir '${join(dir, at)}'.`,
      );
  });

  test("on a drive that does not exist is refused, without an end to the search for a directory above", async () => {
    // Nothing is created there, whatever the code does.
    const path = join(dir, "report");
    let asked = 0;
    const { stat: real } = await vi.importActual<{ stat: typeof stat }>("node:fs/promises");
    vi.mocked(stat).mockImplementation(async () => {
      if (++asked > 100) return real(dir);
      throw new Error("no such drive");
    });
    vi.mocked(mkdir).mockRejectedValue(new Error("no such drive"));
    try {
      await expect(ReportDir.open(path, [])).rejects.toThrow(`cannot write to ${path}: no such drive.`);
      expect(asked).toBeLessThan(100);
    } finally {
      vi.mocked(stat).mockReset();
      vi.mocked(mkdir).mockReset();
    }
  });

  test.each([
    { system: "win32", name: "aux.log", isRefused: true },
    { system: "win32", name: "report", isRefused: false },
    // Windows itself does not create it.
    ...(process.platform === "win32" ? [] : [{ system: "linux", name: "aux.log", isRefused: false }]),
  ])("on $system and named $name is refused: $isRefused", async ({ system, name, isRefused }) => {
    vi.mocked(platform).mockReturnValue(system as NodeJS.Platform);
    try {
      const opened = await ReportDir.open(join(dir, name), []).catch((error: unknown) => error);
      expect(opened).toBeInstanceOf(isRefused ? UsageError : ReportDir);
      if (!isRefused) return;
      const says = 'on Windows, other programs cannot open a directory named "aux.log".';
      expect((opened as Error).message).toContain(says);
      expect(await readdir(dir)).toEqual([]);
    } finally {
      vi.mocked(platform).mockReset();
    }
  });

  test("that another program keeps from being written, as on Windows, says what to do", () => {
    const busy = Object.assign(new Error("EBUSY"), { code: "EBUSY" });
    const message = "--report-dir (or REMOTEST_REPORT_DIR): cannot write to r: EBUSY.";
    expect(ReportDir.unwritable("r", busy)).toMatchObject({ problems: [{ message }] });
    vi.mocked(platform).mockReturnValueOnce("win32");
    const suggestion = "If a program has one of the files open, close it, or set a different --report-dir.";
    expect(ReportDir.unwritable("r", busy)).toMatchObject({ problems: [{ message, suggestion }] });
  });

  test("is written in large pieces, which contain every part, each once and in order", async () => {
    const report = await ReportDir.open(dir, []);
    const [half, whole, small] = ["a".repeat(16 * 1024), "b".repeat(32 * 1024), "c"];
    const piecesOf = async (parts: readonly string[]): Promise<readonly string[]> => {
      let pieces: readonly string[] = [];
      vi.mocked(writeFile).mockImplementationOnce(async (draft, content) => {
        pieces = [...(content as Iterable<string>)];
        await writeFile(draft, pieces.join(""));
      });
      await report.write("a.txt", parts);
      expect(await readFile(join(dir, "a.txt"), "utf8")).toBe(parts.join(""));
      return pieces;
    };
    expect(await piecesOf([half, half, half, half, half])).toEqual([half + half, half + half, half]);
    expect(await piecesOf([small, small, whole, whole, small])).toEqual([small + small, whole, whole, small]);
    expect(await piecesOf([whole])).toEqual([whole, ""]);
  });

  test("loses the draft that it was writing when its process was killed", async () => {
    const report = await ReportDir.open(dir, ["junit.xml"]);
    let drafts: readonly string[] = [];
    vi.mocked(writeFile).mockImplementationOnce(async (draft) => {
      await writeFile(draft, "half");
      drafts = (await readdir(dir)).filter((name) => name !== lockFile && name !== "run.json");
    });
    await report.write("junit.xml", "<passed/>");
    await report[Symbol.asyncDispose]();
    expect(drafts).toHaveLength(1);
    for (const name of drafts) await writeFile(join(dir, name), "half");
    await ReportDir.open(dir, []);
    expect((await readdir(dir)).filter((name) => drafts.includes(name))).toEqual(drafts);
    await ReportDir.open(dir, ["junit.xml"]);
    expect((await readdir(dir)).filter((name) => drafts.includes(name))).toEqual([]);
  });
});
