import { describe, expect, it } from "vitest";
import { mayTellTrouble, saysBadEnd } from "./verdict-words.ts";

describe("a document that cannot be read", () => {
  it.each([
    '{"testsuites":{"testsuite":[{"testcase":[{"name":"D","failure":{"mess',
    '{"error":"the run"}',
    '{\\"errors\\":\\"1\\"}',
    '{"failed":0.5}',
    '<testsuites><testsuite failures="1">',
    "<failure/>",
    "<error></error>",
    "<CountFailed>1</CountFailed>",
    "<Canceled>true</Canceled>",
    "<html><body>Run aborted</body></html>",
    "5 tests timed out",
  ])("may report what did not pass: %s", (document) => {
    expect(mayTellTrouble(document)).toBe(true);
  });
  it.each([
    "",
    "<html><body/></html>",
    '<testsuites><testsuite name="Shop" failures="0" errors=\'0\'><testcase name="D1"><system-out>https://x/1</sys',
    '{"failures":0,"errors":"0","skipped":null,"aborted":false}',
    '{\\"failures\\":\\"0\\"}',
    "<CountFailed>0</CountFailed><Canceled> false </Canceled>",
    "</error>",
    '<testsuite failures="">',
  ])("reports no failure: %s", (document) => {
    expect(mayTellTrouble(document)).toBe(false);
  });
  it("is read in time that grows only linearly with its length", () => {
    for (const unit of ["</fail", 'failures="0" ', "</a", "un", "fail"]) {
      const document = unit.repeat(2 ** 20);
      const begun = performance.now();
      mayTellTrouble(document);
      expect(performance.now() - begun).toBeLessThan(2_000);
    }
  });
});

describe("an unknown status", () => {
  it.each([
    "Aborted",
    "ABORTED",
    "CANCELLED",
    "RunCanceled",
    "run_failed",
    "Timed_Out",
    "Time-out",
    "Stopped",
    "중지됨",
  ])("%s says that the run ended badly", (status) => {
    expect(saysBadEnd(status)).toBe(true);
  });
  it.each([
    "",
    "NotStarted",
    "Incomplete",
    "Preparing",
    "Unfinished",
    "Partially done",
    "Nonstop",
    "Default",
    "Waiting",
  ])("%s does not", (status) => {
    expect(saysBadEnd(status)).toBe(false);
  });
});
