import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ReportDirLostError, UsageError } from "../errors.ts";
import { ReportDir } from "./report-dir.ts";
import { lockFile } from "./report-dir-lock.ts";

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "report-dir-"))));
afterEach(() => rm(dir, { recursive: true, force: true }));

const all = async (): Promise<string[]> =>
  (await readdir(dir, { recursive: true })).filter((name) => name !== lockFile).toSorted();

describe("a report directory", () => {
  test("is created, with the directories above it", async () => {
    const { path } = await ReportDir.open(join(dir, "a/b"), []);
    expect(path).toBe(join(dir, "a/b"));
    expect(await readdir(path)).toEqual([lockFile, "run.json"]);
  });

  test("of an earlier run has that run's files moved aside, and nothing else", async () => {
    const earlier = await ReportDir.open(dir, ["junit.xml"]);
    await earlier.write("junit.xml", "<passed/>");
    await earlier.write("provider/result.xml", "<raw/>");
    await writeFile(join(dir, "notes.txt"), "mine");
    await ReportDir.open(dir, ["junit.xml"]);
    expect(await all()).toEqual(
      ["notes.txt", "previous", "previous/junit.xml", "previous/provider", "previous/provider/result.xml"]
        .concat("previous/run.json", "run.json")
        .toSorted(),
    );
    expect(await readFile(join(dir, "previous/junit.xml"), "utf8")).toBe("<passed/>");
  });

  test("loses the drafts of a killed process, and no others", async () => {
    const gone = spawnSync(process.execPath, ["--version"]).pid;
    const left = [`run.json.${gone}-3.part`, `junit.xml.${process.pid}-1.part`, `outputs.env.${gone}.part`].concat(
      `junit.xml.${gone}-12.part`,
    );
    const kept = [
      ...(process.platform === "win32" ? [] : [`mine\njunit.xml.${gone}-1.part`]),
      `junit.xml.${gone}-3.part.txt`,
      `junit.xml.${process.ppid}-1.part`,
      `notes.txt.${gone}-1.part`,
      "junit.xml.part",
    ];
    for (const name of [...left, ...kept]) await writeFile(join(dir, name), "half");
    await ReportDir.open(dir, ["junit.xml"]);
    expect(await all()).toEqual([...kept, "run.json"].toSorted());
  });

  test("that was a folder of other files keeps its own provider/", async () => {
    await mkdir(join(dir, "provider"));
    await writeFile(join(dir, "provider/source.ts"), "mine");
    await writeFile(join(dir, "run.json"), "{}");
    await ReportDir.open(dir, ["junit.xml"]);
    expect(await all()).toContain("provider/source.ts");
  });

  test("keeps the draft of another user's process", async () => {
    await writeFile(join(dir, "junit.xml.4711.part"), "half");
    using kill = vi.spyOn(process, "kill").mockImplementation(() => {
      throw Object.assign(new Error("not yours"), { code: "EPERM" });
    });
    await ReportDir.open(dir, ["junit.xml"]);
    expect(kill).toHaveBeenCalledWith(4711, 0);
    expect(await all()).toContain("junit.xml.4711.part");
  });

  test.each([
    { title: "a file", prepare: () => writeFile(join(dir, "at"), ""), says: /cannot write to .*at/ },
    {
      title: "one whose run.json cannot be written",
      prepare: () => mkdir(join(dir, "at/run.json/in-the-way"), { recursive: true }),
      says: /cannot write to .*at/,
    },
    {
      title: "one that another process holds",
      prepare: async () => {
        await mkdir(join(dir, "at"));
        const owner = { host: "elsewhere", processes: "", pid: 1, startedAt: "", token: "t" };
        await writeFile(join(dir, "at", lockFile), JSON.stringify(owner));
      },
      says: /is in use by another remotest \(process 1 on elsewhere\)\.$/,
    },
  ])("is refused before anything is sent if it is $title, and is free afterwards", async ({ prepare, says }) => {
    await prepare();
    const before = await readdir(join(dir, "at")).catch(() => []);
    const opened = ReportDir.open(join(dir, "at"), ["junit.xml"]);
    const refusal: unknown = await opened.catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UsageError);
    expect((refusal as UsageError).message).toMatch(says);
    expect(await readdir(join(dir, "at")).catch(() => [])).toEqual(before);
  });

  test("is created if only the last folder is missing, and opened if it exists", async () => {
    for (let time = 0; time < 2; time++) {
      const opened = await ReportDir.open(join(dir, "one"), []);
      await opened[Symbol.asyncDispose]();
    }
    expect(await readdir(join(dir, "one"))).toContain("run.json");
  });

  test("removes existing files, and ignores missing ones", async () => {
    const report = await ReportDir.open(dir, []);
    await report.write("junit.xml", "<passed/>");
    await report.withdraw(["junit.xml", "results.json"]);
    expect(await all()).toEqual(["run.json"]);
  });

  test("that another process holds keeps that process's reports", async () => {
    await writeFile(join(dir, "junit.xml"), "<theirs/>");
    const owner = { host: "elsewhere", processes: "", pid: 1, startedAt: "", token: "t" };
    await writeFile(join(dir, lockFile), JSON.stringify(owner));
    await expect(ReportDir.open(dir, ["junit.xml"])).rejects.toBeInstanceOf(UsageError);
    expect(await all()).toEqual(["junit.xml"]);
  });

  test("that was released refuses to be written, and says so", async () => {
    const report = await ReportDir.open(dir, []);
    await report[Symbol.asyncDispose]();
    await expect(report.write("junit.xml", "late")).rejects.toThrow(/it was released/);
  });

  test("contains a file that is made in parts, and nothing of it if one cannot be made", async () => {
    const report = await ReportDir.open(dir, []);
    const part = "ä".repeat(100_000);
    await report.write("a.txt", [part, "", part, part, part, "end"]);
    expect(await readFile(join(dir, "a.txt"), "utf8")).toBe(`${part.repeat(4)}end`);
    const broken = function* () {
      yield part.repeat(5);
      throw new Error("no more");
    };
    await expect(report.write("b.txt", broken())).rejects.toThrow("no more");
    await expect(report.write("b.txt", [7] as unknown as string[])).rejects.toThrow("got number");
    await report.write("empty.txt", []);
    expect(await all()).toEqual(["a.txt", "empty.txt", "run.json"]);
  });

  test("keeps no draft of a file that cannot be written", async () => {
    const report = await ReportDir.open(dir, []);
    await mkdir(join(dir, "junit.xml"));
    await expect(report.write("junit.xml", "<passed/>")).rejects.toThrow();
    expect(await all()).toEqual(["junit.xml", "run.json"]);
  });

  test("contains a file whole or not at all, however many are written at once", async () => {
    const report = await ReportDir.open(dir, []);
    const texts = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(100_000));
    await Promise.all(texts.map((text) => report.write("result.txt", text)));
    expect(texts).toContain(await readFile(join(dir, "result.txt"), "utf8"));
    expect(await all()).toEqual(["result.txt", "run.json"]);
  });

  test("contains a copy, and nothing of a file that cannot be copied", async () => {
    const report = await ReportDir.open(dir, []);
    await report.copy(join(dir, "run.json"), "provider/copy.json");
    expect(await readFile(join(dir, "provider/copy.json"), "utf8")).toBe(await readFile(join(dir, "run.json"), "utf8"));
    await expect(report.copy(join(dir, "absent"), "provider/copy.json")).rejects.toThrow("ENOENT");
    expect(await all()).toEqual(["provider", "provider/copy.json", "run.json"]);
  });

  const everyWay: readonly { readonly title: string; readonly write: (report: ReportDir) => Promise<unknown> }[] = [
    { title: "a file", write: (report) => report.write("junit.xml", "<passed/>") },
    { title: "the ledger", write: (report) => report.write("run.json", "{}") },
    { title: "a file in a folder", write: (report) => report.write("provider/a.xml", "<raw/>") },
    { title: "a copy", write: (report) => report.copy(join(dir, "../kept"), "provider/a.xml") },
    { title: "a file in parts", write: (report) => report.write("junit.xml", ["<passed", "/>"]) },
  ];
  const lost: readonly { readonly title: string; readonly lose: (report: ReportDir) => Promise<unknown> }[] = [
    { title: "another process has it", lose: () => writeFile(join(dir, lockFile), "{}") },
    { title: "it was removed", lose: () => rm(dir, { recursive: true }) },
    {
      title: "it was removed and another command is in it",
      lose: async () => {
        await rm(dir, { recursive: true });
        await mkdir(dir);
        await writeFile(join(dir, lockFile), "{}");
        await writeFile(join(dir, "junit.xml"), "<failure/>");
      },
    },
    { title: "it was released", lose: (report) => report[Symbol.asyncDispose]() },
  ];
  const cases = lost.flatMap((way) => everyWay.map(({ title, write }) => ({ ...way, what: title, write })));
  test.each(cases)("refuses $what if $title", async ({ lose, write }) => {
    const report = await ReportDir.open(dir, ["junit.xml"]);
    await lose(report);
    const before = await all().catch(() => undefined);
    const texts = await readFile(join(dir, "junit.xml"), "utf8").catch(() => undefined);
    await expect(write(report)).rejects.toBeInstanceOf(ReportDirLostError);
    await report.withdraw(["junit.xml", "run.json"]);
    expect(await all().catch(() => undefined)).toEqual(before);
    expect(await readFile(join(dir, "junit.xml"), "utf8").catch(() => undefined)).toBe(texts);
    await expect(report.assertHeld()).rejects.toBeInstanceOf(ReportDirLostError);
  });

  test("that cannot be locked has the reports of an earlier command hidden", async () => {
    await mkdir(join(dir, lockFile));
    for (const name of ["junit.xml", "outputs.env", "notes.txt"]) await writeFile(join(dir, name), "passed");
    await expect(ReportDir.open(dir, ["junit.xml"])).rejects.toBeInstanceOf(UsageError);
    expect(await all()).toEqual(["junit.xml.previous.next", "notes.txt", "outputs.env.previous.next"]);
  });

  test("lost between two checks of its command stays as the other process left it", async () => {
    await using lock = await ReportDir.take(dir, ["junit.xml"]);
    expect(lock).toBeDefined();
    await writeFile(join(dir, lockFile), "{}");
    await writeFile(join(dir, "junit.xml"), "<failure/>");
    await expect(ReportDir.enter(dir, ["junit.xml"])).rejects.toBeInstanceOf(ReportDirLostError);
    expect(await all()).toEqual(["junit.xml"]);
  });
});
