import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ReportDir } from "../report-dir/report-dir.ts";
import { KeptFiles } from "./kept-files.ts";

let dir: ReportDir;
beforeEach(async () => void (dir = await ReportDir.open(await mkdtemp(join(tmpdir(), "kept-files-")), [])));
afterEach(async () => {
  await dir[Symbol.asyncDispose]();
  await rm(dir.path, { recursive: true });
});

const answer = { name: "result.xml", title: "The answer", content: "<raw/>" };
const tooLong = { name: "n".repeat(300), title: "The answer", content: "" };

describe("a file of the service is kept", () => {
  test.for([
    { runs: 1, run: 0, attempt: 0, file: "provider/result.xml", title: "The answer" },
    { runs: 1, run: 0, attempt: 2, file: "provider/rerun-2-result.xml", title: "The answer, rerun 2" },
    { runs: 2, run: 0, attempt: 0, file: "provider/1-result.xml", title: "The answer" },
    { runs: 2, run: 1, attempt: 0, file: "provider/2-result.xml", title: "The answer" },
    { runs: 2, run: 1, attempt: 1, file: "provider/2-rerun-1-result.xml", title: "The answer, rerun 1" },
  ])("of run $run of $runs, attempt $attempt, as $file", async ({ runs, run, attempt, file, title }) => {
    const files = new KeptFiles(dir, runs);
    expect(await files.keep(run, [answer], attempt)).toEqual([{ title, file }]);
    expect(await readFile(join(dir.path, file), "utf8")).toBe("<raw/>");
    expect(() => files.throwIfFailed()).not.toThrow();
  });

  test.for([
    { names: ["con.txt", "nul"], files: ["provider/_con.txt", "provider/_nul"] },
    { names: ["what?.png", "what*.png"], files: ["provider/what_.png", "provider/what_-2.png"] },
    {
      names: ["Log.txt", "log.txt", "LOG.TXT"],
      files: ["provider/Log.txt", "provider/log-2.txt", "provider/LOG-3.TXT"],
    },
    { names: ["log", "log", ".log"], files: ["provider/log", "provider/log-2", "provider/.log"] },
  ])("under names that are distinct on every system: $names", async ({ names, files }) => {
    const kept = await new KeptFiles(dir, 1).keep(
      0,
      names.map((name) => ({ name, title: name, content: name })),
      0,
    );
    expect(kept.map(({ file }) => file)).toEqual(files);
    for (const { file, title } of kept) expect(await readFile(join(dir.path, file), "utf8")).toBe(title);
  });

  test("unless it cannot be written: the others are kept, and the first error is thrown at the end", async () => {
    const files = new KeptFiles(dir, 1);
    const kept = await files.keep(0, [tooLong, answer], 0);
    expect(kept).toEqual([{ title: "The answer", file: "provider/result.xml" }]);
    await mkdir(join(dir.path, "provider/log.txt/in-the-way"), { recursive: true });
    expect(await files.keep(0, [{ ...answer, name: "log.txt" }], 0)).toEqual([]);
    expect(await readdir(join(dir.path, "provider"))).toEqual(["log.txt", "result.xml"]);
    expect(() => files.throwIfFailed()).toThrow(/ENAMETOOLONG/);
  });
});
