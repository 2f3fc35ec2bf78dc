import fc from "fast-check";
import type * as FileSystem from "node:fs/promises";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { hideReports, setAside } from "./previous-report.ts";

/**
 * After how many steps that change something the process is killed, whether there is space for anything new, and which
 * file can neither be moved nor taken away.
 */
const life = vi.hoisted(() => ({ steps: Infinity, isFull: false, stuck: "", inLayers: false }));
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
    copyFile: mortal(copyFile, true),
    mkdir: mortal(mkdir as (path: string, options: object) => Promise<unknown>, true),
    rename: mortal(async (from: string, to: string): Promise<void> => {
      if (life.inLayers && (await real.lstat(from)).isDirectory() && !from.endsWith(".next"))
        throw Object.assign(new Error("of another layer"), { code: "EXDEV" });
      return rename(from, to);
    }),
    rmdir: mortal(rmdir),
    rm: mortal(real.rm),
  };
});

const reports = ["junit.xml", "results.json"];
const ours = [...reports, "outputs.env"];
const ledger = (ref: string): string =>
  JSON.stringify({
    version: 1,
    runs: [{ provider: "ats", name: "n", startedAt: "2026-11-29T00:00:00Z", reruns: [], ref, start: "started" }],
  });

let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), "previous-"))));
afterEach(() => {
  Object.assign(life, { steps: Infinity, isFull: false, stuck: "", inLayers: false });
  rmSync(dir, { recursive: true });
});

/** Writes files by their paths in the directory. */
function put(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
}

/** Every file there is, by its path. */
function all(): Record<string, string> {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(files.map((path) => [path.slice(dir.length + 1), readFileSync(path, "utf8")]));
}

