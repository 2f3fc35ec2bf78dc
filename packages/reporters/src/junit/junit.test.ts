import { readFileSync } from "node:fs";
import type { TestCase } from "@remotest/core";
import type { Attachment, Report } from "@remotest/core/flow";
import * as fc from "fast-check";
import { SaxesParser } from "saxes";
import { beforeAll, describe, expect, it } from "vitest";
import { validateXML } from "xmllint-wasm";
import { golden } from "../fixtures/golden.ts";
import { hostileReport, hostileTexts } from "../fixtures/hostile.ts";
import { attempt, notPassed, passed, report, reports, skipped, testRun, withResults } from "../fixtures/reports.ts";
import { junitReporter } from "./junit.ts";
import { anyCharacter } from "../../../../test/arbitrary/any-character.ts";

const schema = readFileSync(new URL("../fixtures/junit.xsd", import.meta.url), "utf8");

async function schemaErrors(xml: string): Promise<readonly string[]> {
  const [errors = ["Not validated"]] = await schemaErrorsOfEach([xml]);
  return errors;
}

/** Validates documents with one start of the validator, which takes longer than to validate them. */
async function schemaErrorsOfEach(documents: readonly string[]): Promise<readonly (readonly string[])[]> {
  const xml = documents.map((contents, index) => ({ fileName: `${index}.xml`, contents }));
  const { errors, rawOutput } = await validateXML({ xml, schema });
  return xml.map(({ fileName }) => {
    if (rawOutput.split("\n").includes(`${fileName} validates`)) return [];
    const found = errors.filter(({ loc }) => loc?.fileName === fileName);
    return found.length > 0 ? found.map(({ rawMessage }) => rawMessage) : [rawOutput];
  });
}

/** Counts the elements with an independent parser, and adds up the counts in the attributes. */
function tally(xml: string): { readonly counted: Record<string, number>; readonly claimed: Record<string, number> } {
  const counted = { testcase: 0, failure: 0, error: 0, skipped: 0 };
  const claimed = { testcase: 0, failure: 0, error: 0, skipped: 0 };
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    if (name in counted) counted[name as keyof typeof counted]++;
    if (name !== "testsuite") return;
    claimed.testcase += Number(attributes["tests"]);
    claimed.failure += Number(attributes["failures"]);
    claimed.error += Number(attributes["errors"]);
    claimed.skipped += Number(attributes["skipped"]);
  });
  parser.write(xml).close();
  return { counted, claimed };
}

/** The file of one test case. */
function one(testCase: TestCase, more: Partial<Report> = {}, attachments: readonly Attachment[] = []): string {
  return junitReporter.render({ ...report(withResults(testRun({ S: [testCase] }), { attachments })), ...more });
}

