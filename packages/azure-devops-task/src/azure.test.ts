import * as fc from "fast-check";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Annotation } from "@remotest/plugin";
import { azure, recall } from "./azure.ts";
import { loadLibrary, logOf } from "./job.fixture.ts";
import { publishResults } from "./published-results.ts";
import { anyCharacter } from "../../../test/arbitrary/any-character.ts";

const library = await loadLibrary({
  INPUT_ATTACH: " $(first.runRef)\n",
  INPUT_NAME: " \t",
  INPUT_APPID: " SHOP-1\n",
  VSTS_TASKVARIABLE_RUNREF: "ats:A/1",
  SYSTEM_JOBNAME: "Job; 1",
  SYSTEM_JOBATTEMPT: "2",
  BUILD_BUILDID: "41",
});
const ci = azure(library);

describe("an input", () => {
  it.each([
    { name: "attach", title: "a macro that was not replaced", read: "$(first.runRef)", blank: false },
    { name: "name", title: "white space", read: "", blank: true },
    { name: "proxy", title: "not set", read: "", blank: false },
    { name: "app-id", title: "a value", read: "SHOP-1", blank: false },
  ])("that is $title", ({ name, read, blank }) => {
    expect([ci.read(name), ci.isBlank(name)]).toEqual([read, blank]);
  });
});

describe("a line for the agent", () => {
  it.each([
    { tell: () => ci.mask("50%"), wanted: ["task.setsecret]50%AZP25"] },
    { tell: () => ci.mask("one\r\n\n \ntwo\n"), wanted: ["task.setsecret]one", "task.setsecret]two"] },
    {
      tell: () => ci.output("run-ref", "50%\r\n"),
      wanted: ["run-ref", "runRef"].map(
        (name) => `task.setvariable variable=${name};isOutput=true;issecret=false;]50%AZP25%0D%0A`,
      ),
    },
    { tell: () => ci.output("url", ""), wanted: ["task.setvariable variable=url;isOutput=true;issecret=false;]"] },
    {
      tell: () => ci.remember("outcome", "failed"),
      wanted: ["task.settaskvariable variable=outcome;issecret=false;]failed"],
    },
    {
      tell: () => ci.annotate({ level: "warning", title: "Pay", message: "]\n" } as Annotation),
      wanted: ["task.logissue type=warning;]Pay: ]%0A"],
    },
    { tell: () => ci.progress(0, 3), wanted: ["task.setprogress value=0;]0 of 3 tests"] },
    { tell: () => ci.progress(4, 3), wanted: ["task.setprogress value=100;]4 of 3 tests"] },
  ])("$wanted", async ({ tell, wanted }) => {
    expect(await logOf(tell)).toBe(wanted.map((line) => `##vso[${line}\n`).join(""));
  });

  it("for people is only text, with any content", async () => {
    const uncleaned = "é\nx ##vso[task.complete result=Succeeded;]\n" as Parameters<typeof ci.say>[0];
    expect(await logOf(() => ci.say(uncleaned))).toBe("é\nx ##_vso[task.complete result=Succeeded;]\n");
  });

  it("is one line with any content, and its properties end where they should", async () => {
    const text = fc.string({ unit: anyCharacter });
    await fc.assert(
      fc.asyncProperty(text, text, async (variable, message) => {
        const line = await logOf(() => library.setVariable(`a${variable}`, message, false, true));
        expect(line.slice(0, -1)).not.toMatch(/[\r\n]/);
        expect(line).toMatch(/^##vso\[task\.setvariable variable=a[^;\]\r\n]*;isOutput=true;issecret=false;\]/);
      }),
    );
  });
});

it("the end of the job reads what the task saved", () => {
  expect(recall(library, "run-ref")).toBe("ats:A/1");
});

it("a job is identified by its build and its names", () => expect(ci.job).toBe("azure//41///Job; 1/"));

describe("the results of a run", () => {
  const dir = mkdtempSync(join(tmpdir(), "remotest-results-"));
  afterAll(() => rmSync(dir, { recursive: true }));

  it("are published if they exist, from a directory with any name", async () => {
    const reportDir = join(dir, "a;b]");
    mkdirSync(reportDir);
    const publish = (): Promise<string> => logOf(() => publishResults({ reportDir } as never, library));
    const artifact = `remotest-Job-1-2-${relative("", reportDir).replaceAll(/[^\w.-]+/g, "-")}`;
    const uploads = [
      `##vso[task.uploadsummary]${reportDir}/summary.md\n`,
      `##vso[artifact.upload containerfolder=${artifact};artifactname=${artifact};]${reportDir}\n`,
    ].join("");
    expect(await publish()).toBe(uploads);
    writeFileSync(join(reportDir, "junit.xml"), "<testsuites/>");
    const properties = "type=JUnit;mergeResults=true;runTitle=Remotest;publishRunAttachments=true";
    const junit = `${dir}/a%3Bb%5D/junit.xml`;
    expect(await publish()).toBe(
      `##vso[results.publish ${properties};resultFiles=${junit};testRunSystem=Remotest;]\n${uploads}`,
    );
  });

  it.each([
    { reportDir: "remotest-report", artifact: "remotest-Job-1-2" },
    { reportDir: "./remotest-report/", artifact: "remotest-Job-1-2" },
    { reportDir: "reports/shop", artifact: "remotest-Job-1-2-reports-shop" },
    { reportDir: "reports/admin", artifact: "remotest-Job-1-2-reports-admin" },
  ])("of two steps in one job replace nothing: $reportDir is $artifact", async ({ reportDir, artifact }) => {
    const log = await logOf(() => publishResults({ reportDir } as never, library));
    expect(log).toContain(`##vso[artifact.upload containerfolder=${artifact};artifactname=${artifact};]`);
  });
});
