import { describe, expect, it } from "vitest";
import * as apptest from "../stage/fake-apptest.ts";
import * as ats from "../stage/fake-ats.ts";
import { first, type Responder, text } from "../stage/fake-service.ts";
import { openWorkspace, runArgs } from "../stage/workspace.ts";

const { junit, passed, result, resultJson, status } = apptest;
const whole = junit(passed);

describe.concurrent("good answers pass, so that the tests of bad ones prove something", () => {
  it("apptest.ai", async () => {
    await using service = await apptest.fakeApptest({
      result: result({ xml: whole, json: resultJson({ name: "Device 1", "system-out": { contents: ["https://x"] } }) }),
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
      result: result({ xml: odd, json: `\n${resultJson({ name: "Device \u001B1", lane: 3 }, { name: "Device 2" })}` }),
    });
    await using space = await openWorkspace(service.url);
    const { code, stderr } = await space.remotest(runArgs("apptest", "any"));
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/1 were replaced/);
    expect(stderr).toMatch(/undocumented parts, which were ignored: retries, lane/);
    expect(await space.report("junit.xml")).toContain("Device \uFFFD1");
  });

  it.each([
    {
      title: "XML",
      broken: { xml: whole.slice(0, -3), json: resultJson({ name: "Device 1" }) },
      says: /XML is broken/,
    },
    { title: "JSON", broken: { xml: whole, json: "{" }, says: /JSON is cut off/ },
  ])("apptest.ai, if the $title is broken and its twin agrees with the counts", async ({ broken: given, says }) => {
    await using service = await apptest.fakeApptest({ result: result(given) });
    await using space = await openWorkspace(service.url);
    const { code, stderr } = await space.remotest(runArgs("apptest", "any"));
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(says);
    expect(service.calls.result).toBe(1);
  });

  const gone = (code: number): Responder => apptest.refusal(code, "Not there", 404);
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