describe("what an earlier command left", () => {
  test.for<{
    title: string;
    given: Readonly<Record<string, string>>;
    wanted: Readonly<Record<string, string>>;
  }>([
    { title: "nothing leaves no trace", given: {}, wanted: {} },
    {
      title: "nothing keeps what is there",
      given: { "previous/junit.xml": "old" },
      wanted: { "previous/junit.xml": "old" },
    },
    {
      title: "reports with their ledger",
      given: { "junit.xml": "new", "outputs.env": "new", "provider/a.xml": "new", "run.json": ledger("ats:1") },
      wanted: {
        "run.json": ledger("ats:1"),
        "previous/junit.xml": "new",
        "previous/outputs.env": "new",
        "previous/provider/a.xml": "new",
        "previous/run.json": ledger("ats:1"),
      },
    },
    {
      title: "reports over an older generation, and beside what is somebody's",
      given: {
        "junit.xml": "new",
        "run.json": ledger("ats:2"),
        "notes.txt": "mine",
        "previous/results.json": "old",
        "previous/provider/a.xml": "old",
        "previous/run.json": ledger("ats:1"),
        "previous/notes.txt": "mine",
      },
      wanted: {
        "run.json": ledger("ats:2"),
        "notes.txt": "mine",
        "previous/junit.xml": "new",
        "previous/run.json": ledger("ats:2"),
        "previous/notes.txt": "mine",
      },
    },
    {
      title: "a ledger alone, as of a process that was killed, beside the last reports",
      given: { "run.json": ledger("ats:2"), "previous/junit.xml": "old", "previous/run.json": ledger("ats:1") },
      wanted: {
        "run.json": ledger("ats:2"),
        "previous/junit.xml": "old",
        "previous/run.json": ledger("ats:2"),
      },
    },
    {
      title: "a ledger that cannot be read, which is copied as it is; provider/ may be anyone's then",
      given: { "junit.xml": "new", "run.json": "{", "provider/a.xml": "whose?" },
      wanted: {
        "run.json": "{",
        "provider/a.xml": "whose?",
        "previous/junit.xml": "new",
        "previous/run.json": "{",
      },
    },
    {
      title: "a ledger of nothing, which would only hide one of something",
      given: { "run.json": JSON.stringify({ version: 1, runs: [] }), "previous/run.json": ledger("ats:1") },
      wanted: { "run.json": JSON.stringify({ version: 1, runs: [] }), "previous/run.json": ledger("ats:1") },
    },
    {
      title: "somebody's previous/provider, which no ledger says is ours",
      given: { "junit.xml": "new", "previous/provider/source.ts": "mine" },
      wanted: { "previous/junit.xml": "new", "previous/provider/source.ts": "mine" },
    },
    {
      title: "somebody's previous/provider beside our own",
      given: { "junit.xml": "new", "provider/a": "new", "run.json": ledger("ats:1"), "previous/provider/b": "mine" },
      wanted: {
        "run.json": ledger("ats:1"),
        "previous/junit.xml": "new",
        "previous/provider/a": "new",
        "previous/run.json": ledger("ats:1"),
        "previous/provider.2/b": "mine",
      },
    },
    {
      title: "what a process left that was killed before its reports, beside those of the last one",
      given: {
        "outputs.env": "half",
        "provider/a.xml": "half",
        "run.json": ledger("ats:2"),
        "previous/results.json": "old",
        "previous/provider/a.xml": "old",
        "previous/run.json": ledger("ats:1"),
      },
      wanted: {
        "run.json": ledger("ats:2"),
        "previous/results.json": "old",
        "previous/provider/a.xml": "old",
        "previous/run.json": ledger("ats:2"),
        "previous/unfinished/outputs.env": "half",
        "previous/unfinished/provider/a.xml": "half",
      },
    },
    {
      title: "reports after such a process, which go over both",
      given: {
        "junit.xml": "new",
        "run.json": ledger("ats:3"),
        "previous/results.json": "old",
        "previous/run.json": ledger("ats:2"),
        "previous/unfinished/outputs.env": "half",
      },
      wanted: { "run.json": ledger("ats:3"), "previous/junit.xml": "new", "previous/run.json": ledger("ats:3") },
    },
    {
      title: "a ledger that cannot be read, alone",
      given: { "run.json": "{", "previous/junit.xml": "old" },
      wanted: { "run.json": "{", "previous/junit.xml": "old", "previous/run.json": "{" },
    },
    {
      title: "a ledger alone, beside somebody's file that is called previous",
      given: { "run.json": ledger("ats:1"), previous: "mine" },
      wanted: { "run.json": ledger("ats:1"), "previous/run.json": ledger("ats:1"), "previous.2": "mine" },
    },
    {
      title: "a folder under the name of a report, and a file under that of a folder, are somebody's",
      given: { "junit.xml/a": "mine", provider: "mine", "run.json": ledger("ats:1") },
      wanted: {
        "junit.xml/a": "mine",
        provider: "mine",
        "run.json": ledger("ats:1"),
        "previous/run.json": ledger("ats:1"),
      },
    },
    {
      title: "provider/ where a process was killed before, with a newer one since",
      given: {
        "provider/new": "new",
        "run.json": ledger("ats:2"),
        "previous.next/provider/a": "older",
        "previous.next/junit.xml": "older",
      },
      wanted: {
        "run.json": ledger("ats:2"),
        "previous/provider/new": "new",
        "previous/junit.xml": "older",
        "previous/run.json": ledger("ats:2"),
      },
    },
    {
      title: "somebody's file that is called previous, where another was before",
      given: { "junit.xml": "new", previous: "mine", "previous.2": "mine too", "previous.3": "and this" },
      wanted: {
        "previous/junit.xml": "new",
        "previous.2": "mine too",
        "previous.3": "and this",
        "previous.4": "mine",
      },
    },
    {
      title: "somebody's file that is called previous",
      given: { "junit.xml": "new", previous: "mine" },
      wanted: { "previous/junit.xml": "new", "previous.2": "mine" },
    },
    {
      title: "reports that a command could only hide, and one that it could move",
      given: { "junit.xml.previous.next": "new", "previous.next/results.json": "new", "previous/junit.xml": "old" },
      wanted: { "previous/junit.xml": "new", "previous/results.json": "new" },
    },
    {
      title: "reports beside somebody's files under the names of our folders",
      given: { "junit.xml": "new", "previous/junit.xml": "old", "previous.next": "mine", "previous.old": "mine too" },
      wanted: { "previous/junit.xml": "new", "previous.next.2": "mine", "previous.old.2": "mine too" },
    },
    {
      title: "a process that was killed while it moved them",
      given: {
        "junit.xml": "new",
        "previous.next/results.json": "new",
        "previous/junit.xml": "old",
        "previous/outputs.env": "old",
      },
      wanted: { "previous/junit.xml": "new", "previous/results.json": "new" },
    },
    {
      title: "a process that was killed before they took their place",
      given: { "previous.next/junit.xml": "new", "previous.old/junit.xml": "old", "previous.old/notes.txt": "mine" },
      wanted: { "previous/junit.xml": "new", "previous/notes.txt": "mine" },
    },
    {
      title: "a process that was killed while the older generation gave way, and reports since",
      given: {
        "junit.xml": "newest",
        "previous/junit.xml": "new",
        "previous.old/outputs.env": "old",
        "previous.old/notes.txt": "mine",
      },
      wanted: { "previous/junit.xml": "newest", "previous/notes.txt": "mine" },
    },
    {
      title: "an older generation of which nothing came after",
      given: { "previous.old/junit.xml": "old" },
      wanted: { "previous/junit.xml": "old" },
    },
  ])("$title", async ({ given, wanted }) => {
    put(given);
    await setAside(dir, reports);
    expect(all()).toEqual(wanted);
    // Once more changes nothing.
    await setAside(dir, reports);
    expect(all()).toEqual(wanted);
  });

  test("is copied where a folder cannot be renamed, as in the lower layers of a container's file system", async () => {
    put({
      "junit.xml": "new",
      "provider/a.xml": "new",
      "run.json": ledger("ats:2"),
      "previous/results.json": "old",
      "previous/notes.txt": "mine",
    });
    life.inLayers = true;
    await setAside(dir, reports);
    expect(all()).toEqual({
      "run.json": ledger("ats:2"),
      "previous/junit.xml": "new",
      "previous/provider/a.xml": "new",
      "previous/run.json": ledger("ats:2"),
      "previous/notes.txt": "mine",
    });
  });

  test("a link that is called previous is kept, and leads nowhere", async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), "elsewhere-"));
    symlinkSync(elsewhere, join(dir, "previous"));
    put({ "junit.xml": "new" });
    await setAside(dir, reports);
    expect(await readFile(join(dir, "previous/junit.xml"), "utf8")).toBe("new");
    expect(await readdir(elsewhere)).toEqual([]);
    await rm(elsewhere, { recursive: true });
  });

  test("goes out of sight but for the one file that cannot be moved, which follows once it can", async () => {
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

  test("is hidden where a link that leads nowhere has the name of a folder, and there is no space", async () => {
    put({ "junit.xml": "new" });
    symlinkSync(join(dir, "nowhere"), join(dir, "previous.next"));
    life.isFull = true;
    await expect(setAside(dir, reports)).rejects.toThrow("full");
    expect(readdirSync(dir).toSorted()).toEqual(["junit.xml.previous.next", "previous.next.2"]);
    life.isFull = false;
    await setAside(dir, reports);
    expect(all()).toEqual({ "previous/junit.xml": "new" });
  });

  test("is hidden beside what was hidden before, and a folder under its name is not", async () => {
    put({ "junit.xml": "new", "junit.xml.previous.next": "old", "results.json/a": "mine" });
    await hideReports(dir, reports);
    expect(all()).toEqual({
      "junit.xml.previous.next": "old",
      "junit.xml.previous.next.2": "new",
      "results.json/a": "mine",
    });
  });

  test("comes to the same wherever processes are killed or find no space on the way", { timeout: 60_000 }, async () => {
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
