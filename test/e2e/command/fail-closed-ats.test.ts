import { describe, it } from "vitest";
import * as ats from "../stage/fake-ats.ts";
import { first, half, html, silent, text } from "../stage/fake-service.ts";
import { expectNoPass, type UntrustedAnswers } from "../stage/no-pass.ts";

const one = [["Log in", "Passed"]] as const;
const rows: readonly UntrustedAnswers[] = [
  { title: "no case at all", result: ats.done({ counts: [0, 0, 0], cases: [] }), code: 1, says: /No test ran/ },
  {
    title: "only cases that did not run",
    result: ats.done({ counts: [0, 2, 0], cases: [] }),
    code: 1,
    says: /No test ran/,
  },
  {
    title: "named cases that did not run",
    result: ats.done({ counts: [0, 1, 0], cases: [["Log in", "Not_Executed"]] }),
    code: 1,
    says: /No test ran/,
  },
  { title: "an unknown status", status: ats.done({ status: "Finished!" }), code: 4, says: /Finished!/ },
  {
    title: "aborted, and then done and passed",
    status: first(1, ats.done({ status: "Aborted", result: "" }), ats.done({})),
    result: ats.done({}),
    code: 3,
    says: /all tests passed, but .* "Aborted"/,
  },
  { title: "an unknown result", result: ats.done({ result: "Splendid" }), code: 3, says: /Splendid/ },
  // Right after the end it may not be stored yet.
  { title: "done without a result", result: ats.done({ result: "" }), code: 4, says: /cannot be trusted/ },
  {
    title: "a last poll that says failed, and results that say passed",
    status: ats.done({ result: "Failed", counts: [2, 0, 1], cases: [["Log in", "Failed"]] }),
    result: ats.done({
      counts: [2, 0, 0],
      cases: [
        ["Log in", "Passed"],
        ["Pay", "Passed"],
      ],
    }),
    code: 3,
    says: /called the run "failed", and then "passed"/,
  },
  {
    title: "a count that is too large for any process",
    result: ats.done({ counts: [1, 2_000_000_000, 0] }),
    code: 3,
    says: /counts 2000000000 test cases/,
  },
  {
    title: "an unknown flag that is set",
    result: ats.done({ more: "<Paused>true</Paused>" }),
    code: 4,
    says: /Paused is not known/,
  },
  {
    title: "passed with a failed case",
    result: ats.done({ counts: [0, 0, 1], cases: [["Log in", "Failed"]] }),
    code: 3,
    says: /cannot be trusted/,
  },
  {
    title: "failed without a failed case",
    result: ats.done({ result: "Failed" }),
    code: 1,
    says: /although no test failed/,
  },
  { title: "cancelled", result: ats.done({ canceled: true }), code: 1, says: /cut short/ },
  {
    title: "a case with an unknown result",
    result: ats.done({ cases: [["Log in", "Great"]] }),
    code: 3,
    says: /Great/,
  },
  {
    title: "fewer cases than counted",
    result: ats.done({ counts: [2, 0, 0], cases: one }),
    code: 3,
    says: /it counts 2 passed/,
  },
  {
    title: "more cases than counted",
    result: ats.done({ counts: [0, 0, 0], cases: one }),
    code: 3,
    says: /it counts 0 passed/,
  },
  {
    title: "neither counts nor cases",
    result: ats.done({ counts: undefined, cases: undefined }),
    code: 4,
    says: /neither counts nor test cases/,
  },
  {
    title: "not done any more",
    result: ats.done({ status: "Running", result: "" }),
    code: 4,
    says: /called the run done, and then "Running"/,
  },
  { title: "HTML with 200", status: html(200), code: 4, says: /text\/html/ },
  { title: "HTML with 200 for the results", result: html(200), code: 4, says: /text\/html/ },
  { title: "half an answer", result: half, code: 4, says: /./ },
  { title: "no answer", status: silent, code: 4, says: /./ },
  {
    title: "XML that is cut off",
    result: text(200, "text/xml", "<soap:Envelope><soap:Body>"),
    code: 4,
    says: /cannot be read/,
  },
  { title: "another envelope", status: ats.started, code: 4, says: /cannot be read/ },
  {
    title: "no flags, although they were requested",
    result: ats.done({ flags: false }),
    code: 4,
    says: /whether it was cancelled/,
  },
  {
    title: "unreadable results that contained a failure, and then a pass",
    result: first(1, ats.done({ result: "Failed", more: "<Paused>true</Paused>" }), ats.done({})),
    status: ats.done({ result: "", counts: undefined, cases: undefined }),
    code: 3,
    says: /an earlier answer said that something did not pass/,
  },
];

describe.concurrent("ATS: results that cannot be trusted are never a pass", () => {
  it.each(rows)("$title: $code", async (row) => {
    const { code, title: _title, says: _says, ...script } = row;
    // The last poll says the same as the results, so that the results are what is judged.
    const { result: results } = script;
    const agreeing = results !== undefined && code !== 4 ? { status: results, ...script } : script;
    await using service = await ats.fakeAts(agreeing);
    await expectNoPass(service.url, "ats", row);
  });
});
