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
  it("reads the documented sample", async () => {
    expect(await readResultXml(sample)).toEqual([
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
      title: "the gravest of several, whatever their order",
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
      title: "a time that is too long for a test",
      given: `<testcase name="S8" time="${"9".repeat(400)}"/>`,
      wanted: { name: "S8", verdict: "ok", text: "", seconds: undefined },
    },
    {
      title: "a time that is not a number",
      given: '<testcase name="S8" time="1m"/>',
      wanted: { name: "S8", verdict: "ok", text: "", seconds: undefined },
    },
    {
      title: "a time with thousands apart",
      given: '<testcase name="S8" time="1,234.56"/>',
      wanted: { name: "S8", verdict: "ok", text: "", seconds: 1234.56 },
    },
    {
      title: "unknown parts that cannot be a verdict",
      given: `<testcase name="S8" lane="2"><retries n="1">2</retries><system-out>${page}</system-out></testcase>`,
      wanted: { name: "S8", verdict: "ok", text: page, seconds: undefined },
    },
    {
      title: "text that is not a verdict, and later output of a test",
      given: '<testcase name="S8">on <!-- - -->it<system-out>Sent.\nNo error, 1 failed attempt</system-out></testcase>',
      wanted: { name: "S8", verdict: "ok", text: "Sent.\nNo error, 1 failed attempt", seconds: undefined },
    },
    {
      title: "properties and system-err, which say nothing about the outcome",
      given:
        '<testcase name="S8"><properties><property name="a" value="b"/></properties><system-err>x</system-err></testcase>',
      wanted: { name: "S8", verdict: "ok", text: "", seconds: undefined },
    },
  ])("$title", async ({ given, wanted }) => {
    expect(await readResultXml(xml(given))).toEqual([{ name: "Shop.TestBot", devices: [wanted] }]);
  });

  it("reads a bare testsuite without the element around it, and suites without a name", async () => {
    expect(await readResultXml('<testsuite><testcase name="S8"/></testsuite>')).toMatchObject([
      { name: "apptest.ai", devices: [{ name: "S8" }] },
    ]);
  });

  it.each([
    { title: "nothing", given: "", says: /XML is broken/ },
    { title: "text that is not XML", given: "Internal error", says: /XML is broken/ },
    { title: "a document type", given: `<!DOCTYPE testsuites>${xml("")}`, says: /broken|document type/ },
    {
      title: "a document type after the prolog",
      given: '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "x">]><testsuites/>',
      says: /document type/,
    },
    { title: "an entity that is not declared", given: xml('<testcase name="&e;"/>'), says: /XML is broken/ },
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
    {
      title: "something unknown with more inside it",
      given: xml('<testcase name="a"><group><error/></group></testcase>'),
      says: /unknown <group> with more inside it/,
    },
    {
      title: "an unknown attribute that may be a verdict",
      given: xml('<testcase name="a" status="failed"/>'),
      says: /unknown attribute status/,
    },
    {
      title: "an unknown attribute of something unknown that may be a verdict",
      given: xml('<testcase name="a"><note outcome="bad"/></testcase>'),
      says: /unknown attribute outcome/,
    },
    { title: "a test in another spelling", given: xml('<TestCase name="a"/>'), says: /unknown <TestCase>/ },
    {
      title: "more suites than the limit",
      given: `<testsuites>${"<testsuite/>".repeat(10_001)}</testsuites>`,
      says: /more than 10000 suites/,
    },
    {
      title: "suites that are nested too deeply",
      given: "<testsuite>".repeat(65) + "</testsuite>".repeat(65),
      says: /more than 64 levels of elements/,
    },
    { title: "suites inside a suite", given: xml("<testsuites/>"), says: /unknown <testsuites>/ },
    { title: "a test without a name", given: xml('<testcase time="1"/>'), says: /has no name/ },
    ...['failures="1.0"', 'errors="1 of 1"', 'skipped="one"', 'disabled="-1"', 'tests="some"'].map((said) => ({
      title: `a suite with an invalid count, ${said},`,
      given: xml('<testcase name="a"/>').replace("<testsuite ", `<testsuite ${said} `),
      says: /must be a count/,
    })),
    ...["<interrupted/>", "<exception>java.lang.X</exception>", "<note>it timed out</note>", "FAILED: app crashed"].map(
      (inside) => ({
        title: `a possible verdict, by its name or its words, ${inside},`,
        given: xml(`<testcase name="a">${inside}</testcase>`),
        says: /unknown <|contains text/,
      }),
    ),
    ...['conclusion="x"', 'lane="FAILED"', 'timedout="true"', 'completed="false"'].map((attribute) => ({
      title: `an attribute that may be a verdict by its name or its value, ${attribute},`,
      given: xml(`<testcase name="a" ${attribute}/>`),
      says: /unknown attribute/,
    })),
    ...['<property name="result" value="FAILED"/>', '<property name="aborted">true</property>'].map((property) => ({
      title: `a verdict as a property of a test, ${property},`,
      given: xml(`<testcase name="a"><properties>${property}</properties></testcase>`),
      says: /has a property "/,
    })),
    {
      title: "a test that prints a verdict",
      given: xml('<testcase name="a"><system-out>FAILED: app crashed</system-out></testcase>'),
      says: /without a failure says "FAILED: app/,
    },
  ])("$title is refused", async ({ given, says }) => {
    await expectUnreadable(() => readResultXml(given), says);
  });

  it("ignores an unknown element whose name every JavaScript object has", async () => {
    const given = xml('<testcase name="a"><constructor lane="1"/><toString/></testcase>');
    expect(await readResultXml(given)).toMatchObject([{ devices: [{ name: "a", verdict: "ok" }] }]);
  });

  it("reads nested suites, named after all the outer ones", async () => {
    const given = xml(
      '<testcase name="a"/><testsuite name="Pay" tests="2"><testsuite><testcase name="b"/></testsuite><testsuite name="Card"><testcase name="c"/></testsuite></testsuite><testcase name="d"/>',
    ).replace("<testsuites>", '<testsuites tests="4">');
    expect(
      (await readResultXml(given)).map(({ name, devices }) => [name, ...devices.map((each) => each.name)]),
    ).toEqual([
      ["Shop.TestBot", "a", "d"],
      ["Shop.TestBot / Pay", "b"],
      ["Shop.TestBot / Pay / Card", "c"],
    ]);
  });

  it("compares the count of a suite with the suites inside it", async () => {
    const given = xml('<testsuite name="b"><testcase name="a"/></testsuite>').replace('Bot"', 'Bot" tests="0"');
    await expect(readResultXml(given)).rejects.toMatchObject({ code: "apptest-contradiction" });
  });

  it("is read alike, whatever is at the edge of a slice", async () => {
    for (let shift = 0; shift < 4; shift++) {
      const padding = " ".repeat(64 * 1024 - 200 - shift);
      const [suite] = await readResultXml(xml(`${padding}<testcase name="${"😀".repeat(200)}"/>`));
      expect(suite?.devices[0]?.name).toBe("😀".repeat(200));
    }
  });

  it("is abandoned if the signal is aborted", async () => {
    const aborting = new AbortController();
    const long = xml('<testcase name="S8"/>'.repeat(200_000));
    const reading = readResultXml(long, { signal: aborting.signal });
    setImmediate(() => aborting.abort(new Error("time is up")));
    await expect(reading).rejects.toThrow("time is up");
  });

  it("is refused if it is cut off at any byte", async () => {
    const whole = xml(
      `<testcase name="삼성 갤럭시" time="1"><error message="${page}"/></testcase><testcase name="S8"/>`,
    );
    const bytes = Buffer.from(whole);
    for (let end = 0; end < bytes.length; end++)
      await expectUnreadable(() => readResultXml(bytes.subarray(0, end).toString("utf8")));
    expect(await readResultXml(whole)).toHaveLength(1);
  });

  it("returns every name and message, whatever characters they contain", async () => {
    const text = fc.string({ unit: "grapheme" }).map((given) => given.trim());
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ name: text, message: text })), async (cases) => {
        const inside = cases
          .map(
            ({ name, message }) =>
              `<testcase name="${escape(name)}"><failure message="${escape(message)}"/></testcase>`,
          )
          .join("");
        const [suite] = await readResultXml(xml(inside));
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
