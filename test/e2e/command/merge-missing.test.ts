import { spawnSync } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../stage/command.ts";
import { makeShards, type MergeResult, type MergeShards } from "../stage/merge-shards.ts";
import { openWorkspace, runArgs } from "../stage/workspace.ts";

let shards: MergeShards;
beforeAll(async () => {
  shards = await makeShards();
});
afterAll(() => shards[Symbol.asyncDispose]());

describe.concurrent("a shard that is missing", () => {
  const removed = (file: string) => (dir: string) => rm(join(dir, file));
  const rewritten = (change: (document: Record<string, unknown>) => void) => async (dir: string) => {
    const file = join(dir, "results.json");
    const document = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
    change(document);
    await writeFile(file, JSON.stringify(document));
  };
  const cases: readonly { what: string; harm: (dir: string) => Promise<unknown>; says: RegExp; ref: boolean }[] = [
    {
      what: "whose directory does not exist",
      harm: (dir) => rm(dir, { recursive: true }),
      says: /does not exist/,
      ref: false,
    },
    {
      what: "that is a file",
      harm: async (dir) => (await rm(dir, { recursive: true }), writeFile(dir, "")),
      says: /is not a directory/,
      ref: false,
    },
    { what: "that was killed", harm: removed("results.json"), says: /has no results\.json/, ref: true },
    {
      what: "with nothing in it",
      harm: async (dir) => (await rm(dir, { recursive: true }), mkdir(dir)),
      says: /has no results\.json/,
      ref: false,
    },
    {
      what: "with half a file",
      harm: (dir) => writeFile(join(dir, "results.json"), '{"version":1,"runs":['),
      says: /cannot be trusted/,
      ref: true,
    },
    {
      what: "of another version",
      harm: rewritten((document) => (document["version"] = 9)),
      says: /another version/,
      ref: true,
    },
    {
      what: "that claims another verdict than its runs",
      harm: rewritten((document) => (document["exitCode"] = 9)),
      says: /cannot be trusted/,
      ref: true,
    },
    {
      what: "whose results are a pipe without a writer",
      harm: async (dir) => {
        await rm(join(dir, "results.json"));
        // Windows has no pipes in folders; there it is a directory.
        const made = spawnSync("mkfifo", [join(dir, "results.json")]);
        if (made.status !== 0) await mkdir(join(dir, "results.json"));
      },
      says: /cannot be/,
      ref: true,
    },
    {
      what: "whose results are a directory",
      harm: async (dir) => (await rm(join(dir, "results.json")), mkdir(join(dir, "results.json"))),
      says: /cannot be/,
      ref: true,
    },
  ];

  it.each(cases)("$what is an error; with --allow-missing a warning", async ({ harm, says, ref }) => {
    await using space = await shards.workspace({ a: "passing", b: "failing" });
    await harm(join(space.path, "b"));
    const strict = await space.remotest(["merge", "a", "b", "--json"]);
    expect(strict.code, strict.stderr).toBe(3);
    const { verdict, runs } = JSON.parse(strict.stdout) as MergeResult;
    expect(verdict).toBe("provider-error");
    expect(runs[1]).toMatchObject({ error: { code: "shard-missing", message: expect.stringMatching(says) as string } });
    if (ref) {
      expect(strict.stderr).toMatch(/remotest attach apptest:\d+/);
      expect(runs[1]?.ref).toMatch(/^apptest:\d+$/);
    }
    for (const file of ["junit.xml", "summary.md", "report.html"]) expect(await space.report(file), file).toMatch(says);

    const lenient = await space.remotest(["merge", "a", "b", "--allow-missing", "--json"]);
    expect(lenient.code, lenient.stderr).toBe(0);
    expect((JSON.parse(lenient.stdout) as MergeResult).warnings).toEqual([expect.stringMatching(says)]);

    await rm(join(space.path, "a"), { recursive: true });
    const none = await space.remotest(["merge", "a", "b", "--allow-missing"]);
    expect(none.code, "all missing is never a pass").toBe(3);
  });

  it("whose process was killed while waiting is missing", async () => {
    await using space = await openWorkspace(shards.sandbox.url);
    await space.remotest(runArgs("apptest", "pass", "--report-dir", "b"));
    const killed = space.launch(runArgs("ats", "slow", "--report-dir", "b"));
    const ledger = async (): Promise<string> => readFile(join(space.path, "b/run.json"), "utf8").catch(() => "");
    await until(async () => /"ref": "ats:/.test(await ledger()), "the run is in the ledger");
    killed.kill("SIGKILL");
    await killed.ended;
    const { code, stderr } = await space.remotest(["merge", "b"]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/remotest attach ats:SHOP-1\//);
  });

  it("into a directory with one unfinished run of a plan keeps all runs of that plan", async () => {
    await using space = await shards.workspace({ a: "ats-passing", out: "passing" });
    const ledger = join(space.path, "out/run.json");
    const read = async () => JSON.parse(await readFile(ledger, "utf8")) as { runs: { ref: string; plan: string }[] };
    const { runs } = await read();
    const told = { ...runs[0]!, plan: "one" };
    const left = { ...told, ref: "apptest:999999", endedAt: null, verdict: null, reported: false };
    await writeFile(ledger, JSON.stringify({ version: 1, runs: [left, told] }));
    expect((await space.remotest(["merge", "a", "--report-dir", "out"])).code).toBe(0);
    const after = await read();
    expect(after.runs.filter(({ plan }) => plan === "one")).toEqual([left, told]);
  });

  it.each([
    { expected: "3", code: 3, says: /3 of 3 was not given/ },
    { expected: "2", code: 0, says: /Passed/ },
    { expected: "1", code: 2, says: /--shards is 1, but 2 report directories are given/ },
  ])("of --shards $expected, two of which are given: $code", async ({ expected, code, says }) => {
    await using space = await shards.workspace({ a: "passing", b: "ats-passing" });
    const ended = await space.remotest(["merge", "a", "b", "--shards", expected]);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toMatch(says);
  });

  it("that is a copy of another does not count as one", async () => {
    await using space = await shards.workspace({ a: "passing", b: "passing" });
    const { code, stderr } = await space.remotest(["merge", "a", "b", "--shards", "2"]);
    expect(code).toBe(3);
    expect(stderr).toContain("The shard b is a copy of the shard a.");
  });

  it("of a CI system contains the commit under test", async () => {
    await using space = await openWorkspace(shards.sandbox.url);
    await space.remotest(runArgs("apptest", "pass"), { env: { GITHUB_SHA: "c".repeat(40) } });
    expect(JSON.parse((await space.report("results.json")) ?? "")).toMatchObject({ commit: "c".repeat(40) });
  });

  it("of a different commit is refused, and both commits are named", async () => {
    await using space = await shards.workspace({ a: "passing", b: "ats-passing" });
    for (const [dir, sha] of [
      ["a", "a".repeat(40)],
      ["b", "b".repeat(40)],
    ] as const) {
      const file = join(space.path, dir, "results.json");
      const document = JSON.parse(await readFile(file, "utf8")) as object;
      await writeFile(file, JSON.stringify({ ...document, commit: sha }));
    }
    const { code, stderr } = await space.remotest(["merge", "a", "b", "--shards", "2"]);
    expect(code).toBe(3);
    for (const named of ["a".repeat(40), "b".repeat(40)]) expect(stderr).toContain(named);
  });

  it("given as a pattern without a match is missing", async () => {
    await using space = await shards.workspace({});
    const { code, stderr } = await space.remotest(["merge", "shards/*"]);
    expect(code).toBe(3);
    expect(stderr).toContain("The shard shards/* matches no directory.");
  });
});
