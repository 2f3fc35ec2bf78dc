import { describe, expect, it } from "vitest";
import * as apptest from "../stage/fake-apptest.ts";
import * as ats from "../stage/fake-ats.ts";
import { first, half, html, type Respond, silent, text } from "../stage/fake-service.ts";
import { openWorkspace, runArgs } from "../stage/workspace.ts";

interface Row {
  readonly title: string;
  readonly status?: Respond;
  readonly result?: Respond;
  readonly code: 1 | 3 | 4;
  readonly says: RegExp;
}
const { junit, passed, broken, status, result, success } = apptest;
const json = (...cases: readonly object[]): string =>
  JSON.stringify({ testsuites: { testsuite: [{ name: "Shop.TestBot", testcase: cases }] } });
const whole = junit(passed);

const apptestRows: readonly Row[] = [
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
    result: result({ xml: whole, json: json({ name: "Device 1", error: { message: "x" } }) }),
    code: 3,
    says: /XML and as JSON differ/,
  },
  {
    title: "twins that differ in a name",
    result: result({ xml: whole, json: json({ name: "Device 2" }) }),
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
    result: result({ xml: junit("<rejected/>"), json: json({ name: "Device 1" }) }),
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
    result: result({ xml: whole.slice(0, -3), json: json({ name: "Device 1" }, { name: "Device 2" }) }),
    code: 3,
    says: /contradicts itself/,
  },
  {
    title: "a broken twin that contained a failure",
    result: result({ xml: junit(broken).slice(0, -3), json: json({ name: "Device 1" }) }),
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
    result: result({ xml: whole, json: json({ name: "Device 1", failure: { message: "x" } }).slice(0, -5) }),
    code: 3,
    says: /XML and as JSON differ/,
  },
];

