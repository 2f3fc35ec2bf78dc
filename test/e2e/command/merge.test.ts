import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { until } from "../stage/command.ts";
import { openWorkspace, runArgs, type Service, type Workspace } from "../stage/workspace.ts";

let sandbox: Sandbox;
let shards: Workspace;
/** The report directories of each kind of shard: made once, and copied for each test. */
const kinds: Readonly<Record<string, readonly [Service, string]>> = {
  passing: ["apptest", "pass"],
  failing: ["apptest", "fail"],
  "ats-passing": ["ats", "pass"],
  refused: ["apptest", "maintenance"],
};

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, speed: 150 });
  shards = await openWorkspace(sandbox.url);
  await Promise.all(
    Object.entries(kinds).map(([dir, [service, name]]) =>
      shards.remotest(runArgs(service, name, "--report-dir", dir, "--fail-on", "never")),
    ),
  );
});
afterAll(async () => {
  await shards[Symbol.asyncDispose]();
  await sandbox.close();
});

async function workspace(given: Readonly<Record<string, string>>): Promise<Workspace> {
  // Nothing listens at this address: merging needs no network.
  const space = await openWorkspace("http://127.0.0.1:1");
  for (const [dir, kind] of Object.entries(given))
    await cp(join(shards.path, kind), join(space.path, dir), { recursive: true });
  return space;
}

interface MergeResult {
  readonly verdict: string;
  readonly total: number;
  readonly warnings: readonly string[];
  readonly runs: readonly {
    readonly name: string;
    readonly ref: string | null;
    readonly error?: { readonly code: string };
  }[];
}

