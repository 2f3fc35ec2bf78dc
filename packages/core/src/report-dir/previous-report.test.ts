import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { allIn, ledger, putIn, reports } from "./previous-report.fixture.ts";
import { hideReports, setAside } from "./previous-report.ts";

let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), "previous-"))));
afterEach(() => rmSync(dir, { recursive: true }));

const put = (files: Readonly<Record<string, string>>): void => putIn(dir, files);
const all = (): Record<string, string> => allIn(dir);
const noRuns = JSON.stringify({ version: 1, runs: [] });

describe("the files of an earlier command", () => {
  test.for<{
    title: string;
    given: Readonly<Record<string, string>>;
    wanted: Readonly<Record<string, string>>;
  }>([
    { title: "an empty directory stays empty", given: {}, wanted: {} },
    {
      title: "without new files, the older generation stays",
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
      title: "reports replace an older generation, and other people's files stay",
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
      title: "those that the script of a plugin moved aside, as if they were still where they were",
      given: {
        ".earlier-reports/results.json": "new",
        ".earlier-reports/outputs.env": "new",
        "provider/a.xml": "new",
        "run.json": ledger("ats:2"),
        "previous/results.json": "old",
        "previous/provider/a.xml": "old",
        "previous/run.json": ledger("ats:1"),
      },
      wanted: {
        "run.json": ledger("ats:2"),
        "previous/results.json": "new",
        "previous/outputs.env": "new",
        "previous/provider/a.xml": "new",
        "previous/run.json": ledger("ats:2"),
      },
    },
    {
      title: "those that a script moved aside, with a later report and a file that is not ours",
      given: {
        ".earlier-reports/junit.xml": "old",
        ".earlier-reports/results.json": "old",
        ".earlier-reports/notes.txt": "mine",
        "junit.xml": "new",
      },
      wanted: {
        ".earlier-reports/notes.txt": "mine",
        "previous/junit.xml": "new",
        "previous/results.json": "old",
      },
    },
    {
      title: "a ledger alone, from a killed process, beside the last reports",
      given: { "run.json": ledger("ats:2"), "previous/junit.xml": "old", "previous/run.json": ledger("ats:1") },
      wanted: {
        "run.json": ledger("ats:2"),
        "previous/junit.xml": "old",
        "previous/run.json": ledger("ats:2"),
      },
    },
    {
      title: "an unreadable ledger, which is copied as it is; provider/ may then be anyone's",
      given: { "junit.xml": "new", "run.json": "{", "provider/a.xml": "whose?" },
      wanted: {
        "run.json": "{",
        "provider/a.xml": "whose?",
        "previous/junit.xml": "new",
        "previous/run.json": "{",
      },
    },
    {
      title: "a ledger without runs, which must not replace one with runs",
      given: { "run.json": noRuns, "previous/run.json": ledger("ats:1") },
      wanted: { "run.json": noRuns, "previous/run.json": ledger("ats:1") },
    },
    {
      title: "a previous/provider that is not ours, because there is no ledger",
      given: { "junit.xml": "new", "previous/provider/source.ts": "mine" },
      wanted: { "previous/junit.xml": "new", "previous/provider/source.ts": "mine" },
    },
    {
      title: "a previous/provider that is not ours, beside our own",
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
      title: "the files of a process that was killed before its reports, beside those of the last one",
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
      title: "the files of a second process that was killed before its reports",
      given: {
        "outputs.env": "half",
        "run.json": ledger("ats:3"),
        "previous/results.json": "old",
        "previous/run.json": ledger("ats:2"),
        "previous/unfinished/outputs.env": "older",
        "previous/unfinished/provider/a.xml": "older",
      },
      wanted: {
        "run.json": ledger("ats:3"),
        "previous/results.json": "old",
        "previous/run.json": ledger("ats:3"),
        "previous/unfinished/outputs.env": "half",
        "previous/unfinished/provider/a.xml": "older",
      },
    },
    {
      title: "the files of a process that started nothing, whose ledger must not replace one with runs",
      given: { "outputs.env": "half", "run.json": noRuns, "previous/run.json": ledger("ats:1") },
      wanted: {
        "run.json": noRuns,
        "previous/run.json": ledger("ats:1"),
        "previous/unfinished/outputs.env": "half",
      },
    },
    {
      title: "reports after such a process, which replace both",
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
      title: "an unreadable ledger, alone",
      given: { "run.json": "{", "previous/junit.xml": "old" },
      wanted: { "run.json": "{", "previous/junit.xml": "old", "previous/run.json": "{" },
    },
    {
      title: "a ledger alone, beside another file called previous",
      given: { "run.json": ledger("ats:1"), previous: "mine" },
      wanted: { "run.json": ledger("ats:1"), "previous/run.json": ledger("ats:1"), "previous.2": "mine" },
    },
    {
      title: "a folder with the name of a report, and a file with that of a folder, which are not ours",
      given: { "junit.xml/a": "mine", provider: "mine", "run.json": ledger("ats:1") },
      wanted: {
        "junit.xml/a": "mine",
        provider: "mine",
        "run.json": ledger("ats:1"),
        "previous/run.json": ledger("ats:1"),
      },
    },
    {
      title: "provider/ after a process was killed, and a newer one since",
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
      title: "a file called previous that is not ours, after others of that name",
      given: { "junit.xml": "new", previous: "mine", "previous.2": "mine too", "previous.3": "and this" },
      wanted: {
        "previous/junit.xml": "new",
        "previous.2": "mine too",
        "previous.3": "and this",
        "previous.4": "mine",
      },
    },
    {
      title: "a file called previous that is not ours",
      given: { "junit.xml": "new", previous: "mine" },
      wanted: { "previous/junit.xml": "new", "previous.2": "mine" },
    },
    {
      title: "reports that a command could only hide, and one that it moved",
      given: { "junit.xml.previous.next": "new", "previous.next/results.json": "new", "previous/junit.xml": "old" },
      wanted: { "previous/junit.xml": "new", "previous/results.json": "new" },
    },
    {
      title: "reports beside other files with the names of our folders",
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
      title: "a process that was killed while it replaced the older generation, and reports since",
      given: {
        "junit.xml": "newest",
        "previous/junit.xml": "new",
        "previous.old/outputs.env": "old",
        "previous.old/notes.txt": "mine",
      },
      wanted: { "previous/junit.xml": "newest", "previous/notes.txt": "mine" },
    },
    {
      title: "an older generation without a newer one",
      given: { "previous.old/junit.xml": "old" },
      wanted: { "previous/junit.xml": "old" },
    },
  ])("$title", async ({ given, wanted }) => {
    put(given);
    await setAside(dir, reports);
    expect(all()).toEqual(wanted);
    // A second time changes nothing.
    await setAside(dir, reports);
    expect(all()).toEqual(wanted);
  });

  test("the folder of a script is removed once it is empty, beside later reports too", async () => {
    put({ ".earlier-reports/results.json": "old", "junit.xml": "new" });
    await setAside(dir, reports);
    expect(await readdir(dir)).toEqual(["previous"]);
  });

  test("a ledger alone makes no folder for the files of a killed process", async () => {
    put({ "run.json": ledger("ats:1") });
    await setAside(dir, reports);
    expect(await readdir(join(dir, "previous"))).toEqual(["run.json"]);
  });

  test("a link called previous is kept, and not followed", async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), "elsewhere-"));
    symlinkSync(elsewhere, join(dir, "previous"));
    put({ "junit.xml": "new" });
    await setAside(dir, reports);
    expect(await readFile(join(dir, "previous/junit.xml"), "utf8")).toBe("new");
    expect(await readdir(elsewhere)).toEqual([]);
    await rm(elsewhere, { recursive: true });
  });

  test("a report is hidden beside earlier hidden ones; a folder with its name is not", async () => {
    put({ "junit.xml": "new", "junit.xml.previous.next": "old", "results.json/a": "mine" });
    await hideReports(dir, reports);
    expect(all()).toEqual({
      "junit.xml.previous.next": "old",
      "junit.xml.previous.next.2": "new",
      "results.json/a": "mine",
    });
  });
});
