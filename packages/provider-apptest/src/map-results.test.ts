import { readFileSync } from "node:fs";
import { join } from "node:path";
import { count, type Progress, ProviderError } from "@remotest/core";
import { describe, expect, it } from "vitest";
import { mapResults } from "./map-results.ts";
import { broken, junit, link, passed, progress, result, twin } from "./results.fixture.ts";

describe("the outcome of a device for which the results only say that it is not ok", () => {
  it.each([
    { title: "failures only", counted: { passed: 1, failed: 1 }, outcome: "failed" },
    { title: "errors only", counted: { passed: 1, errors: 1 }, outcome: "error" },
  ] as const)("with $title counted: $outcome", async ({ counted, outcome }) => {
    const { testRun } = await mapResults(result(junit(passed, broken)), progress(counted));
    expect(testRun.suites).toEqual([
      {
        name: "Shop",
        ofDevices: true,
        cases: [
          {
            name: "D1",
            outcome: "passed",
            durationMs: 1500,
            links: [{ label: "Result at apptest.ai", href: link }],
            earlierAttempts: [],
          },
          {
            name: "D2",
            outcome,
            durationMs: 1500,
            links: [{ label: "Result at apptest.ai", href: link }],
            message: "The test did not pass on this device; the result page says why.",
            earlierAttempts: [],
          },
        ],
      },
    ]);
    expect(testRun.conclusion).toEqual({ kind: "unstated" });
  });

  it("is an error if both failures and errors are counted", async () => {
    const { testRun } = await mapResults(result(junit(broken, broken)), progress({ failed: 1, errors: 1 }));
    expect(count([testRun])).toMatchObject({ errors: 2, failed: 0 });
  });

  it("has the text as its message if there is no link", async () => {
    const { testRun } = await mapResults(result(junit('<error message="It crashed"/>')), progress({ failed: 1 }));
    expect(testRun.suites[0]?.cases[0]).toMatchObject({ message: "It crashed", links: [] });
  });
});

describe("the sample of the page, section 3", () => {
  const sample = readFileSync(join(import.meta.dirname, "../../../specs/examples/apptest/result.junit.xml"), "utf8");
  it("has one passed and one broken device", async () => {
    const { testRun, files } = await mapResults(result(sample), progress({ passed: 1, errors: 1 }));
    expect(count([testRun])).toMatchObject({ total: 2, passed: 1, errors: 1 });
    expect(files).toEqual([{ name: "result.xml", title: "apptest.ai's JUnit XML", content: sample }]);
  });
});