describe.concurrent("remotest merge", () => {
  it.each<{ given: readonly string[]; more?: readonly string[]; code: number; verdict: string; total: number }>([
    { given: ["passing", "ats-passing"], code: 0, verdict: "passed", total: 8 },
    { given: ["passing", "failing"], code: 1, verdict: "failed", total: 6 },
    { given: ["passing", "failing"], more: ["--max-failures", "1"], code: 0, verdict: "passed", total: 6 },
    { given: ["passing", "failing"], more: ["--fail-on", "error"], code: 0, verdict: "passed", total: 6 },
    { given: ["failing", "refused"], code: 3, verdict: "provider-error", total: 3 },
    { given: ["refused"], more: ["--fail-on", "never"], code: 3, verdict: "provider-error", total: 0 },
  ])("$given $more: $code, $verdict", async ({ given, more = [], code, verdict, total }) => {
    await using space = await workspace(Object.fromEntries(given.map((kind, index) => [`shards/${index}`, kind])));
    const dirs = given.map((_, index) => `shards/${index}`);
    const ended = await space.remotest(["merge", ...dirs, ...more, "--json"]);
    expect(ended.code, ended.stderr).toBe(code);
    expect(JSON.parse(ended.stdout)).toMatchObject({ verdict, exitCode: code, total });
    expect(await space.reports()).toEqual(
      expect.arrayContaining([
        "ctrf-report.json",
        "junit.xml",
        "outputs.env",
        "report.html",
        "results.json",
        "run.json",
        "summary.md",
      ]),
    );
    expect(await space.report("outputs.env")).toContain(`REMOTEST_OUTCOME=${verdict}\nREMOTEST_TOTAL=${total}\n`);
    expect(await space.ledger()).toHaveLength(given.length);
    expect((await space.report("junit.xml"))?.match(/<testcase\b/g)?.length ?? 0).toBeGreaterThanOrEqual(total);
  });

  it("expands a glob that the shell left alone, to the directories that it matches", async () => {
    await using space = await workspace({ "shards/9": "passing", "shards/10": "failing" });
    await writeFile(join(space.path, "shards/notes.txt"), "no shard");
    const { code, stdout, stderr } = await space.remotest(["merge", "shards/*", "--shards", "2", "--json"]);
    expect(code, stderr).toBe(1);
    expect((JSON.parse(stdout) as MergeResult).runs).toHaveLength(2);
    // Earlier reports of a shard are its results: they are not moved aside, even if it is also the report directory.
    const same = await space.remotest(["merge", "shards/*", "--report-dir", "shards/9"]);
    expect(same.code).toBe(2);
    expect(same.stderr).toContain('"shards/9" is where the merged report is written');
    expect(existsSync(join(space.path, "shards/9/results.json"))).toBe(true);
  });

  it("keeps runs with equal names and equal tests separate, and what the services returned", async () => {
    await using space = await workspace({ a: "passing", b: "failing" });
    await space.remotest(["merge", "a", "b"]);
    const junit = (await space.report("junit.xml")) ?? "";
    const names = [...junit.matchAll(/<testcase\b[^>]*>/g)].map(([tag]) => tag.replace(/ time="[^"]*"/, ""));
    expect(names).toHaveLength(6);
    expect(new Set(names).size).toBe(6);
    for (const [number, dir] of ["a", "b"].entries())
      for (const file of ["result.xml", "result.json", "result.html"])
        expect(await space.report(`provider/shard-${number + 1}-${file}`)).toBe(
          await readFile(join(space.path, dir, "provider", file), "utf8"),
        );
    expect(await space.report("report.html")).toContain("provider/shard-2-result.html");
  });

  it("can merge merged reports", async () => {
    await using space = await workspace({ a: "passing", b: "failing", c: "ats-passing" });
    await space.remotest(["merge", "a", "b", "--report-dir", "ab"]);
    const { code, stdout } = await space.remotest(["merge", "ab", "c", "--json"]);
    expect(code).toBe(1);
    expect((JSON.parse(stdout) as MergeResult).runs).toHaveLength(3);
  });

  it("forgives by its own --quarantine, over all shards", async () => {
    await using space = await workspace({ a: "passing", b: "failing", c: "ats-passing" });
    const yaml = (name: string): string => `- {case: ${JSON.stringify(name)}, reason: SHOP-12, until: 2999-12-31}\n`;
    await writeFile(join(space.path, "q.yaml"), `${yaml("LG V50 *")}${yaml("Log in")}${yaml("nowhere")}`);
    const { code, stdout, stderr } = await space.remotest(["merge", "a", "b", "c", "--quarantine", "q.yaml", "--json"]);
    expect(code, stderr).toBe(0);
    expect((JSON.parse(stdout) as MergeResult).warnings).toEqual([
      expect.stringMatching(/entry 3 \(line 3\), "nowhere" covers no test/),
    ]);
  });

  it("uses earlier reports, but not those of its own parts", async () => {
    await using space = await workspace({ "old/1": "passing", a: "failing" });
    const first = await space.remotest(["merge", "a", "--history", "a/ctrf-report.json"]);
    expect(first.stderr).toContain("No earlier report yet");
    const second = await space.remotest(["merge", "a", "--history", "old/*/ctrf-report.json"]);
    expect(second.stderr).not.toContain("No earlier report yet");
  });
});

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
    await using space = await workspace({ a: "passing", b: "failing" });
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
    await using space = await openWorkspace(sandbox.url);
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
    await using space = await workspace({ a: "ats-passing", out: "passing" });
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
    await using space = await workspace({ a: "passing", b: "ats-passing" });
    const ended = await space.remotest(["merge", "a", "b", "--shards", expected]);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toMatch(says);
  });

  it("that is a copy of another does not count as one", async () => {
    await using space = await workspace({ a: "passing", b: "passing" });
    const { code, stderr } = await space.remotest(["merge", "a", "b", "--shards", "2"]);
    expect(code).toBe(3);
    expect(stderr).toContain("The shard b is a copy of the shard a.");
  });

  it("of a CI system contains the commit under test", async () => {
    await using space = await openWorkspace(sandbox.url);
    await space.remotest(runArgs("apptest", "pass"), { env: { GITHUB_SHA: "c".repeat(40) } });
    expect(JSON.parse((await space.report("results.json")) ?? "")).toMatchObject({ commit: "c".repeat(40) });
  });

  it("of a different commit is refused, and both commits are named", async () => {
    await using space = await workspace({ a: "passing", b: "ats-passing" });
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
    await using space = await workspace({});
    const { code, stderr } = await space.remotest(["merge", "shards/*"]);
    expect(code).toBe(3);
    expect(stderr).toContain("The shard shards/* matches no directory.");
  });
});

