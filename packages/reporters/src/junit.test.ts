import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { validateXML } from "xmllint-wasm";
import { golden } from "./fixtures/golden.ts";
import { hostileReport, hostileTexts } from "./fixtures/hostile.ts";
import { passed, report, reports, testRun, withResults } from "./fixtures/reports.ts";
import { junitReporter } from "./junit.ts";

const schema = readFileSync(new URL("fixtures/junit.xsd", import.meta.url), "utf8");

async function schemaErrors(xml: string): Promise<readonly string[]> {
  const { errors } = await validateXML({ xml: { fileName: "junit.xml", contents: xml }, schema });
  return errors.map(({ rawMessage }) => rawMessage);
}

/** What an independent parser counts, against what the attributes claim. */
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

describe("junit.xml", () => {
  it.each(Object.entries(reports))("of a report with %s", async (name, report) => {
    const xml = junitReporter.render(report);
    await expect(xml).toMatchFileSnapshot(golden(name, "junit.xml"));
    expect(await schemaErrors(xml)).toEqual([]);
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

  it("keeps its schema honest: a pair of names that is there twice does not pass it", async () => {
    const xml = junitReporter.render(report(withResults(testRun({ Phones: [passed("A"), passed("B")] }))));
    expect(await schemaErrors(xml.replace('name="B"', 'name="A"'))).toHaveLength(1);
    expect(await schemaErrors(xml.replace(/ time="[\d.]+"/, ""))).toHaveLength(1);
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

  it("is well-formed whatever characters come", { timeout: 60_000 }, () => {
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...hostileTexts));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (texts) => {
        const { counted, claimed } = tally(junitReporter.render(hostileReport(texts)));
        expect(counted).toEqual(claimed);
      }),
      { numRuns: 40 },
    );
  });
});
