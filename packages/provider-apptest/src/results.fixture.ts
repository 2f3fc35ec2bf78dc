import type { TestsetResult } from "@remotest/apptest-client";
import type { Progress } from "@remotest/core";

/** A result page. */
export const link: string = "https://app.apptest.ai/1";
/** The content of a test that passed. */
export const passed: string = `<system-out>${link}</system-out>`;
/** The content of a test that did not pass. */
export const broken: string = `<error message="${link}"/>`;
/** Makes JUnit XML with these tests. */
export const junit = (...cases: string[]): string =>
  `<testsuites><testsuite name="Shop">${cases.map((each, index) => `<testcase name="D${index + 1}" time="1.5">${each}</testcase>`).join("")}</testsuite></testsuites>`;
/** Makes the same as JSON. */
export const twin = (...cases: object[]): string =>
  JSON.stringify({
    testsuites: {
      testsuite: { name: "Shop", testcase: cases.map((each, index) => ({ name: `D${index + 1}`, ...each })) },
    },
  });
/** Makes an answer of section 3. */
export const result = (xml: string, json = "", html = ""): TestsetResult => ({
  complete: true,
  result_xml: xml,
  result_json: json,
  result_html: html,
});
/** Makes the counts of a status, with their sum as the total. */
export const progress = (given: Progress): Progress => {
  const { passed = 0, failed = 0, errors = 0, skipped = 0, running = 0, waiting = 0 } = given;
  return {
    passed,
    failed,
    errors,
    skipped,
    running,
    waiting,
    total: passed + failed + errors + skipped + running + waiting,
    ...given,
  };
};
