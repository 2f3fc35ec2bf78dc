import { type FakeService, fakeService, type Responder, text, type Wire } from "./fake-service.ts";

/** Answers with a success. See specs/apptest.openapi.yaml. */
export function success(data: unknown): Responder {
  return text(200, "application/json", JSON.stringify({ data, result_code: 0, result_msg: "", reason: "" }));
}

/** Answers with a refusal. See the result codes in specs/apptest.openapi.yaml. */
export function refusal(code: number, reason: string, status = 200, headers: Record<string, string> = {}): Responder {
  const body = JSON.stringify({ data: {}, result_code: code, result_msg: "Refused", reason });
  return text(status, "application/json", body, headers);
}

/** Starts a new run each time: 77, 78 and so on. */
export const started: Responder = (exchange) => success({ test_count: 1, testset_id: 76 + exchange.time })(exchange);

/** Answers as in section 2; missing counts are 0, and the total is their sum. */
export function status(testset_status: string, counts: Record<string, number> = { pass_cnt: 1 }): Responder {
  const none = { error_cnt: 0, fail_cnt: 0, initializing_cnt: 0, pass_cnt: 0, running_cnt: 0, stop_cnt: 0 };
  const total_test_cnt = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return success({ testset_status, testset_status_detail: { total_test_cnt, ...none, ...counts } });
}

/** Returns JUnit XML with test cases. Section 3, JUnit XML Format Example. */
export function junit(...cases: readonly string[]): string {
  const inside = cases.map((each, index) => `<testcase name="Device ${index + 1}" time="1.5">${each}</testcase>`);
  return `<testsuites name="TestBot Test"><testsuite name="Shop.TestBot">${inside.join("")}</testsuite></testsuites>`;
}

/** Returns the same as JSON, with cases as they are given. */
export function resultJson(...cases: readonly object[]): string {
  return JSON.stringify({ testsuites: { testsuite: [{ name: "Shop.TestBot", testcase: cases }] } });
}

/** Answers as in section 3. */
export function result(given: { xml?: string; json?: string; html?: string; complete?: boolean }): Responder {
  const { xml = "", json = "", html = "", complete = true } = given;
  return success({ complete, result_xml: xml, result_json: json, result_html: html });
}

export const passed = "<system-out>https://app.apptest.ai/1</system-out>";
export const broken = '<error message="https://app.apptest.ai/2" />';

const wire: Wire = {
  callOf: ({ method, url = "" }) => (method === "POST" ? "start" : url.endsWith("/result") ? "result" : "status"),
  good: { start: started, status: status("Complete"), result: result({ xml: junit(passed) }) },
};

/** Starts a fake apptest.ai with chosen answers; by default, one device passes. */
export function fakeApptest(
  script: Partial<Wire["good"]> = {},
  open?: Parameters<typeof fakeService>[2],
): Promise<FakeService> {
  return fakeService(wire, script, open);
}