describe("junit.xml", () => {
  const rendered = Object.entries(reports).map(([name, report]) => ({
    name,
    report,
    xml: junitReporter.render(report),
  }));
  const errorsOf = new Map<string, readonly string[]>();
  beforeAll(async () => {
    const errors = await schemaErrorsOfEach(rendered.map(({ xml }) => xml));
    for (const [index, { name }] of rendered.entries()) errorsOf.set(name, errors[index] ?? ["Not validated"]);
  });

  it.each(rendered)("of a report with $name", async ({ name, report, xml }) => {
    await expect(xml).toMatchFileSnapshot(golden(name, "junit.xml"));
    expect(errorsOf.get(name)).toEqual([]);
    const { counted, claimed } = tally(xml);
    expect(counted).toEqual(claimed);
    const notPassed = (counted["failure"] ?? 0) + (counted["error"] ?? 0);
    const forgiven = report.verdict.kind === "passed" ? report.verdict.forgiven : undefined;
    expect(notPassed).toBe(forgiven ?? Math.max(1, notPassed));
  });

  it("is valid and inert whatever the service says", { timeout: 60_000 }, async () => {
    const xml = junitReporter.render(hostileReport());
    expect(await schemaErrors(xml)).toEqual([]);
    expect(xml).not.toMatch(/\[\[ATTACHMENT|##\w*\[|^\s*::|\u202e|<script|<evil/im);
  });

  it("is valid even if a provider returns durations that are not numbers", async () => {
    const times = [Number.NaN, -1, 1e300, Number.POSITIVE_INFINITY, 8.64e15];
    const cases = times.map((durationMs) => passed(`Took ${durationMs}`, { durationMs }));
    const xml = junitReporter.render(report(withResults(testRun({ Phones: cases }))));
    expect(await schemaErrors(xml)).toEqual([]);
    expect(xml.match(/<testcase[^>]* time="0.000"/g)).toHaveLength(4);
  });

  it("has a schema that rejects a pair of names that occurs twice", async () => {
    const xml = junitReporter.render(report(withResults(testRun({ Phones: [passed("A"), passed("B")] }))));
    const children = (markup: string): string => xml.replace(/(<testcase name="B"[^>]*)\/>/, `$1>${markup}</testcase>`);
    const [failure, error] = ["failure", "error"].map((tag) => `<${tag} message="" type="x"/>`);
    const rerun = '<rerunFailure type="x"><stackTrace/></rerunFailure>';
    const [valid, ...refused] = await schemaErrorsOfEach([
      children(`${failure}${rerun}${error}<system-out/>`),
      xml.replace('name="B"', 'name="A"'),
      xml.replace(/ time="[\d.]+"/, ""),
      children(`${error}${rerun}`),
      children(`<system-out/>${failure}`),
      children('<rerunFailure type="x"/>'),
      children("<properties/>"),
    ]);
    expect(valid).toEqual([]);
    expect(refused.map(({ length }) => length)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it("has earlier attempts in the order of Surefire's schema, whatever came first", async () => {
    const earlierAttempts = [attempt("error", "first"), attempt("failed", "second"), attempt("error", "third")];
    const tags = (testCase: TestCase): readonly string[] =>
      [...one(testCase).matchAll(/<(\w+) message="(\w*)"/g)].map(([, tag = "", message = ""]) => `${tag} ${message}`);
    expect(tags(notPassed("error", "A", "last", { earlierAttempts }))).toEqual([
      "rerunFailure second",
      "error last",
      "rerunError first",
      "rerunError third",
    ]);
    expect(tags(notPassed("failed", "A", "last", { earlierAttempts }))).toEqual([
      "failure last",
      "rerunFailure second",
      "rerunError first",
      "rerunError third",
    ]);
    expect(tags(passed("A", { earlierAttempts }))).toEqual([
      "flakyFailure second",
      "flakyError first",
      "flakyError third",
    ]);
    expect(await schemaErrors(one(notPassed("error", "A", "last", { earlierAttempts })))).toEqual([]);
  });

  it("marks a quarantined failure in its message and in a property of its suite", () => {
    const failed = notPassed("failed", "A", "boom", { links: [] });
    const reason = 'SHOP-1: "<b>" & more';
    const xml = one({ ...failed, quarantine: { reason, until: "2026-12-31" } });
    const escaped = "SHOP-1: &quot;&lt;b&gt;&quot; &amp; more";
    expect(xml).toContain(`<property name="quarantined" value="A: ${escaped}, until 2026-12-31"/>`);
    expect(xml).toContain(`<failure message="Quarantined until 2026-12-31: ${escaped} · boom" type="failed">`);
    expect(xml).toContain(`>Quarantined until 2026-12-31: ${escaped}\nboom</failure>`);
    expect(xml).toContain('failures="1"');
  });

  it("names test cases uniquely, whatever their names", () => {
    const names = fc.array(fc.constantFrom("A", "A (2)", "A (3)", "A (2) (2)", "A ", "", "(unnamed)", "B"));
    fc.assert(
      fc.property(names, names, (first, second) => {
        const run = (cases: readonly string[]) => withResults(testRun({ S: cases.map((name) => passed(name)) }));
        const xml = junitReporter.render(report(run(first), run(second)));
        const found = [...xml.matchAll(/<testcase name="([^"]*)" classname="([^"]*)"/g)].map(([pair]) => pair);
        expect(found.length).toBeGreaterThanOrEqual(first.length + second.length);
        expect(new Set(found).size).toBe(found.length);
      }),
    );
  });

  it("is well-formed whatever characters a text contains", { timeout: 60_000 }, () => {
    const text = fc.oneof(fc.string({ unit: anyCharacter }), fc.constantFrom(...hostileTexts));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (texts) => {
        const { counted, claimed } = tally(junitReporter.render(hostileReport(texts)));
        expect(counted).toEqual(claimed);
      }),
      { numRuns: 40 },
    );
  });
});

describe("the files that junit.xml attaches to a test case", () => {
  const files = [
    { title: "XML", file: "provider/1-results.xml" },
    { title: "JSON", file: "provider/1-results.json" },
  ];
  const failed = notPassed("failed", "A", "boom", { links: [] });

  /** Finds the attachments as GitLab and Jenkins' plugin do, line by line. */
  function found(xml: string): readonly string[] {
    const paths: string[] = [];
    const parser = new SaxesParser();
    parser.on("text", (text) => {
      for (const line of text.split("\n"))
        paths.push(...(/^\[\[ATTACHMENT\|([^[\]|]+)\]\]$/.exec(line)?.slice(1) ?? []));
    });
    parser.write(xml).close();
    return paths;
  }

  it.each([
    ["failed", failed, 2],
    ["broken", notPassed("error", "A", "boom"), 2],
    ["passed", passed("A"), 0],
    ["flaky", passed("A", { earlierAttempts: [attempt("failed", "x")] }), 0],
    ["skipped", skipped("A"), 0],
  ])("of a test case that is %s are there only if it did not pass", (_, testCase, amount) => {
    const run = withResults(testRun({ S: [testCase, passed("B")] }), { attachments: files });
    expect(found(junitReporter.render(report(run)))).toHaveLength(amount);
  });

  it.each([
    ["remotest-report", "remotest-report/provider/1-results.xml"],
    ["./out/", "out/provider/1-results.xml"],
    [".", "provider/1-results.xml"],
    ["/builds/a/out", "/builds/a/out/provider/1-results.xml"],
    ["../out", "../out/provider/1-results.xml"],
    ["test reports & <more>", "test reports & <more>/provider/1-results.xml"],
    ["보고서 'x' \"y\" %20 $HOME #1", "보고서 'x' \"y\" %20 $HOME #1/provider/1-results.xml"],
    ["C:/builds/out", "C:/builds/out/provider/1-results.xml"],
    ["//server/share/./out", "//server/share/out/provider/1-results.xml"],
    ["out\\here", "out\\here/provider/1-results.xml"],
    ["with]]bracket", undefined],
    ["with[bracket", undefined],
    ["with|bar", undefined],
    ["two\nlines", undefined],
    ["bell\u0007", undefined],
    ["\u202eturned", undefined],
    ["##[error]", undefined],
  ])("are found in the report directory as it was given: %j", (givenReportDir, path) => {
    const xml = one(failed, { givenReportDir }, files);
    expect(found(xml)[0]).toBe(path);
    if (path === undefined) expect(xml).not.toContain("ATTACHMENT");
  });

  it("are only those of its own run", () => {
    const [first, second] = files.map((file) => withResults(testRun({ S: [failed] }), { attachments: [file] }));
    if (!first || !second) throw new Error("Two runs");
    expect(found(junitReporter.render(report(first, second)))).toEqual(
      files.map(({ file }) => `remotest-report/${file}`),
    );
  });

  it("are named only by the first twenty test cases of a run, because Jenkins copies each of them", () => {
    const many = testRun({ S: Array.from({ length: 30 }, (_, index) => notPassed("failed", `A ${index}`, "x")) });
    const run = withResults(many, { attachments: files });
    expect(found(junitReporter.render(report(run, run)))).toHaveLength(2 * 20 * files.length);
  });

  it("are only ours: text from a service or a file of the repository attaches nothing", () => {
    const evil = "x\n[[ATTACHMENT|/etc/passwd]]\n[[attachment|a]]";
    const links = [{ label: evil, href: evil }];
    const testCase = { ...notPassed("failed", evil, evil, { links, earlierAttempts: [attempt("error", evil)] }) };
    const xml = one({ ...testCase, quarantine: { reason: evil, until: evil } }, {}, files);
    expect(found(xml)).toEqual(files.map(({ file }) => `remotest-report/${file}`));
    expect(xml.match(/\[\[attachment/gi)).toHaveLength(files.length);
  });
});
