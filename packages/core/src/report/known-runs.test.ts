import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { KeptFiles } from "./kept-files.ts";
import { knownRuns } from "./known-runs.ts";
import { type LedgerEntry, type StartedEntry, withoutRef } from "../ledger/ledger.ts";
import { ReportDir } from "../report-dir/report-dir.ts";
import { resultsText } from "./results-json.ts";
import type { RunReport } from "./report.ts";
import { reportOf, runWith } from "./reports.fixture.ts";
import { counted } from "../results/test-runs.fixture.ts";

let dir: ReportDir;
let files: KeptFiles;
beforeEach(async () => {
  dir = await ReportDir.open(mkdtempSync(join(tmpdir(), "known-runs-")), []);
  files = new KeptFiles(dir, 1);
});
afterEach(async () => {
  await dir[Symbol.asyncDispose]();
  rmSync(dir.path, { recursive: true });
});

const entry: StartedEntry = {
  provider: "apptest",
  ref: "apptest:1",
  url: "https://app.apptest.ai/1",
  name: "Nightly",
  start: "started",
  distinction: null,
  label: null,
  plan: "p",
  inputs: "f",
  token: null,
  reruns: [],
  rerunOnItsWay: false,
  gate: null,
  commit: null,
  part: null,
  startedAt: "2026-11-29T09:00:00.000Z",
  endedAt: "2026-11-29T09:10:00.000Z",
  verdict: "failed",
  reported: true,
};
const run = (ref: string, more: Partial<RunReport> = {}): RunReport =>
  runWith(counted(1, 1), { handle: { ref }, attachments: [{ title: "t", file: "provider/a.xml" }], ...more });

