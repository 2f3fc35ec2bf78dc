import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readResultXml } from "./result-xml.ts";
import { expectUnreadable } from "./unreadable.fixture.ts";

const sample = readFileSync(join(import.meta.dirname, "../../../specs/examples/apptest/result.junit.xml"), "utf8");
const page = "https://app.apptest.ai/#/main/testLab/tResult/summary/0?tid=883113";
const xml = (inside: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><testsuites><testsuite name="Shop.TestBot">${inside}</testsuite></testsuites>`;

describe("result_xml", () => {
  it("reads the sample of apptest.ai REST API v2 page, section 3", () => {
    expect(readResultXml(sample)).toEqual([
      {
        name: "{PROJECT NAME}.TestBot",
        devices: [
          { name: "{DEVICE NAME}", verdict: "ok", text: "{RESULT PAGE LINK URL}", seconds: undefined },
          { name: "{DEVICE NAME}", verdict: "error", text: "{RESULT PAGE LINK URL}", seconds: undefined },
        ],
      },
    ]);
  });

  it.each([
    {
      title: "a device that passed",
      given: `<testcase name="S8" time="61.5"><system-out>\n ${page} \n</system-out></testcase>`,
      wanted: { name: "S8", verdict: "ok", text: page, seconds: 61.5 },
    },
    {
      title: "nothing inside",
      given: '<testcase name="S8"/>',
      wanted: { name: "S8", verdict: "ok", text: "", seconds: undefined },
    },
    {
      title: "an error",
      given: `<testcase name="S8" time="3"><error message="${page}" /></testcase>`,
      wanted: { name: "S8", verdict: "error", text: page, seconds: 3 },
    },
    {
      title: "a failure, with its message in the body",
      given: '<testcase name="S8"><failure><![CDATA[a < b]]></failure></testcase>',
      wanted: { name: "S8", verdict: "failure", text: "a < b", seconds: undefined },
    },
    {
      title: "skipped",
      given: '<testcase name="S8"><skipped/></testcase>',
      wanted: { name: "S8", verdict: "skipped", text: "", seconds: undefined },
    },
    {
      title: "the gravest of several, whatever stands first",
      given:
        '<testcase name="S8"><skipped/><error message="e"/><failure message="f"/><system-out>o</system-out></testcase>',
      wanted: { name: "S8", verdict: "error", text: "e", seconds: undefined },
    },
    {
      title: "output before the failure",
      given: '<testcase name="S8"><system-out>o</system-out><failure message="f"/></testcase>',
      wanted: { name: "S8", verdict: "failure", text: "f", seconds: undefined },
    },
    {
      title: "the words of the current service: device and total_time",
      given: `<testcase device="Pixel &amp; co" total_time="12"><system-out>${page}</system-out></testcase>`,
      wanted: { name: "Pixel & co", verdict: "ok", text: page, seconds: 12 },
    },
    {
      title: "a time that no test takes",
      given: `<testcase name="S8" time="${"9".repeat(400)}"/>`,
      wanted: { name: "S8", verdict: "ok", text: "", seconds: undefined },
    },
    {
      title: "a time that is no number",
      given: '<testcase name="S8" time="1m"/>',
      wanted: { name: "S8", verdict: "ok", text: "", seconds: undefined },
    },
    {
      title: "properties and system-err, which say nothing of the outcome",
      given:
        '<testcase name="S8"><properties><property name="a" value="b"/></properties><system-err>x</system-err></testcase>',
      wanted: { name: "S8", verdict: "ok", text: "", seconds: undefined },
    },
  ])("$title", ({ given, wanted }) => {
    expect(readResultXml(xml(given))).toEqual([{ name: "Shop.TestBot", devices: [wanted] }]);
  });

  it("reads a bare testsuite without the element around it, and suites without a name", () => {
    expect(readResultXml('<testsuite><testcase name="S8"/></testsuite>')).toMatchObject([
      { name: "apptest.ai", devices: [{ name: "S8" }] },
    ]);
  });

  it.each([
    { title: "nothing", given: "", says: /XML is broken/ },
    { title: "no XML", given: "Internal error", says: /XML is broken/ },
    { title: "a document type", given: `<!DOCTYPE testsuites>${xml("")}`, says: /broken|document type/ },
    {
      title: "a document type after the prolog",
      given: '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "x">]><testsuites/>',
      says: /document type/,
    },
    { title: "an entity that nobody declared", given: xml('<testcase name="&e;"/>'), says: /XML is broken/ },
    { title: "a bare ampersand", given: xml('<testcase name="a & b"/>'), says: /XML is broken/ },
    { title: "mismatched tags", given: xml('<testcase name="S8"></testsuite>'), says: /XML is broken/ },
    { title: "two roots", given: "<testsuites/><testsuites/>", says: /XML is broken/ },
    { title: "HTML", given: "<html><body/></html>", says: /unknown <html>/ },
    { title: "an unknown verdict", given: xml('<testcase name="S8"><aborted/></testcase>'), says: /unknown <aborted>/ },
    {
      title: "a verdict in capitals",
      given: xml('<testcase name="S8"><Failure/></testcase>'),
      says: /unknown <Failure>/,
    },
    { title: "a verdict outside a test", given: xml('<error message="x"/>'), says: /unknown <error>/ },
    {
      title: "a verdict inside output",
      given: xml('<testcase name="S8"><system-out><error/></system-out></testcase>'),
      says: /unknown <error>/,
    },
    {
      title: "a test outside a suite",
      given: '<testsuites><testcase name="S8"/></testsuites>',
      says: /unknown <testcase>/,
    },
    {
      title: "a test inside a test",
      given: xml('<testcase name="a"><testcase name="b"/></testcase>'),
      says: /unknown <testcase>/,
    },
    { title: "suites inside a suite", given: xml("<testsuites/>"), says: /unknown <testsuites>/ },
    { title: "a test without a name", given: xml('<testcase time="1"/>'), says: /has no name/ },
  ])("$title is refused", ({ given, says }) => {
    expectUnreadable(() => readResultXml(given), says);
  });

  it("is never taken for whole when it is cut off, at any byte", () => {
    const whole = xml(
      `<testcase name="삼성 갤럭시" time="1"><error message="${page}"/></testcase><testcase name="S8"/>`,
    );
    const bytes = Buffer.from(whole);
    for (let end = 0; end < bytes.length; end++)
      expectUnreadable(() => readResultXml(bytes.subarray(0, end).toString("utf8")));
    expect(readResultXml(whole)).toHaveLength(1);
  });

  it("gives back every name and message, whatever characters they hold", () => {
    const text = fc.string({ unit: "grapheme" }).map((given) => given.trim());
    fc.assert(
      fc.property(fc.array(fc.record({ name: text, message: text })), (cases) => {
        const inside = cases
          .map(
            ({ name, message }) =>
              `<testcase name="${escape(name)}"><failure message="${escape(message)}"/></testcase>`,
          )
          .join("");
        const [suite] = readResultXml(xml(inside));
        expect(suite?.devices).toEqual(
          cases.map(({ name, message }) => ({ name, verdict: "failure", text: message, seconds: undefined })),
        );
      }),
    );
  });
});

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