describe.concurrent("what cannot be merged", () => {
  it.each([
    { what: "nothing", args: [], says: /A report directory is missing/ },
    { what: "into one of its parts", args: ["a", "remotest-report"], says: /is where the merged report is written/ },
    {
      what: "into one of its parts by another name",
      args: ["a", "b", "--report-dir", "./x/../b"],
      says: /"b" is where the merged report is written/,
    },
    {
      what: "into one of its parts by a link",
      args: ["a", "link", "--report-dir", "b"],
      says: /"link" is where the merged report is written/,
    },
    { what: "the same directory twice", args: ["a", "./a/"], says: /given twice/ },
    { what: "with options of a run", args: ["a", "--timeout", "9s"], says: /--timeout is not an option here/ },
    {
      what: "with an invalid quarantine file",
      args: ["a", "--quarantine", "none.yaml"],
      says: /none\.yaml: it cannot be read/,
    },
  ])("$what is a usage error, and changes nothing", async ({ args, says }) => {
    await using space = await workspace({ a: "passing", b: "failing" });
    await symlink("b", join(space.path, "link"));
    const before = await readFile(join(space.path, "b/results.json"), "utf8");
    const { code, stderr } = await space.remotest(["merge", ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(says);
    expect(await readFile(join(space.path, "b/results.json"), "utf8")).toBe(before);
    expect(existsSync(join(space.path, "remotest-report"))).toBe(false);
  });

  it("a path or a link out of a shard is not followed", async () => {
    await using space = await workspace({ a: "passing", b: "passing" });
    await writeFile(join(space.path, "secret"), "a secret of this machine");
    await rm(join(space.path, "a/provider/result.xml"));
    await symlink("../../secret", join(space.path, "a/provider/result.xml"));
    const ended = await space.remotest(["merge", "a"]);
    expect(ended.code, ended.stderr).toBe(0);
    expect(await space.reports()).not.toContain("provider/shard-1-result.xml");
    expect(await space.reports()).toContain("provider/shard-1-result.json");

    await rm(join(space.path, "a/provider"), { recursive: true });
    await mkdir(join(space.path, "elsewhere"));
    await writeFile(join(space.path, "elsewhere/result.json"), "a secret of this machine");
    await symlink("../elsewhere", join(space.path, "a/provider"));
    expect((await space.remotest(["merge", "a"])).code).toBe(0);
    expect((await space.reports()).filter((name) => name.startsWith("provider/"))).toEqual([]);

    const file = join(space.path, "b/results.json");
    const stored = (await readFile(file, "utf8")).replace("provider/result.xml", "provider/../../secret");
    await writeFile(file, stored);
    const refused = await space.remotest(["merge", "b"]);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain("cannot be trusted");
  });

  it("text of a shard is never a command or markup", async () => {
    await using space = await workspace({ a: "failing" });
    const file = join(space.path, "a/results.json");
    const evil = "::error::boom \\u001b[31m <script>alert(1)</script> ##vso[task.complete]";
    await writeFile(file, (await readFile(file, "utf8")).replaceAll("LG V50 ThinQ & Dual Screen", evil));
    const { code, stderr, stdout } = await space.remotest(["merge", "a", "--json"]);
    expect(code).toBe(1);
    for (const command of ["::error::", "\u001b[31m", "##vso["]) expect(stderr).not.toContain(command);
    expect(stdout).not.toMatch(/^\s*::|##/m);
    const [told] = (JSON.parse(stdout) as { runs: { notPassed: { name: string }[] }[] }).runs;
    expect(told?.notPassed[0]?.name).toContain("##vso[task.complete]");
    expect(await space.report("report.html")).not.toContain("<script>alert(1)");
  });
});