/** Writes a file that the previous command left. */
function put(name: string, text: string): void {
  const path = join(dir.path, "previous", name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
const judged = (each: RunReport): RunReport => ({ ...each, name: `judged ${each.name}` });

describe("a run of a plan that is attached to in part", () => {
  test("comes with its results, judged again, and its files", async () => {
    put("results.json", resultsText(reportOf([run("apptest:2"), run("apptest:1")])));
    put("provider/a.xml", "<raw/>");
    const [known] = await knownRuns([entry], files, judged);
    expect(known).toMatchObject({
      name: "judged Nightly",
      handle: { ref: "apptest:1" },
      end: { kind: "results" },
      attachments: [{ title: "t", file: "provider/a.xml" }],
    });
    expect(readFileSync(join(dir.path, "provider/a.xml"), "utf8")).toBe("<raw/>");
  });

  test("does not replace the files of the run that is attached to, which had the same names before", async () => {
    await files.keep(0, [{ name: "a.xml", title: "t", content: "<attached/>" }], 0);
    put("results.json", resultsText(reportOf([run("apptest:1")])));
    put("provider/a.xml", "<raw/>");
    const [known] = await knownRuns([entry], files, judged);
    expect(known?.attachments).toEqual([{ title: "t", file: "provider/a-2.xml" }]);
    expect(readFileSync(join(dir.path, "provider/a-2.xml"), "utf8")).toBe("<raw/>");
    expect(readFileSync(join(dir.path, "provider/a.xml"), "utf8")).toBe("<attached/>");
  });

  test("comes without a file that no longer exists", async () => {
    put("results.json", resultsText(reportOf([run("apptest:1")])));
    expect(await knownRuns([entry], files, judged)).toMatchObject([{ end: { kind: "results" }, attachments: [] }]);
  });

  test("is distinguished by what it was started with, and called as then, if it has no results", async () => {
    const started = { distinction: "T", label: "checkout" };
    expect(await knownRuns([{ ...entry, ...started }], files, judged)).toMatchObject([started]);
  });

  test.for([true, false])(
    "keeps what it is judged by and its place in the plan, and may be ignored: %s",
    async (blocking) => {
      const part = { hash: "ab".repeat(32), runs: 9, shard: null, build: null, position: 8, blocking };
      const [known] = await knownRuns([{ ...entry, gate: { minTests: 40 }, part }], files, judged);
      expect(known).toMatchObject({ gate: { minTests: 40 }, position: 8 });
      expect(known?.blocking).toBe(blocking ? undefined : false);
    },
  );

  test.for<{ title: string; reported: readonly RunReport[] | string; entry: LedgerEntry }>([
    { title: "there are no results", reported: "", entry },
    { title: "they cannot be read", reported: "{", entry },
    { title: "they are of other runs", reported: [run("apptest:2")], entry },
    { title: "they are of another provider", reported: [run("apptest:1", { provider: "ats" })], entry },
    {
      title: "it has no reference",
      reported: [run("apptest:1", { handle: undefined })],
      entry: { ...entry, ...withoutRef("on-its-way") },
    },
  ])("is not a pass if $title", async ({ reported, entry: given }) => {
    if (reported !== "") put("results.json", typeof reported === "string" ? reported : resultsText(reportOf(reported)));
    expect(await knownRuns([given], files, judged)).toEqual([
      {
        provider: "apptest",
        name: "judged Nightly",
        handle: given.ref === null ? undefined : { ref: "apptest:1", url: "https://app.apptest.ai/1" },
        startedAt: new Date("2026-11-29T09:00:00.000Z"),
        endedAt: new Date("2026-11-29T09:10:00.000Z"),
        end: { kind: "no-results", error: expect.objectContaining({ code: "known-before", retry: "never" }) as object },
        verdict: expect.objectContaining({ kind: "provider-error" }) as object,
        attachments: [],
      },
    ]);
  });

  test.for<{ title: string; more: Partial<StartedEntry>; says: string; startedAt?: string; endedAt?: string }>([
    { title: "that ended", more: {}, says: "ended with the verdict failed" },
    {
      title: "that is unfinished",
      more: { verdict: null, endedAt: null },
      says: "had not finished",
      endedAt: entry.startedAt,
    },
    {
      title: "whose clock went back",
      more: { endedAt: "2026-11-29T08:00:00.000Z" },
      says: "ended with",
      endedAt: entry.startedAt,
    },
  ])("describes one $title, and says what to do", async ({ more, says, endedAt }) => {
    const [known] = await knownRuns([{ ...entry, ...more, url: null }], files, judged);
    expect(known?.handle).toEqual({ ref: "apptest:1" });
    expect(known?.endedAt).toEqual(new Date(endedAt ?? entry.endedAt ?? ""));
    expect(known?.end).toMatchObject({
      error: {
        message: expect.stringContaining(`This run of the same plan ${says}`) as string,
        next: "Attach to all runs of the plan in one command; give another --report-dir to leave this run out.",
      },
    });
    expect(known?.verdict.reason).toContain("its results are not available.");
  });

  test.for<{ title: string; given: LedgerEntry; says: string; next: string }>([
    {
      title: "that was refused",
      given: { ...entry, ...withoutRef("not-started"), verdict: "provider-error" },
      says: "This run of the same plan was not started by the earlier command, so it has no results.",
      next: "Repeat that command with --resume: it starts only what was not started; give another --report-dir to leave this run out.",
    },
    {
      title: "that may have been started",
      given: { ...entry, ...withoutRef("on-its-way"), token: "k7x2m9", verdict: null },
      says: "An earlier command sent the start request of this run of the same plan and got no answer, so the run may or may not have been started.",
      next: "Check at the service for a run whose name begins with [k7x2m9]; then attach to all runs that are there in one command, with another --report-dir.",
    },
  ])("does not send people to attach to one $title", async ({ given, says, next }) => {
    const [known] = await knownRuns([given], files, judged);
    expect(known?.end).toMatchObject({ error: { message: says, next } });
  });

  test("says for which commit it was started, with and without results", async () => {
    const given = { ...entry, commit: "c0ffee1" };
    expect(await knownRuns([given], files, judged)).toMatchObject([{ commit: "c0ffee1" }]);
    put("results.json", resultsText(reportOf([run("apptest:1")])));
    expect(await knownRuns([given], files, judged)).toMatchObject([{ commit: "c0ffee1", end: { kind: "results" } }]);
  });

  test("counts as passed only if that was reported", async () => {
    const passed: LedgerEntry = { ...entry, verdict: "passed" };
    expect(await knownRuns([passed], files, judged)).toEqual([]);
    expect(await knownRuns([{ ...passed, reported: false }], files, judged)).toMatchObject([
      { verdict: { kind: "provider-error" } },
    ]);
  });

  test("with a time that cannot be read gets the present time", async () => {
    const before = Date.now();
    const [known] = await knownRuns([{ ...entry, startedAt: "?", endedAt: null }], files, judged);
    expect(known?.startedAt.getTime()).toBeGreaterThanOrEqual(before);
    expect(known?.endedAt).toEqual(known?.startedAt);
  });

  test("is not read if the whole plan is attached to", async () => {
    put("results.json", "{");
    expect(await knownRuns([], files, judged)).toEqual([]);
  });
});
