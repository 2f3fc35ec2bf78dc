import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { renderResult } from "./results.ts";
import { Testset } from "./testset.ts";

const origin = "http://127.0.0.1:4010";

function rendered(name: string): ReturnType<typeof renderResult> {
  return renderResult(new Testset(251_929, { pid: 509, testset_name: name }, () => 0), origin);
}

describe("a result", () => {
  it("is XML exactly in the page's JUnit XML Format", () => {
    expect(rendered("fail").result_xml).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="TestBot Test">
    <testsuite name="Sandbox project 509.TestBot">
        <testcase name="SAMSUNG GALAXY_S8 / ANDROID 9" time="5.667">
            <system-out>http://127.0.0.1:4010/tests/251929/1</system-out>
        </testcase>
        <testcase name="LG V50 ThinQ &amp; Dual Screen / ANDROID 10" time="11.333">
            <error message="http://127.0.0.1:4010/tests/251929/2" />
        </testcase>
        <testcase name="삼성 갤럭시 노트10 / ANDROID 11" time="17.000">
            <system-out>http://127.0.0.1:4010/tests/251929/3</system-out>
        </testcase>
    </testsuite>
</testsuites>
`);
  });

  it.each(["pass", "fail", "error", "fail cases-20"])("of %s is the same in JSON", (name) => {
    const { result_xml, result_json } = rendered(name);
    const { testsuites } = JSON.parse(result_json) as { testsuites: { testsuite: { testcase: unknown[] }[] } };
    expect(testsuites.testsuite.flatMap(({ testcase }) => testcase)).toEqual(casesOf(result_xml));
  });

  it("names each device once", () => {
    const names = casesOf(rendered("cases-20").result_xml).map(({ name }) => name);
    expect(new Set(names).size).toBe(20);
  });

  it("is a page with a link to each device's page", () => {
    const { result_html } = rendered("error");
    expect(result_html).toContain('<a href="http://127.0.0.1:4010/tests/251929/2">LG V50 ThinQ &amp; Dual Screen');
    expect(result_html).toContain("<td>error</td>");
  });
});

interface Case {
  readonly name: string | undefined;
  readonly time: string | undefined;
  readonly "system-out"?: { contents: string[] };
  readonly error?: { message: string | undefined };
}

/** Reads the cases of the XML in the shape of the JSON. */
function casesOf(xml: string): Case[] {
  const cases: Case[] = [];
  let text = "";
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("text", (part) => (text += part));
  parser.on("opentag", ({ name, attributes }) => {
    text = "";
    if (name === "testcase") cases.push({ name: attributes["name"], time: attributes["time"] });
    if (name === "error") cases.push({ ...cases.pop()!, error: { message: attributes["message"] } });
  });
  parser.on("closetag", ({ name }) => {
    if (name === "system-out") cases.push({ ...cases.pop()!, "system-out": { contents: [text] } });
  });
  parser.write(xml).close();
  return cases;
}
