import type { TestsetResult } from "@remotest/apptest-client";
import type { Progress } from "@remotest/core";

/** A result page. */
export const link: string = "https://app.apptest.ai/1";
/** What is inside a test that passed. */
export const passed: string = `<system-out>${link}</system-out>`;
/** What is inside a test that did not. */
export const broken: string = `<error message="${link}"/>`;
/** JUnit XML around tests. */
export const junit = (...cases: string[]): string =>
  `<testsuites><testsuite name="Shop">${cases.map((each, index) => `<testcase name="D${index + 1}" time="1.5">${each}</testcase>`).join("")}</testsuite></testsuites>`;
/** The same as JSON. */
export const twin = (...cases: object[]): string =>
  JSON.stringify({
    testsuites: {
      testsuite: { name: "Shop", testcase: cases.map((each, index) => ({ name: `D${index + 1}`, ...each })) },
    },
  });
/** An answer of section 3. */
export const result = (xml: string, json = "", html = ""): TestsetResult => ({
  complete: true,
  result_xml: xml,
  result_json: json,
  result_html: html,
});
/** Counts of a status that make up their total. */
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
