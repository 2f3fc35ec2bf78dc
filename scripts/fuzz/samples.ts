import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderResult } from "../../packages/sandbox/src/apptest/results.ts";
import { Testset } from "../../packages/sandbox/src/apptest/testset.ts";

const specs = join(import.meta.dirname, "../../specs/examples");

/** Reads an example from the services' pages. */
export function example(path: string): string {
  return readFileSync(join(specs, path), "utf8");
}

/** A testset's results from the sandbox, with the counts of its status. */
export interface SampleResults {
  readonly result_xml: string;
  readonly result_json: string;
  readonly passed: number;
  readonly errors: number;
}

/** Results with and without failures. */
export const sampleResults: readonly SampleResults[] = ["pass", "error", "error cases-7", "pass cases-1"].map(
  (name) => {
    const testset = new Testset(251_929, { pid: 509, testset_name: name }, () => 0);
    const passed = testset.devices.filter(({ outcome }) => outcome === "pass").length;
    const { result_xml, result_json } = renderResult(testset, "http://127.0.0.1:4010");
    return { result_xml, result_json, passed, errors: testset.devices.length - passed };
  },
);

/** ATS answers with cases that passed, failed and did not run. */
export const atsStatuses: readonly string[] = [
  ...[1, 2, 3].map((number) => example(`ats/get-job-status.response-${number}.xml`)),
  atsStatus("Passed", ["Passed", "Passed"]),
  atsStatus("Failed", ["Passed", "Failed", "Not_Executed"]),
];

function atsStatus(result: string, cases: readonly string[]): string {
  const count = (wanted: string): number => cases.filter((each) => each === wanted).length;
  const counts = `<CountPassed>${count("Passed")}</CountPassed><CountNotExecuted>${count("Not_Executed")}</CountNotExecuted><CountFailed>${count("Failed")}</CountFailed>`;
  const details = cases.map(
    (each, index) =>
      `<ExecutionDetailsTestCase><Name>Case ${index}</Name><Result>${each}</Result><Duration>00:00:04</Duration></ExecutionDetailsTestCase>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:tns="http://www.mendix.com/"><soap:Body><tns:GetTestRunResponse><TestRun><ExecutionStatus>Done</ExecutionStatus><ExecutionResult>${result}</ExecutionResult><ErrorMessage></ErrorMessage><ExecutionFlags><Flags><Canceled>false</Canceled><Warning>false</Warning></Flags></ExecutionFlags><ExecutionResultBreakdown><ResultBreakdown>${counts}</ResultBreakdown></ExecutionResultBreakdown><ExecutionDetailsPerTestCase>${details.join("")}</ExecutionDetailsPerTestCase></TestRun></tns:GetTestRunResponse></soap:Body></soap:Envelope>`;
}