const one = [["Log in", "Passed"]] as const;
const atsRows: readonly Row[] = [
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
    says: /neither with counts nor with test cases/,
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

/** Results that cannot be trusted are requested again, until the timeout or the limit of retries: neither is a pass. */
const noPass = (code: Row["code"]): readonly number[] => (code === 4 ? [3, 4] : [code]);

describe.concurrent("apptest.ai: results that cannot be trusted are never a pass", () => {
  it.each(apptestRows)("$title: $code", async ({ code, says, ...script }) => {
    await using service = await apptest.fakeApptest(script);
    await expectNoPass(service.url, "apptest", code, says);
  });
});

describe.concurrent("ATS: results that cannot be trusted are never a pass", () => {
  it.each(atsRows)("$title: $code", async ({ code, says, ...script }) => {
    // The last poll says the same as the results, so that the results are what is judged.
    const { result: results } = script;
    const agreeing = results !== undefined && code !== 4 ? { status: results, ...script } : script;
    await using service = await ats.fakeAts(agreeing);
    await expectNoPass(service.url, "ats", code, says);
  });
});

async function expectNoPass(url: string, service: "apptest" | "ats", code: Row["code"], says: RegExp): Promise<void> {
  await using space = await openWorkspace(url);
  // Neither the gate's forgiveness nor a retry makes it a pass.
  const lenient = ["--fail-on", "never", "--max-failures", "100%", "--timeout", "3s", "--json"];
  const ended = await space.remotest(runArgs(service, "any", ...lenient));
  expect(noPass(code), ended.stderr).toContain(ended.code);
  expect(ended.stderr).toMatch(says);
  expect(JSON.parse(ended.stdout)).not.toMatchObject({ verdict: "passed" });
  expect(await space.report("junit.xml")).toMatch(/<error|<failure/);
}

describe.concurrent("good answers pass, so that the table above proves something", () => {
  it("apptest.ai", async () => {
    await using service = await apptest.fakeApptest({
      result: result({ xml: whole, json: json({ name: "Device 1", "system-out": { contents: ["https://x"] } }) }),
    });
    await using space = await openWorkspace(service.url);
    const { code, stderr } = await space.remotest(runArgs("apptest", "any"));
    expect(code, stderr).toBe(0);
    expect(service.calls).toEqual({ start: 1, status: 1, result: 1 });
  });
  it("apptest.ai, with unusual characters, and with undocumented fields", async () => {
    const odd = `\uFEFF\n${junit("<retries>2</retries>", passed).replace("Device 1", "Device &#x1b;1")}`;
    await using service = await apptest.fakeApptest({
      status: status("Complete", { pass_cnt: 2, queue_cnt: 0 }),
      result: result({ xml: odd, json: `\n${json({ name: "Device \u001B1", lane: 3 }, { name: "Device 2" })}` }),
    });
    await using space = await openWorkspace(service.url);
    const { code, stderr } = await space.remotest(runArgs("apptest", "any"));
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/1 were replaced/);
    expect(stderr).toMatch(/undocumented parts, which were ignored: retries, lane/);
    expect(await space.report("junit.xml")).toContain("Device \uFFFD1");
  });

  it.each([
    { title: "XML", broken: { xml: whole.slice(0, -3), json: json({ name: "Device 1" }) }, says: /XML is broken/ },
    { title: "JSON", broken: { xml: whole, json: "{" }, says: /JSON is cut off/ },
  ])("apptest.ai, if the $title is broken and its twin agrees with the counts", async ({ broken: given, says }) => {
    await using service = await apptest.fakeApptest({ result: result(given) });
    await using space = await openWorkspace(service.url);
    const { code, stderr } = await space.remotest(runArgs("apptest", "any"));
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(says);
    expect(service.calls.result).toBe(1);
  });

  const gone = (code: number): Respond => apptest.refusal(code, "Not there", 404);
  it.each([
    { title: "the testset, right after the start,", script: { status: first(2, gone(4053), status("Complete")) } },
    { title: "data, right after the end,", script: { result: first(2, gone(6003), result({ xml: whole })) } },
    { title: "a result, right after the end,", script: { result: first(2, result({}), result({ xml: whole })) } },
  ])("apptest.ai, if $title does not exist yet", async ({ script }) => {
    await using service = await apptest.fakeApptest(script);
    await using space = await openWorkspace(service.url);
    const { code, stderr } = await space.remotest(runArgs("apptest", "any"));
    expect(code, stderr).toBe(0);
    expect(Math.max(service.calls.status, service.calls.result)).toBe(3);
  });

  it("apptest.ai, attached to: not found is final", async () => {
    await using service = await apptest.fakeApptest({ status: gone(4053) });
    await using space = await openWorkspace(service.url);
    const { code, stderr } = await space.remotest(["attach", "apptest:77"]);
    expect(code, stderr).toBe(3);
    expect(service.calls.status).toBe(1);
  });

  it("apptest.ai: an unreadable answer is kept, named, and requested at most three times", async () => {
    const given = { xml: whole.slice(0, -3), html: "<p>Result</p>" };
    await using service = await apptest.fakeApptest({ result: result(given) });
    await using space = await openWorkspace(service.url);
    const { code, stderr } = await space.remotest(runArgs("apptest", "any"));
    expect(code, stderr).toBe(3);
    expect(service.calls.result).toBe(3);
    expect(stderr).toContain("provider/result.xml");
    expect(await space.report("provider/result.xml")).toBe(given.xml);
    expect(await space.report("provider/result.html")).toBe(given.html);
  });

  it("apptest.ai: and so is an answer without any results, with its secrets removed", async () => {
    const answer = '{"result_code":0,"data":{"complete":"demo-key-s3cret","result_xml":"<testsuites/>"}}';
    await using service = await apptest.fakeApptest({ result: text(200, "application/json", answer) });
    await using space = await openWorkspace(service.url);
    const env = { APPTEST_ACCESS_KEY: "demo-key-s3cret" };
    const { code, stderr } = await space.remotest(runArgs("apptest", "any"), { env });
    expect(code, stderr).toBe(3);
    expect(service.calls.result).toBe(3);
    expect(stderr).toContain("provider/answer.json");
    const kept = await space.report("provider/answer.json");
    expect(kept).toContain("<testsuites/>");
    expect(kept + stderr).not.toContain("s3cret");
  });

  it("apptest.ai, with an id beyond 2^53, of which every digit is kept", async () => {
    const body = '{"data":{"test_count":1,"testset_id":9007199254740993},"result_code":0}';
    await using service = await apptest.fakeApptest({ start: text(200, "application/json", body) });
    await using space = await openWorkspace(service.url);
    const { code, stderr } = await space.remotest(runArgs("apptest", "any"));
    expect(code, stderr).toBe(0);
    expect(await space.report("run.json")).toContain('"apptest:9007199254740993"');
  });

  it("ATS", async () => {
    await using service = await ats.fakeAts();
    await using space = await openWorkspace(service.url);
    const { code, stderr } = await space.remotest(runArgs("ats", "any"));
    expect(code, stderr).toBe(0);
    expect(service.calls).toEqual({ start: 1, status: 1, result: 1 });
  });

  it("ATS, with characters that XML excludes, and with undocumented fields", async () => {
    const message = "the terminal said &#x1b;[31m and \u0008";
    const odd = ats.done({ more: "<Paused>false</Paused>", cases: [[message, "Passed"]] });
    await using service = await ats.fakeAts({ status: odd, result: odd });
    await using space = await openWorkspace(service.url);
    const { code, stderr } = await space.remotest(runArgs("ats", "any"));
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/2 were replaced/);
    expect(stderr).toMatch(/undocumented parts, which were ignored: Paused/);
    expect(await space.report("junit.xml")).toContain("the terminal said \uFFFD[31m and \uFFFD");
  });

  it.each([
    { title: "an empty result", late: ats.done({ result: "" }) },
    { title: "neither counts nor cases", late: ats.done({ counts: undefined, cases: undefined }) },
  ])("ATS, if right after the end $title is not stored yet", async ({ late }) => {
    await using service = await ats.fakeAts({ result: first(2, late, ats.done({})) });
    await using space = await openWorkspace(service.url);
    const { code, stderr } = await space.remotest(runArgs("ats", "any"));
    expect(code, stderr).toBe(0);
    expect(service.calls.result).toBe(3);
    const attached = await space.remotest(["attach", "ats:SHOP-1/J-1", "--report-dir", "other"]);
    expect(attached.code, attached.stderr).toBe(0);
  });

  it("ATS, attached to: not found is final", async () => {
    await using service = await ats.fakeAts({ result: ats.done({ result: "" }) });
    await using space = await openWorkspace(service.url);
    const { code, stderr } = await space.remotest(["attach", "ats:SHOP-1/J-1"]);
    expect(code, stderr).toBe(3);
    expect(service.calls.result).toBe(1);
    expect(stderr).toContain("provider/result.xml");
    expect(await space.report("provider/result.xml")).toContain("<ExecutionStatus>Done");
  });
});