describe("results and counts must agree", () => {
  interface Row {
    readonly title: string;
    readonly xml: string;
    readonly json?: string;
    readonly counted: Progress;
    readonly agrees: boolean;
  }
  const rows: readonly Row[] = [
    { title: "all passed", xml: junit(passed), counted: progress({ passed: 1 }), agrees: true },
    { title: "no test anywhere", xml: "", counted: progress({}), agrees: true },
    { title: "an empty document, and no test", xml: "<testsuites/>", counted: progress({}), agrees: true },
    { title: "no results for a test", xml: "", counted: progress({ passed: 1 }), agrees: false },
    { title: "white space for a test", xml: " \n", counted: progress({ passed: 1 }), agrees: false },
    { title: "one result more", xml: junit(passed, passed), counted: progress({ passed: 1 }), agrees: false },
    { title: "one result less", xml: junit(passed), counted: progress({ passed: 2 }), agrees: false },
    { title: "a failure that is not counted", xml: junit(broken), counted: progress({ passed: 1 }), agrees: false },
    { title: "a counted failure that passed", xml: junit(passed), counted: progress({ failed: 1 }), agrees: false },
    { title: "a counted error that passed", xml: junit(passed), counted: progress({ errors: 1 }), agrees: false },
    { title: "a counted stop that passed", xml: junit(passed), counted: progress({ skipped: 1 }), agrees: false },
    {
      title: "a test counted as running that passed meanwhile",
      xml: junit(passed, passed),
      counted: progress({ passed: 1, running: 1 }),
      agrees: true,
    },
    {
      title: "a test counted as running that failed meanwhile",
      xml: junit(passed, broken),
      counted: progress({ passed: 1, running: 1 }),
      agrees: true,
    },
    {
      title: "a test counted as running that is missing",
      xml: junit(passed),
      counted: progress({ passed: 1, running: 1 }),
      agrees: false,
    },
    {
      title: "the page's own example of a status: Complete with a running test",
      xml: junit(broken, broken, passed),
      counted: progress({ errors: 1, failed: 1, running: 1 }),
      agrees: true,
    },
    {
      title: "a total that is more than its parts",
      xml: junit(passed),
      counted: progress({ passed: 1, total: 2 }),
      agrees: false,
    },
    {
      title: "twins that agree",
      xml: junit(passed, broken),
      json: twin({}, { error: {} }),
      counted: progress({ passed: 1, failed: 1 }),
      agrees: true,
    },
    {
      title: "twins in another order",
      xml: junit(passed, broken),
      json: twin({}, { error: {} }).replace("D1", "D3").replace("D2", "D1").replace("D3", "D2"),
      counted: progress({ passed: 1, failed: 1 }),
      agrees: false,
    },
    {
      title: "twins with another verdict",
      xml: junit(passed),
      json: twin({ failure: {} }),
      counted: progress({ passed: 1 }),
      agrees: false,
    },
    {
      title: "twins with one test less",
      xml: junit(passed, passed),
      json: twin({}),
      counted: progress({ passed: 2 }),
      agrees: false,
    },
    ...["testsuite ", "testsuites "].flatMap((element) =>
      [
        { said: 'tests="2" failures="1" errors="0"', agrees: true },
        { said: 'tests="2" failures="0" errors="0"', agrees: true },
        { said: 'failures="" skipped="0" disabled="0"', agrees: true },
        { said: 'skipped="2"', agrees: false },
        { said: 'disabled="2"', agrees: false },
        { said: 'tests="3"', agrees: false },
        { said: 'tests="1"', agrees: false },
        { said: 'failures="2"', agrees: false },
        { said: 'failures="1" errors="1"', agrees: false },
      ].map(({ said, agrees }) => ({
        title: `XML whose ${element}says ${said}`,
        xml: junit(passed, broken)
          .replace("<testsuites>", "<testsuites >")
          .replace(`<${element}`, `<${element}${said} `),
        counted: progress({ passed: 1, failed: 1 }),
        agrees,
      })),
    ),
    ...[
      { said: { tests: "2", errors: 1 }, agrees: true },
      { said: { tests: 3 }, agrees: false },
      { said: { errors: "2" }, agrees: false },
    ].flatMap(({ said, agrees }) =>
      ['"testsuite":{', '"testsuites":{'].map((object) => ({
        title: `JSON whose ${object} says ${JSON.stringify(said)}`,
        xml: "",
        json: twin({}, { error: {} }).replace(object, `${object}${JSON.stringify(said).slice(1, -1)},`),
        counted: progress({ passed: 1, failed: 1 }),
        agrees,
      })),
    ),
    { title: "JSON alone", xml: "", json: twin({}), counted: progress({ passed: 1 }), agrees: true },
    {
      title: "JSON alone that disagrees with the counts",
      xml: "",
      json: twin({ error: {} }),
      counted: progress({ passed: 1 }),
      agrees: false,
    },
  ];
  it.each(rows)("$title: $agrees", async ({ xml, json, counted, agrees }) => {
    const mapped = mapResults(result(xml, json), counted);
    if (agrees) await expect(mapped).resolves.toBeDefined();
    else {
      await expect(mapped).rejects.toBeInstanceOf(ProviderError);
      await expect(mapped).rejects.toMatchObject({ code: "apptest-contradiction", retry: "never" });
    }
  });
});

describe("in addition to the outcomes", () => {
  it("a stopped test cuts the run short, so that it never passes", async () => {
    const { testRun } = await mapResults(result(junit(passed, broken)), progress({ passed: 1, skipped: 1 }));
    expect(testRun.conclusion).toMatchObject({
      kind: "cut-short",
      message: expect.stringContaining("1 of its tests") as string,
    });
  });

  it("a test counted as unfinished is a warning", async () => {
    const { testRun } = await mapResults(result(junit(passed, passed)), progress({ passed: 1, waiting: 1 }));
    expect(testRun.warnings).toEqual([expect.stringContaining("1 tests as unfinished")]);
  });

  it("only the service's own files are kept, unchanged", async () => {
    const { files } = await mapResults(result(junit(passed), "", "<p>&</p>"), progress({ passed: 1 }));
    expect(files).toEqual([
      { name: "result.xml", title: "apptest.ai's JUnit XML", content: junit(passed) },
      { name: "result.html", title: "apptest.ai's own report", content: "<p>&</p>" },
    ]);
  });
});
