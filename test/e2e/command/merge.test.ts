import { existsSync } from "node:fs";
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeShards, type MergeResult, type MergeShards } from "../stage/merge-shards.ts";

let shards: MergeShards;
beforeAll(async () => {
  shards = await makeShards();
});
afterAll(() => shards[Symbol.asyncDispose]());

describe.concurrent("remotest merge", () => {
  it.each<{ given: readonly string[]; more?: readonly string[]; code: number; verdict: string; total: number }>([
    { given: ["passing", "ats-passing"], code: 0, verdict: "passed", total: 8 },
    { given: ["passing", "failing"], code: 1, verdict: "failed", total: 6 },
    { given: ["passing", "failing"], more: ["--max-failures", "1"], code: 0, verdict: "passed", total: 6 },
    { given: ["passing", "failing"], more: ["--fail-on", "error"], code: 0, verdict: "passed", total: 6 },
    { given: ["failing", "refused"], code: 3, verdict: "provider-error", total: 3 },
    { given: ["refused"], more: ["--fail-on", "never"], code: 3, verdict: "provider-error", total: 0 },
  ])("$given $more: $code, $verdict", async ({ given, more = [], code, verdict, total }) => {
    await using space = await shards.workspace(
      Object.fromEntries(given.map((kind, index) => [`shards/${index}`, kind])),
    );
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
    await using space = await shards.workspace({ "shards/9": "passing", "shards/10": "failing" });
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
    await using space = await shards.workspace({ a: "passing", b: "failing" });
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
    await using space = await shards.workspace({ a: "passing", b: "failing", c: "ats-passing" });
    await space.remotest(["merge", "a", "b", "--report-dir", "ab"]);
    const { code, stdout } = await space.remotest(["merge", "ab", "c", "--json"]);
    expect(code).toBe(1);
    expect((JSON.parse(stdout) as MergeResult).runs).toHaveLength(3);
  });

  it("forgives by its own --quarantine, over all shards", async () => {
    await using space = await shards.workspace({ a: "passing", b: "failing", c: "ats-passing" });
    const yaml = (name: string): string => `- {case: ${JSON.stringify(name)}, reason: SHOP-12, until: 2999-12-31}\n`;
    await writeFile(join(space.path, "q.yaml"), `${yaml("LG V50 *")}${yaml("Log in")}${yaml("nowhere")}`);
    const { code, stdout, stderr } = await space.remotest(["merge", "a", "b", "c", "--quarantine", "q.yaml", "--json"]);
    expect(code, stderr).toBe(0);
    expect((JSON.parse(stdout) as MergeResult).warnings).toEqual([
      expect.stringMatching(/entry 3 \(line 3\), "nowhere" covers no test/),
    ]);
  });

  it("uses earlier reports, but not those of its own parts", async () => {
    await using space = await shards.workspace({ "old/1": "passing", a: "failing" });
    const first = await space.remotest(["merge", "a", "--history", "a/ctrf-report.json"]);
    expect(first.stderr).toContain("No earlier report yet");
    const second = await space.remotest(["merge", "a", "--history", "old/*/ctrf-report.json"]);
    expect(second.stderr).not.toContain("No earlier report yet");
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
    await using space = await shards.workspace({ a: "passing", b: "failing" });
    await symlink("b", join(space.path, "link"));
    const before = await readFile(join(space.path, "b/results.json"), "utf8");
    const { code, stderr } = await space.remotest(["merge", ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(says);
    expect(await readFile(join(space.path, "b/results.json"), "utf8")).toBe(before);
    expect(existsSync(join(space.path, "remotest-report"))).toBe(false);
  });

  it("a path or a link out of a shard is not followed", async () => {
    await using space = await shards.workspace({ a: "passing", b: "passing" });
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
    await using space = await shards.workspace({ a: "failing" });
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
