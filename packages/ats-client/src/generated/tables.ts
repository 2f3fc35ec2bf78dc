// Generated from specs/ats.wsdl by `pnpm generate`. Do not edit: edit the WSDL and generate again.

/** One element of a complex type. */
export interface Field {
  readonly name: string;
  readonly type: "string" | "boolean" | "int" | TypeName;
  readonly optional: boolean;
  /** There may be several in a row: the model has a list. */
  readonly repeated: boolean;
  /** The element between this one and its content, which the model leaves out. */
  readonly wrapper?: string;
}

/** A global element and its content. */
export interface Message {
  readonly element: string;
  /** The element between this one and its content, which the model leaves out. */
  readonly wrapper?: string;
  readonly type: TypeName;
}

/** One operation of one service. */
export interface Operation {
  readonly service: string;
  readonly port: string;
  readonly operation: string;
  /** The path of the service, below the base URL. */
  readonly path: string;
  readonly header: Message;
  readonly input: Message;
  readonly output: Message;
}

export type TypeName = "Authentication" | "RunJobRequest" | "RunJobResult" | "GetJobStatusRequest" | "GetJobStatusResult" | "ExecutionFlags" | "ExecutionResultBreakdown" | "ExecutionDetailsTestCase" | "RerunNotPassedRequest";

/** The namespace of every global element. Their children have none. */
export const namespace: string = "http://www.mendix.com/";

/** The elements of each complex type, in the order in which they must be sent. */
export const tables: Readonly<Record<TypeName, readonly Field[]>> = {
  Authentication: [
    { name: "username", type: "string", optional: false, repeated: false },
    { name: "password", type: "string", optional: false, repeated: false },
  ],
  RunJobRequest: [
    { name: "AppAPIToken", type: "string", optional: false, repeated: false },
    { name: "AppID", type: "string", optional: false, repeated: false },
    { name: "JobTemplateID", type: "string", optional: false, repeated: false },
  ],
  RunJobResult: [
    { name: "Started", type: "boolean", optional: false, repeated: false },
    { name: "ErrorMessage", type: "string", optional: true, repeated: false },
    { name: "JobID", type: "string", optional: true, repeated: false },
  ],
  GetJobStatusRequest: [
    { name: "AppAPIToken", type: "string", optional: false, repeated: false },
    { name: "JobID", type: "string", optional: false, repeated: false },
    { name: "AppID", type: "string", optional: false, repeated: false },
    { name: "IncludeExecutionFlags", type: "boolean", optional: true, repeated: false },
    { name: "IncludeExecutionResultBreakdown", type: "boolean", optional: true, repeated: false },
    { name: "IncludeDetailsPerTestCase", type: "boolean", optional: true, repeated: false },
  ],
  GetJobStatusResult: [
    { name: "ExecutionStatus", type: "string", optional: false, repeated: false },
    { name: "ExecutionResult", type: "string", optional: true, repeated: false },
    { name: "ErrorMessage", type: "string", optional: true, repeated: false },
    { name: "ExecutionFlags", type: "ExecutionFlags", optional: true, repeated: false, wrapper: "Flags" },
    { name: "ExecutionResultBreakdown", type: "ExecutionResultBreakdown", optional: true, repeated: false, wrapper: "ResultBreakdown" },
    { name: "ExecutionDetailsPerTestCase", type: "ExecutionDetailsTestCase", optional: true, repeated: true, wrapper: "ExecutionDetailsTestCase" },
  ],
  ExecutionFlags: [
    { name: "Canceled", type: "boolean", optional: false, repeated: false },
    { name: "Warning", type: "boolean", optional: false, repeated: false },
  ],
  ExecutionResultBreakdown: [
    { name: "CountPassed", type: "int", optional: false, repeated: false },
    { name: "CountNotExecuted", type: "int", optional: false, repeated: false },
    { name: "CountFailed", type: "int", optional: false, repeated: false },
  ],
  ExecutionDetailsTestCase: [
    { name: "Name", type: "string", optional: false, repeated: false },
    { name: "Result", type: "string", optional: false, repeated: false },
    { name: "Duration", type: "string", optional: true, repeated: false },
    { name: "ErrorMessage", type: "string", optional: true, repeated: false },
  ],
  RerunNotPassedRequest: [
    { name: "AppAPIToken", type: "string", optional: false, repeated: false },
    { name: "AppID", type: "string", optional: false, repeated: false },
    { name: "FinishedJobID", type: "string", optional: false, repeated: false },
  ],
};

/** The operations, by their name in the client. */
export const operations: Readonly<Record<"runJob" | "getJobStatus" | "rerunNotPassed", Operation>> = {
  runJob: {
    service: "RunJobService", port: "RunJobPort", operation: "RunJob", path: "/ws/RunJob",
    header: { element: "authentication", type: "Authentication" },
    input: { element: "RunJob", wrapper: "TestRun", type: "RunJobRequest" },
    output: { element: "RunJobResponse", wrapper: "RunJob", type: "RunJobResult" },
  },
  getJobStatus: {
    service: "GetJobStatusService", port: "GetJobStatusPort", operation: "GetTestRun", path: "/ws/GetJobStatus",
    header: { element: "authentication", type: "Authentication" },
    input: { element: "GetTestRun", wrapper: "TestRun", type: "GetJobStatusRequest" },
    output: { element: "GetTestRunResponse", wrapper: "TestRun", type: "GetJobStatusResult" },
  },
  rerunNotPassed: {
    service: "RerunNotPassedService", port: "RerunNotPassedPort", operation: "RerunNotPassed", path: "/ws/RerunNotPassed",
    header: { element: "authentication", type: "Authentication" },
    input: { element: "RerunNotPassed", wrapper: "RerunNotPassed", type: "RerunNotPassedRequest" },
    output: { element: "RunJobResponse", wrapper: "RunJob", type: "RunJobResult" },
  },
};
