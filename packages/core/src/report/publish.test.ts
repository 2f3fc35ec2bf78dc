import fc from "fast-check";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ReportDirLostError } from "../errors.ts";
import { withFailure } from "./with-failure.ts";
import { publish } from "./publish.ts";
import { ReportDir } from "../report-dir/report-dir.ts";
import { lockFile } from "../report-dir/report-dir-lock.ts";
import type { Report } from "./report.ts";
import type { Reporter } from "./reporter.ts";

const names = ["a.txt", "b.txt", "c.txt"] as const;
const reporters = names.map((file): Reporter => ({ file, render: ({ verdict }) => verdict.kind }));

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), "remotest-publish-"));
});
afterEach(() => rmSync(path, { recursive: true }));

const passed = (): Report => ({
  runs: [],
  verdict: { kind: "passed", reason: "All passed.", forgiven: 0 },
  exitCode: 0,
  reportDir: path,
  givenReportDir: path,
  warnings: [],
  history: [],
});
const failed = (): Report => ({ ...passed(), verdict: { kind: "failed", reason: "1 failed." }, exitCode: 1 });
const readAll = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(path)
      .filter((name) => name.endsWith(".txt"))
      .map((name) => [name, readFileSync(join(path, name), "utf8")]),
  );
const all = (text: string): Record<string, string> => Object.fromEntries(names.map((name) => [name, text]));

