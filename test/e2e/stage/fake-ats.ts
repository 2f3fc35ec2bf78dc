import { type FakeService, fakeService, type Responder, text, type Wire } from "./fake-service.ts";

function answer(body: string, status = 200): Responder {
  const envelope = `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:tns="http://www.mendix.com/"><soap:Body>${body}</soap:Body></soap:Envelope>`;
  return text(status, "text/xml; charset=utf-8", envelope);
}

/** Answers as Run Job, with these fields. See specs/ats.wsdl, RunJob. */
export function runJob(fields: string): Responder {
  return answer(`<tns:RunJobResponse><RunJob>${fields}</RunJob></tns:RunJobResponse>`);
}
/** Starts a new run each time: J-1, J-2 and so on. */
export const started: Responder = (exchange) =>
  runJob(`<Started>true</Started><ErrorMessage></ErrorMessage><JobID>J-${exchange.time}</JobID>`)(exchange);

/** Answers as Get Job Status, with these fields. Section Get Job Status, Response. */
function jobStatus(fields: string): Responder {
  return answer(`<tns:GetTestRunResponse><TestRun>${fields}</TestRun></tns:GetTestRunResponse>`);
}
export function fault(code: string, message: string): Responder {
  return answer(`<soap:Fault><faultcode>${code}</faultcode><faultstring>${message}</faultstring></soap:Fault>`, 500);
}

/** Answers for a finished job; missing parts are those of a job with one passed case. */
export function done(given: {
  status?: string;
  result?: string;
  message?: string;
  canceled?: boolean;
  counts?: readonly [passed: number, notExecuted: number, failed: number] | undefined;
  cases?: readonly (readonly [name: string, result: string])[] | undefined;
  /** True if the answer has flags; a finished job has them. */
  flags?: boolean;
  /** Elements beside the flags. */
  more?: string;
}): Responder {
  const { status = "Done", result = "Passed", message = "", canceled = false, flags = true, more = "" } = given;
  const counts = "counts" in given ? given.counts : ([1, 0, 0] as const);
  const cases = "cases" in given ? given.cases : ([["Log in", "Passed"]] as const);
  return jobStatus(
    [
      `<ExecutionStatus>${status}</ExecutionStatus><ExecutionResult>${result}</ExecutionResult>`,
      `<ErrorMessage>${message}</ErrorMessage>`,
      flags
        ? `<ExecutionFlags><Flags><Canceled>${canceled}</Canceled><Warning>false</Warning>${more}</Flags></ExecutionFlags>`
        : "",
      counts === undefined
        ? ""
        : `<ExecutionResultBreakdown><ResultBreakdown><CountPassed>${counts[0]}</CountPassed><CountNotExecuted>${counts[1]}</CountNotExecuted><CountFailed>${counts[2]}</CountFailed></ResultBreakdown></ExecutionResultBreakdown>`,
      cases === undefined
        ? ""
        : `<ExecutionDetailsPerTestCase>${cases.map(details).join("")}</ExecutionDetailsPerTestCase>`,
    ].join(""),
  );
}

function details([name, result]: readonly [string, string]): string {
  return `<ExecutionDetailsTestCase><Name>${name}</Name><Result>${result}</Result><Duration>00:00:04</Duration></ExecutionDetailsTestCase>`;
}

const wire: Wire = {
  // The request for the result includes the flags, a poll does not.
  callOf: ({ url = "" }, body) =>
    !url.endsWith("/GetJobStatus") ? "start" : body.includes("IncludeExecutionFlags") ? "result" : "status",
  good: { start: started, status: done({}), result: done({}) },
};

/** Starts a fake Mendix ATS with chosen answers; by default, one case passes. */
export function fakeAts(
  script: Partial<Wire["good"]> = {},
  open?: Parameters<typeof fakeService>[2],
): Promise<FakeService> {
  return fakeService(wire, script, open);
}
