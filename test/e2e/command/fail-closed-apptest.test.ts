import { describe, it } from "vitest";
import { broken, fakeApptest, junit, passed, result, resultJson, status, success } from "../stage/fake-apptest.ts";
import { first, half, html, silent } from "../stage/fake-service.ts";
import { expectNoPass, type UntrustedAnswers } from "../stage/no-pass.ts";

const whole = junit(passed);

const rows: readonly UntrustedAnswers[] = [
  { title: "no test at all", status: status("Complete", {}), result: result({}), code: 1, says: /No test ran/ },
  {
    title: "an empty suite",
    status: status("Complete", {}),
    result: result({ xml: junit() }),
    code: 1,
    says: /No test ran/,
  },
  // Right after the end the results may not be stored yet.
  { title: "empty results of a counted test", result: result({}), code: 4, says: /results are empty/ },
  { title: "an unknown status", status: status("Finished!"), code: 4, says: /Finished!/ },
  { title: "an empty status", status: status(""), code: 4, says: /testset_status/ },
  {
    title: "fewer results than counted",
    status: status("Complete", { pass_cnt: 2 }),
    code: 3,
    says: /contradicts itself/,
  },
  {
    title: "more results than counted",
    result: result({ xml: junit(passed, passed) }),
    code: 3,
    says: /contradicts itself/,
  },
  {
    title: "a failure counted, none in the results",
    status: status("Complete", { fail_cnt: 1 }),
    code: 3,
    says: /contradicts itself/,
  },
  {
    title: "a pass counted, a failure in the results",
    result: result({ xml: junit(broken) }),
    code: 3,
    says: /contradicts itself/,
  },
  {
    title: "a test that is still running, without a result",
    status: status("Complete", { pass_cnt: 1, running_cnt: 1 }),
    code: 3,
    says: /contradicts itself/,
  },
  {
    title: "a test that was stopped",
    status: status("Complete", { pass_cnt: 1, stop_cnt: 1 }),
    result: result({ xml: junit(passed, broken) }),
    code: 1,
    says: /cut short/,
  },
  {
    title: "twins that differ in the outcome",
    result: result({ xml: whole, json: resultJson({ name: "Device 1", error: { message: "x" } }) }),
    code: 3,
    says: /XML and as JSON differ/,
  },
  {
    title: "twins that differ in a name",
    result: result({ xml: whole, json: resultJson({ name: "Device 2" }) }),
    code: 3,
    says: /XML and as JSON differ/,
  },
  { title: "XML that is cut off", result: result({ xml: whole.slice(0, -3) }), code: 4, says: /XML is broken/ },
  {
    title: "XML with a document type",
    result: result({ xml: `<!DOCTYPE x>${whole}` }),
    code: 4,
    says: /document type/,
  },
  { title: "HTML instead of XML", result: result({ xml: "<html><body/></html>" }), code: 4, says: /unknown <html>/ },
  {
    title: "an unknown element that may be a verdict",
    result: result({ xml: junit("<rejected/>"), json: resultJson({ name: "Device 1" }) }),
    code: 4,
    says: /unknown <rejected>/,
  },
  {
    title: "an unknown element with more inside it",
    result: result({ xml: junit("<group><a/></group>") }),
    code: 4,
    says: /unknown <group>/,
  },
  {
    title: "an unknown count of what did not pass",
    status: status("Complete", { pass_cnt: 1, aborted_cnt: 1 }),
    code: 4,
    says: /aborted_cnt/,
  },
  {
    title: "twins that are both broken",
    result: result({ xml: whole.slice(0, -3), json: "{" }),
    code: 4,
    says: /XML is broken/,
  },
  {
    title: "a broken twin, and one that disagrees with the counts",
    result: result({ xml: whole.slice(0, -3), json: resultJson({ name: "Device 1" }, { name: "Device 2" }) }),
    code: 3,
    says: /contradicts itself/,
  },
  {
    title: "a broken twin that contained a failure",
    result: result({ xml: junit(broken).slice(0, -3), json: resultJson({ name: "Device 1" }) }),
    code: 3,
    says: /XML and as JSON differ/,
  },
  { title: "JSON that is cut off", result: result({ json: '{"testsuites":{"testsuite":[' }), code: 4, says: /JSON/ },
  {
    title: "results that are not complete",
    result: result({ xml: whole, complete: false }),
    code: 4,
    says: /incomplete/,
  },
  { title: "HTML with 200 for a status", status: html(200), code: 4, says: /not the documented JSON/ },
  { title: "HTML with 200 for the results", result: html(200), code: 4, says: /not the documented JSON/ },
  { title: "half an answer", result: half, code: 4, says: /./ },
  { title: "no answer", status: silent, code: 4, says: /./ },
  { title: "no results in the envelope", result: success({}), code: 4, says: /complete/ },
  { title: "the status null", status: success(null), code: 4, says: /no data/ },
  {
    title: "results of another type",
    result: success({ complete: true, result_xml: [whole] }),
    code: 4,
    says: /result_xml/,
  },
  {
    title: "complete, and then aborted",
    status: first(1, status("Complete", { running_cnt: 1 }), status("Aborted")),
    code: 3,
    says: /complete, and then "Aborted"/,
  },
  {
    title: "aborted, and then complete and passed",
    status: first(1, status("Aborted"), status("Complete", { pass_cnt: 1 })),
    result: result({ xml: junit(passed) }),
    code: 3,
    says: /all tests passed, but .* "Aborted"/,
  },
  {
    title: "a failure counted, and then none",
    status: first(1, status("Complete", { fail_cnt: 1, running_cnt: 1 }), status("Complete", { pass_cnt: 2 })),
    result: result({ xml: junit(passed, passed) }),
    code: 3,
    says: /1 tests as failed at the end, and then 0/,
  },
  {
    title: "results beside a sign of failure",
    result: success({ complete: true, result_xml: whole, aborted: true }),
    code: 4,
    says: /reports a failure in "aborted"/,
  },
  {
    title: "unreadable results that contained a failure, and then a pass",
    result: first(1, success({ complete: true, result_xml: whole, aborted: true }), result({ xml: whole })),
    code: 3,
    says: /an earlier answer said that something did not pass/,
  },
  {
    title: "a twin that is cut off after a failure",
    result: result({ xml: whole, json: resultJson({ name: "Device 1", failure: { message: "x" } }).slice(0, -5) }),
    code: 3,
    says: /XML and as JSON differ/,
  },
];

describe.concurrent("apptest.ai: results that cannot be trusted are never a pass", () => {
  it.each(rows)("$title: $code", async (row) => {
    const { status: statuses, result: results } = row;
    await using service = await fakeApptest({
      ...(statuses && { status: statuses }),
      ...(results && { result: results }),
    });
    await expectNoPass(service.url, "apptest", row);
  });
});