describe("a report that is published", () => {
  test("is written, then told, and stays the same object", async () => {
    await using dir = await ReportDir.open(path, names);
    const report = passed();
    let then: unknown;
    const tell = async (given: Report): Promise<Report> => {
      then = readAll();
      return given;
    };
    expect(await publish(report, { dir, reporters, tell })).toBe(report);
    expect(then).toEqual(all("passed"));
  });

  test.each([
    {
      title: "telling throws",
      tell: async (): Promise<Report> => {
        throw new Error("full");
      },
    },
    {
      title: "telling makes it worse",
      tell: async (report: Report): Promise<Report> => withFailure(report, new Error("full")),
    },
  ])("is not a pass, nor in the files, if $title", async ({ tell }) => {
    await using dir = await ReportDir.open(path, names);
    const told = await publish(passed(), { dir, reporters, tell });
    expect(told).toMatchObject({ exitCode: 3, verdict: { reason: expect.stringContaining("full") as string } });
    expect(readAll()).toEqual(all("provider-error"));
  });

  test("keeps a worse verdict", async () => {
    await using dir = await ReportDir.open(path, names);
    const tell = async (report: Report): Promise<Report> => withFailure(report, new Error("full"));
    expect((await publish(failed(), { dir, reporters, tell })).exitCode).toBe(3);
    expect(readAll()).toEqual(all("provider-error"));
  });

  test.each([
    { blocked: ["c.txt"], says: /c\.txt could not be written: E/ },
    { blocked: ["a.txt", "b.txt"], says: /a\.txt, b\.txt could not be written: E/ },
    { blocked: names, says: /a\.txt, b\.txt, c\.txt could not be written: E/ },
  ])("is told as not a pass, in all other files too, if $blocked cannot be written", async ({ blocked, says }) => {
    await using dir = await ReportDir.open(path, names);
    for (const file of blocked) mkdirSync(join(path, file, "in-the-way"), { recursive: true });
    const heard: Report[] = [];
    const tell = async (report: Report): Promise<Report> => {
      heard.push(report);
      return report;
    };
    const told = await publish(passed(), { dir, reporters, tell });
    expect(told).toMatchObject({ exitCode: 3, unwritten: blocked, warnings: [] });
    expect(told.verdict.reason).toMatch(says);
    expect(heard).toEqual([told]);
    for (const file of names.filter((each) => !blocked.includes(each)))
      expect(readFileSync(join(path, file), "utf8")).toBe("provider-error");
    expect(readdirSync(path).filter((name) => name.includes(".part"))).toEqual([]);
  });

  test.each(["before", "while"])(
    "is not a pass, and no file of the next owner is touched, if the directory is lost %s it is told",
    async (when) => {
      await using dir = await ReportDir.open(path, names);
      const lose = (): void => {
        writeFileSync(join(path, lockFile), "{}");
        for (const name of names) writeFileSync(join(path, name), "theirs");
      };
      if (when === "before") lose();
      const lost = when === "before" ? /has lost/ : /outputs\.env is lost/;
      const tell = async (report: Report): Promise<Report> => {
        if (when === "while") lose();
        return when === "while" ? withFailure(report, new Error("outputs.env is lost")) : report;
      };
      const told = await publish(passed(), { dir, reporters, tell });
      expect(told).toMatchObject({ exitCode: 3, verdict: { reason: expect.stringMatching(lost) as string } });
      expect(told.verdict.reason).not.toContain("could not be written");
      expect(readAll()).toEqual(all("theirs"));
    },
  );

  test("loses only the file of a reporter that cannot tell of the worse end", async () => {
    await using dir = await ReportDir.open(path, names);
    const proud: Reporter = {
      file: "c.txt",
      render: ({ exitCode }) => {
        if (exitCode !== 0) throw new Error("only passes");
        return "passed";
      },
    };
    const tell = async (report: Report): Promise<Report> => withFailure(report, new Error("full"));
    expect((await publish(passed(), { dir, reporters: [...reporters.slice(0, 2), proud], tell })).exitCode).toBe(3);
    expect(readAll()).toEqual({ "a.txt": "provider-error", "b.txt": "provider-error" });
  });

  test("has no file of a reporter that makes none, even if it made one while all had passed", async () => {
    await using dir = await ReportDir.open(path, names);
    const onlyPasses = { file: "c.txt", render: ({ exitCode }: Report) => (exitCode === 0 ? "passed" : undefined) };
    const tell = async (report: Report): Promise<Report> => withFailure(report, new Error("full"));
    const told = await publish(passed(), { dir, reporters: [...reporters.slice(0, 2), onlyPasses], tell });
    expect(told.unwritten).toBeUndefined();
    expect(readAll()).toEqual({ "a.txt": "provider-error", "b.txt": "provider-error" });
  });

  test("is a pass without the file of a reporter that makes none", async () => {
    await using dir = await ReportDir.open(path, names);
    const none = { file: "c.txt", render: () => undefined };
    const report = passed();
    expect(await publish(report, { dir, reporters: [...reporters.slice(0, 2), none] })).toBe(report);
    expect(readAll()).toEqual({ "a.txt": "passed", "b.txt": "passed" });
  });

  test("leaves no file that says passed if the worse end cannot be written, as while the lock cannot be read", async () => {
    await using dir = await ReportDir.open(path, names);
    const tell = async (report: Report): Promise<Report> => {
      vi.spyOn(dir, "write").mockRejectedValueOnce(new ReportDirLostError(path, "EIO"));
      return withFailure(report, new Error("full"));
    };
    expect((await publish(passed(), { dir, reporters, tell })).exitCode).toBe(3);
    expect(readAll()).toEqual({});
  });

  test("has the files of reporters that return text in parts", async () => {
    await using dir = await ReportDir.open(path, names);
    const inParts: Reporter = { file: "a.txt", render: ({ verdict }) => ["it ", verdict.kind] };
    expect((await publish(passed(), { dir, reporters: [inParts] })).exitCode).toBe(0);
    expect(readAll()).toEqual({ "a.txt": "it passed" });
  });

  test("names what the disk did not take apart from what a reporter did not make", async () => {
    await using dir = await ReportDir.open(path, names);
    mkdirSync(join(path, "c.txt", "in-the-way"), { recursive: true });
    const broken: Reporter = { file: "a.txt", render: () => null as unknown as string };
    const { verdict, warnings } = await publish(passed(), { dir, reporters: [broken, ...reporters.slice(1)] });
    expect(verdict.reason).toContain(
      "a.txt was not written, because its reporter failed: render must return text, and returned null",
    );
    expect(warnings).toEqual([expect.stringMatching(/: c\.txt could not be written: E/)]);
    const only = await publish(passed(), { dir, reporters: [broken] });
    expect(only.warnings).toEqual([]);
  });

  test.each([
    {
      title: "throws",
      render: (): string => {
        throw new Error("no template");
      },
      says: "no template",
    },
    { title: "returns something other than text", render: () => 7 as unknown as string, says: "and returned number" },
    { title: "returns an object", render: () => ({}) as unknown as string, says: "and returned object" },
    {
      title: "makes a text that is too long",
      render: () => "x".repeat(2 ** 20).repeat(600),
      says: "Invalid string length",
    },
  ])("is not a pass, and every other file says so, where a reporter $title", async ({ render, says }) => {
    await using dir = await ReportDir.open(path, names);
    const all = [...reporters.slice(0, 2), { file: "c.txt", render: ({ verdict }: Report) => verdict.reason }];
    const heard: Report[] = [];
    const tell = async (report: Report): Promise<Report> => {
      heard.push(report);
      return report;
    };
    const told = await publish(passed(), { dir, reporters: [{ file: "own.txt", render }, ...all], tell });
    expect(told).toMatchObject({
      exitCode: 3,
      unwritten: ["own.txt"],
      verdict: { reason: expect.stringContaining(says) as string },
    });
    expect(heard).toEqual([told]);
    expect(readAll()).toEqual({
      "a.txt": "provider-error",
      "b.txt": "provider-error",
      "c.txt": expect.stringContaining("own.txt was not written, because its reporter failed") as string,
    });
  });

  test("never says passed in a file beside an exit code that is not 0, whatever fails and when", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 3 }),
        fc.constantFrom("nothing", "throws", "worse"),
        async (failing, telling) => {
          await using dir = await ReportDir.open(path, names);
          let step = 0;
          const fragile = names.map(
            (file): Reporter => ({
              file,
              render: ({ verdict }) => {
                if (failing.includes(step++)) throw new Error("cannot be made");
                return verdict.kind;
              },
            }),
          );
          const tell = async (report: Report): Promise<Report> => {
            if (telling === "throws") throw new Error("full");
            return telling === "worse" ? withFailure(report, new Error("full")) : report;
          };
          const { exitCode } = await publish(passed(), { dir, reporters: fragile, tell });
          const green = Object.values(readAll()).filter((text) => text === "passed");
          expect(green.length).toBe(exitCode === 0 ? 3 : 0);
        },
      ),
    );
  });
});
