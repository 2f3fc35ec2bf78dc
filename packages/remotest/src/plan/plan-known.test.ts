import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { known, problems } from "./plans.fixture.ts";

let folder: string;
let app: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "remotest-plan-"));
  app = join(folder, "shop.apk");
  await writeFile(app, "app");
});
afterAll(() => rm(folder, { recursive: true }));

describe("the plan of known runs", () => {
  it("has a run for each reference, named by --name or by itself", async () => {
    const plan = await known(["apptest:7", "ats:S/J%201"]);
    expect(plan.runs).toMatchObject([
      { provider: { name: "apptest" }, name: "apptest:7", beginning: { kind: "attach", handle: { ref: "apptest:7" } } },
      { provider: { name: "ats" }, name: "ats:S/J%201", beginning: { handle: { ref: "ats:S/J%201" } } },
    ]);
    expect((await known(["apptest:7", "--name", "N"])).runs[0]?.name).toBe("N");
  });

  it("calls them what the ones in run.json were called when they were started", async () => {
    const dir = await mkdtemp(join(folder, "started-"));
    const times = { startedAt: "2026-01-01T00:00:00.000Z", reruns: [] };
    const noted = { provider: "ats", name: "pay: Fix login", ref: "ats:S/1", label: "pay", ...times };
    await writeFile(join(dir, "run.json"), JSON.stringify({ version: 1, runs: [noted] }));
    const { runs } = await known(["ats:S/1", "ats:S/2", "--report-dir", dir]);
    expect(runs.map(({ label }) => label)).toEqual(["pay", undefined]);
  });

  it.each([
    { title: "nothing", args: [], says: [/^A run reference is missing/] },
    {
      title: "a word that is not a reference",
      args: ["7"],
      says: [/^"7" is not a run reference.*apptest:251929, or ats:<AppID>\/<JobID>/],
    },
    { title: "two invalid references", args: ["apptest:x", "ats:y"], says: [/^"apptest:x"/, /^"ats:y"/] },
    { title: "an unknown provider", args: ["unknown:7"], says: [/^"unknown:7"/] },
    {
      title: "a prototype's name",
      args: ["constructor:7", "__proto__:7"],
      says: [/^"constructor:7"/, /^"__proto__:7"/],
    },
    {
      title: "one run twice",
      args: ["ats:S/J%201", "apptest:7", "ats:%53/J%201", "apptest:7", "apptest:7"],
      says: [/^"ats:S\/J%201" is given twice\.$/, /^"apptest:7" is given twice\.$/],
    },
    { title: "a line break", args: ["apptest:7\n"], says: [/^"apptest:7\\n"/] },
    {
      title: "an option of a start",
      args: ["apptest:7", "--app-file=x"],
      says: [/^--app-file is only for starting a run/],
    },
  ])("$title", async ({ args, says }) => {
    expect(await problems(known(args))).toEqual(says.map((text) => expect.stringMatching(text) as string));
  });

  it("does not say that no run is left if run.json cannot be read", async () => {
    const without = await problems(known([], { REMOTEST_REPORT_DIR: folder }));
    expect(without).toEqual([
      expect.stringContaining("There is no unfinished run in run.json in the report directory"),
    ]);
    const dir = await mkdtemp(join(folder, "damaged-"));
    await writeFile(join(dir, "run.json"), "{");
    const lines = [() => known([], { REMOTEST_REPORT_DIR: dir }), () => known(["--report-dir", dir], {})];
    for (const line of lines)
      expect(await problems(line())).toEqual([
        expect.stringContaining(
          "run.json in the report directory cannot be read, so it is not known whether it contains an unfinished run (--report-dir).",
        ),
      ]);
  });

  it("needs the account of each provider that the references name, and no other", async () => {
    expect((await problems(known(["apptest:7"], {}))).join("\n")).not.toContain("ATS_");
    const both = (await problems(known(["apptest:7", "ats:S/J"], {}))).join("\n");
    expect(both).toMatch(/ATS_API_TOKEN/);
    expect(both).toMatch(/APPTEST_ACCESS_KEY/);
  });
});
