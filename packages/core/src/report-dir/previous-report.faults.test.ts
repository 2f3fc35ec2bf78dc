import fc from "fast-check";
import type * as FileSystem from "node:fs/promises";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { allIn, ledger, putIn, reports } from "./previous-report.fixture.ts";
import { setAside } from "./previous-report.ts";

/**
 * The number of changing steps after which the process is killed, whether the disk is full, a file that can neither be
 * moved nor removed, one that cannot be moved, and what is left of a file whose copy does not fit on the disk.
 */
const life = vi.hoisted(() => ({
  steps: Infinity,
  isFull: false,
  stuck: "",
  fixed: "",
  inLayers: false,
  left: undefined as string | undefined,
}));
vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof FileSystem>();
  const mortal =
    <Given extends unknown[], Result>(step: (...given: Given) => Promise<Result>, takesSpace = false) =>
    async (...given: Given): Promise<Result> => {
      if (life.steps-- <= 0) throw new Error("killed");
      if (takesSpace && life.isFull) throw new Error("full");
      if (life.stuck !== "" && String(given[0]) === join(dir, life.stuck)) throw new Error("stuck");
      return step(...given);
    };
  const { copyFile, mkdir, rename, rmdir } = real;
  return {
    ...real,
    copyFile: mortal(async (from: string, to: string): Promise<void> => {
      if (life.left === undefined) return copyFile(from, to);
      if (life.left !== "") await real.writeFile(to, life.left);
      throw new Error("full");
    }, true),
    mkdir: mortal(mkdir as (path: string, options: object) => Promise<unknown>, true),
    rename: mortal(async (from: string, to: string): Promise<void> => {
      if (life.fixed !== "" && from === join(dir, life.fixed)) throw new Error("fixed");
      if (life.inLayers && (await real.lstat(from)).isDirectory() && !from.endsWith(".next"))
        throw Object.assign(new Error("of another layer"), { code: "EXDEV" });
      return rename(from, to);
    }),
    rmdir: mortal(rmdir),
    rm: mortal(real.rm),
  };
});

const ours = [...reports, "outputs.env"];

let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), "previous-"))));
afterEach(() => {
  Object.assign(life, { steps: Infinity, isFull: false, stuck: "", fixed: "", inLayers: false, left: undefined });
  rmSync(dir, { recursive: true });
});

const put = (files: Readonly<Record<string, string>>): void => putIn(dir, files);
const all = (): Record<string, string> => allIn(dir);

describe("the files of an earlier command", () => {
  test("are copied if a folder cannot be renamed, as in the lower layers of a container's file system", async () => {
    put({
      "junit.xml": "new",
      "provider/a.xml": "new",
      "run.json": ledger("ats:2"),
      "previous/results.json": "old",
      "previous/notes.txt": "mine",
    });
    const then = new Date("2026-11-22T09:30:00Z");
    utimesSync(join(dir, "provider/a.xml"), then, then);
    life.inLayers = true;
    await setAside(dir, reports);
    expect(statSync(join(dir, "previous/provider/a.xml")).mtime).toEqual(then);
    expect(all()).toEqual({
      "run.json": ledger("ats:2"),
      "previous/junit.xml": "new",
      "previous/provider/a.xml": "new",
      "previous/run.json": ledger("ats:2"),
      "previous/notes.txt": "mine",
    });
  });

  test("are moved away except for one that cannot be moved, which follows once it can", async () => {
    put({ "junit.xml": "new", "outputs.env": "new", "results.json": "new", "run.json": ledger("ats:1") });
    life.stuck = "junit.xml";
    for (let time = 0; time < 2; time++) {
      await expect(setAside(dir, reports)).rejects.toThrow("stuck");
      for (const name of ours) expect(name in all(), name).toBe(name === "junit.xml");
    }
    life.stuck = "";
    await setAside(dir, reports);
    const moved = Object.fromEntries(ours.map((name) => [`previous/${name}`, "new"]));
    expect(all()).toEqual({ ...moved, "run.json": ledger("ats:1"), "previous/run.json": ledger("ats:1") });
  });

  test("are removed if they cannot even be renamed: a lost pass is better than one that is wrongly believed", async () => {
    put({ "junit.xml": "passed", "results.json": "passed" });
    life.fixed = "junit.xml";
    await expect(setAside(dir, reports)).rejects.toThrow("fixed");
    expect(all()).toEqual({ "results.json.previous.next": "passed" });
  });

  test.each([
    { title: "half of it", left: "ha" },
    { title: "nothing of it", left: "" },
  ])("are hidden if the ledger cannot be copied, and $title is left: the error says why", async ({ left }) => {
    put({ "junit.xml": "new", "run.json": ledger("ats:1") });
    life.left = left;
    await expect(setAside(dir, reports)).rejects.toThrow("full");
    expect(all()).toEqual({ "junit.xml.previous.next": "new", "run.json": ledger("ats:1") });
  });

  test("are hidden if a broken link has the name of a folder and the disk is full", async () => {
    put({ "junit.xml": "new" });
    symlinkSync(join(dir, "nowhere"), join(dir, "previous.next"));
    life.isFull = true;
    await expect(setAside(dir, reports)).rejects.toThrow("full");
    expect(readdirSync(dir).toSorted()).toEqual(["junit.xml.previous.next", "previous.next.2"]);
    life.isFull = false;
    await setAside(dir, reports);
    expect(all()).toEqual({ "previous/junit.xml": "new" });
  });

  test("end in the same place wherever processes are killed or the disk is full", { timeout: 60_000 }, async () => {
    const texts = fc.constantFrom<string | undefined>(undefined, "x");
    const some = (names: readonly string[]) => fc.record(Object.fromEntries(names.map((name) => [name, texts])));
    const lifes = fc.record({ steps: fc.oneof(fc.nat({ max: 14 }), fc.constant(Infinity)), isFull: fc.boolean() });
    const folder = some([...ours, "provider/a", "notes.txt", "run.json"]);
    await fc.assert(
      fc.asyncProperty(folder, folder, fc.array(lifes, { maxLength: 4 }), async (left, older, lives) => {
        const named = (from: string, files: Readonly<Record<string, string | undefined>>) =>
          Object.entries(files).flatMap(([name, text]) => {
            if (text === undefined) return [];
            return [[from + name, name === "run.json" ? ledger(`ats:${from}`) : `${from}${name}`] as const];
          });
        const given = Object.fromEntries([...named("", left), ...named("previous/", older)]);
        const begin = (): void => {
          rmSync(dir, { recursive: true });
          mkdirSync(dir);
          put(given);
        };
        begin();
        await setAside(dir, reports);
        const wanted = all();
        begin();
        for (const each of lives) {
          Object.assign(life, each);
          await setAside(dir, reports).catch(() => undefined);
          if (each.steps === Infinity) for (const name of ours) expect(all()[name], "nothing stale").toBeUndefined();
        }
        Object.assign(life, { steps: Infinity, isFull: false });
        await setAside(dir, reports);
        expect(all()).toEqual(wanted);
        for (const name of ours) expect(wanted[name], "nothing stale").toBeUndefined();
        for (const [path, text] of Object.entries(given))
          if (!path.startsWith("previous/") || path.includes("notes"))
            expect(Object.values(wanted), `${path} is kept`).toContain(text);
      }),
      { numRuns: 150 },
    );
  });
});
