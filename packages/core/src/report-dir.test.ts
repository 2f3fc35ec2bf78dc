import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UsageError } from "./errors.ts";
import { ReportDir } from "./report-dir.ts";
import { lockFile } from "./report-dir-lock.ts";

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "report-dir-"))));
afterEach(() => rm(dir, { recursive: true, force: true }));

const all = async (): Promise<string[]> =>
  (await readdir(dir, { recursive: true })).filter((name) => name !== lockFile).toSorted();

describe("a report directory", () => {
  test("is made, with the directories above it", async () => {
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

  test("loses the drafts of a process that was killed, and no others", async () => {
    const gone = spawnSync(process.execPath, ["--version"]).pid;
    const left = [`run.json.${gone}-3.part`, `junit.xml.${process.pid}-1.part`, `outputs.env.${gone}.part`];
    const kept = [`junit.xml.${process.ppid}-1.part`, `notes.txt.${gone}-1.part`, "junit.xml.part"];
    for (const name of [...left, ...kept]) await writeFile(join(dir, name), "half");
    await ReportDir.open(dir, ["junit.xml"]);
    expect(await all()).toEqual([...kept, "run.json"].toSorted());
  });

  test("that is somebody's folder keeps its own provider/", async () => {
    await mkdir(join(dir, "provider"));
    await writeFile(join(dir, "provider/source.ts"), "mine");
    await writeFile(join(dir, "run.json"), "{}");
    await ReportDir.open(dir, ["junit.xml"]);
    expect(await all()).toContain("provider/source.ts");
  });

  test("that cannot be written is a usage error", async () => {
    await writeFile(join(dir, "file"), "");
    await expect(ReportDir.open(join(dir, "file"), [])).rejects.toBeInstanceOf(UsageError);
  });

  test("keeps no draft of what cannot be written", async () => {
    const report = await ReportDir.open(dir, []);
    await mkdir(join(dir, "junit.xml"));
    await expect(report.write("junit.xml", "<passed/>")).rejects.toThrow();
    expect(await all()).toEqual(["junit.xml", "run.json"]);
  });

  test("holds a file whole or not at all, however many are written at once", async () => {
    const report = await ReportDir.open(dir, []);
    const texts = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(100_000));
    await Promise.all(texts.map((text) => report.write("result.txt", text)));
    expect(texts).toContain(await readFile(join(dir, "result.txt"), "utf8"));
    expect(await all()).toEqual(["result.txt", "run.json"]);
  });
});
