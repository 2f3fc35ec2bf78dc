import { count } from "@remotest/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapResults } from "./map-results.ts";
import { broken, junit, link, passed, progress, result, twin } from "./results.fixture.ts";

describe("if one of the twins is broken", () => {
  const xml = junit(passed, broken);
  const json = twin({}, { error: { message: link } });
  const counted = progress({ passed: 1, errors: 1 });
  it.each([
    { title: "the XML is cut off", given: result(xml.slice(0, -4), json), says: /XML is broken.*as JSON are used/ },
    { title: "the XML is an HTML page", given: result("<html><body/></html>", json), says: /<html>.*as JSON are used/ },
    { title: "the JSON is cut off", given: result(xml, json.slice(0, -4)), says: /JSON is cut off.*as XML are used/ },
    { title: "the JSON is something else", given: result(xml, "[]"), says: /no testsuites.*as XML are used/ },
  ])("$title: the other is used, with a warning", async ({ given, says }) => {
    const { testRun } = await mapResults(given, counted);
    expect(count([testRun])).toMatchObject({ passed: 1, errors: 1 });
    expect(testRun.warnings).toEqual([expect.stringMatching(says)]);
  });

  it("a twin without a failure replaces one that counts no failure", async () => {
    const cut = '<testsuites failures="0"><testsuite name="Shop" errors="0" skipped="0"><testcase name="D1"/></testsu';
    const { testRun } = await mapResults(result(cut, twin({})), progress({ passed: 1 }));
    expect(testRun.warnings).toEqual([expect.stringMatching(/XML is broken.*as JSON are used/)]);
  });

  const unread = "apptest-unreadable-results";
  it.each([
    { title: "both are broken", given: result("<testsuites>", "{"), counted, code: unread },
    { title: "there is no other", given: result("<testsuites>"), counted, code: unread },
    {
      title: "the other disagrees with the counts",
      given: result("<testsuites>", twin({})),
      counted,
      code: "apptest-contradiction",
    },
    {
      title: "it reports a failure that the other does not have",
      given: result(junit(broken).slice(0, -4), twin({})),
      counted: progress({ passed: 1 }),
      code: "apptest-contradiction",
    },
    ...[
      '{"testsuites":{"testsuite":[{"testcase":[{"name":"D1","failure":{"message":"boom"}},{"na',
      '{"testsuite":[{"testcase":[{"name":"D1","failure":{"message":"boom"}}]}]}',
    ].map((json) => ({
      title: `it names a failure that the other does not have: ${json}`,
      given: result(junit(passed), json),
      counted: progress({ passed: 1 }),
      code: "apptest-contradiction",
    })),
    {
      title: "it has a document type, and a failure in it",
      given: result(`<!DOCTYPE x>${junit("<failure/>")}`, twin({})),
      counted: progress({ passed: 1 }),
      code: "apptest-contradiction",
    },
    {
      title: "it reports two failures, and the other has one",
      given: result(junit(broken, broken).slice(0, -4), twin({ error: {} })),
      counted: progress({ errors: 1 }),
      code: "apptest-contradiction",
    },
    ...[
      { xml: junit(passed), json: '{"problem":"the run was aborted","failed":1}' },
      { xml: '<testsuites><testsuite failures="1"><testcase name="D1">', json: twin({}) },
      { xml: "<html><body>Run aborted</body></html>", json: twin({}) },
      { xml: `<testsuites><testsuite name="Shop"><testcase name="D1" resul="timed out">`, json: twin({}) },
    ].map(({ xml: asXml, json: asJson }) => ({
      title: `it may report something that did not pass: ${asXml} ${asJson}`,
      given: result(asXml, asJson),
      counted: progress({ passed: 1 }),
      code: unread,
    })),
    {
      title: "it is complete and contains a possible verdict",
      given: result(junit("<rejected/>"), twin({})),
      counted: progress({ passed: 1 }),
      code: unread,
    },
    {
      title: "it has a key twice",
      given: result(junit(passed), twin({}).replace('"name":"D1"', '"name":"D1","name":"D1"')),
      counted: progress({ passed: 1 }),
      code: unread,
    },
  ])("$title: an error with the service's answer", async ({ given, counted: progressOf, code }) => {
    const evidence = [
      { name: "result.xml", title: "apptest.ai's JUnit XML", content: given.result_xml },
      { name: "result.json", title: "apptest.ai's JSON", content: given.result_json },
    ].filter(({ content }) => content !== "");
    await expect(mapResults(given, progressOf)).rejects.toMatchObject({ code, evidence });
  });
});

describe("an oddity changes no outcome", () => {
  it("no single character in the names of either twin loses the results", async () => {
    const odd = fc.oneof(
      fc.integer({ min: 0, max: 0x1f }).map((code) => String.fromCharCode(code)),
      fc.constantFrom("\uFFFE", "\uFFFF", "\uD800", "\uDFFF", "\u007F", "\u0085", "\uFEFF"),
    );
    await fc.assert(
      fc.asyncProperty(odd, fc.boolean(), async (character, asReference) => {
        const inXml = asReference ? `&#${character.charCodeAt(0)};` : character;
        const given = result(
          junit(passed, broken).replace("D1", `D${inXml}1`),
          // Raw, which is not valid JSON, and escaped.
          twin({}, { error: {} }).replace(
            "D1",
            asReference ? JSON.stringify(`D${character}1`).slice(1, -1) : `D${character}1`,
          ),
        );
        const { testRun } = await mapResults(given, progress({ passed: 1, failed: 1 }));
        expect(count([testRun])).toMatchObject({ passed: 1, failed: 1 });
      }),
    );
  });

  it("characters that are not allowed in XML are one warning for both twins", async () => {
    const given = result(
      `\n\uFEFF${junit(passed).replace("D1", "D&#8;1 \u001B[0m").replace("Shop", "Sh\u0000op")}`,
      `\uFEFF\n${twin({}).replace("D1", "D\u00081 \u001B[0m")}`,
    );
    const { testRun } = await mapResults(given, progress({ passed: 1 }));
    expect(testRun.suites).toMatchObject([{ name: "Sh\uFFFDop", cases: [{ name: "D\uFFFD1 \uFFFD[0m" }] }]);
    expect(testRun.warnings).toEqual([expect.stringMatching(/not allowed; 5 were replaced/)]);
  });

  it("the service's additions and times that are not valid are one warning each", async () => {
    const given = result(
      junit("<retries/>", '<note a="1"/>').replace('time="1.5"', 'time="soon" lane="2"'),
      twin({ retries: 3, time: "soon" }, { note: "x" }),
    );
    const { testRun } = await mapResults(given, progress({ passed: 2 }));
    expect(testRun.warnings).toEqual([
      "The results contain undocumented parts, which were ignored: lane, retries, a, note.",
      'The results contain times that cannot be read, such as "soon": they are left out.',
    ]);
    expect(testRun.suites[0]?.cases[0]).not.toHaveProperty("durationMs");
  });

  it("a link with words after it stays a link", async () => {
    const given = result("", twin({ failure: { message: [link, "It crashed", "at start"] } }));
    const { testRun } = await mapResults(given, progress({ failed: 1 }));
    expect(testRun.suites[0]?.cases[0]).toMatchObject({
      links: [{ href: link }],
      message: "It crashed\nat start",
      outcome: "failed",
    });
  });

  it("only missing results may come later", async () => {
    await expect(mapResults(result(""), progress({ passed: 1 }))).rejects.toMatchObject({ notYet: true });
    await expect(mapResults(result(junit()), progress({ passed: 1 }))).rejects.toMatchObject({ notYet: undefined });
  });
});
