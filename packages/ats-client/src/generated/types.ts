// Generated from specs/ats.wsdl by `pnpm generate`. Do not edit: edit the WSDL and generate again.

/**
 * The SOAP header of every request. Source: Mendix ATS CI/CD API page, sections Run Job, Get Job Status and Rerun Not
 * Passed, request tables and examples. Chosen: one header for all three services. The page gives the constants of the
 * cloud (ATSAPIUser) for Run Job and Rerun Not Passed and speaks of "the web service user" for Get Job Status; on
 * premises a special web service user is needed (section CI/CD API, warning), so both values are plain strings.
 */
export interface Authentication {
  /**
   * The user name of the web service user; ATSAPIUser on the cloud. Source: Mendix ATS CI/CD API page, sections Run
   * Job and Get Job Status, request tables.
   */
  readonly username: string;
  /**
   * The password of the web service user; ATSAPIUser on the cloud. Source: Mendix ATS CI/CD API page, sections Run Job
   * and Get Job Status, request tables.
   */
  readonly password: string;
}

/**
 * Which template to run. Source: Mendix ATS CI/CD API page, section Run Job, request table and example. All three are
 * "must include".
 */
export interface RunJobRequest {
  /**
   * The key for the CI/CD API. Generated on the App Settings page. Source: Mendix ATS CI/CD API page, section Run Job,
   * request table.
   */
  readonly AppAPIToken: string;
  /** The ID of your Mendix app. Source: Mendix ATS CI/CD API page, section Run Job, request table. */
  readonly AppID: string;
  /**
   * The unique ID of the CI/CD Template: the UID on the CI/CD Templates tab. Source: Mendix ATS CI/CD API page,
   * section Run Job, request table, and section CI/CD Templates.
   */
  readonly JobTemplateID: string;
}

/**
 * Whether the run was started, and under which ID. Source: Mendix ATS CI/CD API page, section Run Job, response table
 * and example.
 */
export interface RunJobResult {
  /**
   * True if the test has already started. Otherwise, false. Source: Mendix ATS CI/CD API page, section Run Job,
   * response table.
   */
  readonly Started: boolean;
  /**
   * Contains the error message if the test failed to start. Empty if the test started successfully. Source: Mendix ATS
   * CI/CD API page, section Run Job, response table. Chosen: optional, because the page does not say whether "empty"
   * is an empty element or none.
   */
  readonly ErrorMessage?: string;
  /**
   * The unique ID of the job, used to retrieve the result of the test with the Get Job Status service. Source: Mendix
   * ATS CI/CD API page, section Run Job, response table. Chosen: optional, because the page does not say what stands
   * here when nothing was started.
   */
  readonly JobID?: string;
}

/**
 * Which run to ask for, and how much to tell. Source: Mendix ATS CI/CD API page, section Get Job Status, request table
 * and examples. JobID stands before AppID here, unlike in the other two services.
 */
export interface GetJobStatusRequest {
  /**
   * The key for the CI/CD API. Generated on the App Settings page. Source: Mendix ATS CI/CD API page, section Get Job
   * Status, request table.
   */
  readonly AppAPIToken: string;
  /**
   * The unique ID of the job returned by the Run Job service. Source: Mendix ATS CI/CD API page, section Get Job
   * Status, request table.
   */
  readonly JobID: string;
  /** The ID of your Mendix app. Source: Mendix ATS CI/CD API page, section Get Job Status, request table. */
  readonly AppID: string;
  /**
   * Indicates whether to include execution flags (canceled, warning) in the response. Source: Mendix ATS CI/CD API
   * page, section Get Job Status, request table and its note 1 (optional; if left out, defaults to false).
   *
   * @default false
   */
  readonly IncludeExecutionFlags?: boolean;
  /**
   * Indicates whether to include the number of passed/failed/not run test cases in the response. Source: Mendix ATS
   * CI/CD API page, section Get Job Status, request table and its note 1 (optional; if left out, defaults to false).
   *
   * @default false
   */
  readonly IncludeExecutionResultBreakdown?: boolean;
  /**
   * Indicates whether to include details (for example, name, result, duration) for each test case that was run in the
   * response. Source: Mendix ATS CI/CD API page, section Get Job Status, request table and its note 1 (optional; if
   * left out, defaults to false).
   *
   * @default false
   */
  readonly IncludeDetailsPerTestCase?: boolean;
}

/**
 * How far a run is and how it ended. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and
 * examples. Chosen: the order of the examples, where ExecutionResult stands before ErrorMessage; the table has them
 * the other way round.
 */
export interface GetJobStatusResult {
  /**
   * Status of the execution: Running or Queued. Source: Mendix ATS CI/CD API page, section Get Job Status, response
   * table. Chosen: a plain string and no enumeration, because the list cannot be complete: it has no value for a run
   * that is over (the vendor's own scripts wait for Done), and the examples show only [key].
   */
  readonly ExecutionStatus: string;
  /**
   * Result of the execution: Passed or Failed. Source: Mendix ATS CI/CD API page, section Get Job Status, response
   * table. Chosen: a plain string, and optional, because the page does not say what stands here while the run goes on,
   * and the examples show only [key].
   */
  readonly ExecutionResult?: string;
  /**
   * Contains the error message if the test failed to start. Empty if the test started successfully. Source: Mendix ATS
   * CI/CD API page, section Get Job Status, response table; its example 1 says "and error message if there is one".
   * Chosen: optional, as in Run Job.
   */
  readonly ErrorMessage?: string;
  /**
   * Status of the canceled and warning flags for the job. Only returned if IncludeExecutionFlags was true in the
   * request. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and its note 1.
   */
  readonly ExecutionFlags?: ExecutionFlags;
  /**
   * Number of test cases in this job that passed, failed, and were not run. Only returned if
   * IncludeExecutionResultBreakdown was true in the request. Source: Mendix ATS CI/CD API page, section Get Job
   * Status, response table and its note 1.
   */
  readonly ExecutionResultBreakdown?: ExecutionResultBreakdown;
  /**
   * Name, result, duration and error message for each completed test case. Only returned if IncludeDetailsPerTestCase
   * was true in the request. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and its note 1.
   */
  readonly ExecutionDetailsPerTestCase?: readonly ExecutionDetailsTestCase[];
}

/** The flags of a run. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and example 3. */
export interface ExecutionFlags {
  /** Whether the run was canceled. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 3. */
  readonly Canceled: boolean;
  /** Whether the run has a warning. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 3. */
  readonly Warning: boolean;
}

/**
 * How many test cases ended how. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and example
 * 2. Chosen: xsd:int, because the page shows whole numbers and names no type.
 */
export interface ExecutionResultBreakdown {
  /** Number of test cases that passed. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 2. */
  readonly CountPassed: number;
  /**
   * Number of test cases that were not run. Source: Mendix ATS CI/CD API page, section Get Job Status, response
   * example 2.
   */
  readonly CountNotExecuted: number;
  /** Number of test cases that failed. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 2. */
  readonly CountFailed: number;
}

/** One completed test case. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and example 3. */
export interface ExecutionDetailsTestCase {
  /**
   * Name of the test case. Not said to be unique. Source: Mendix ATS CI/CD API page, section Get Job Status, response
   * example 3.
   */
  readonly Name: string;
  /**
   * Passed, Failed or Not_Executed. Source: Mendix ATS CI/CD API page, section Get Job Status, response table. Chosen:
   * a plain string and no enumeration, so that a new value reaches the reader; the example shows only [key].
   */
  readonly Result: string;
  /**
   * Duration as HH:MM:SS, for example 00:01:37. Source: Mendix ATS CI/CD API page, section Get Job Status, response
   * example 3. Chosen: xsd:string, because xsd:time ends at 24 hours and xsd:duration is written otherwise; optional,
   * because a test case that was not executed may have none.
   */
  readonly Duration?: string;
  /**
   * Only included for not passed test cases where a simple and short error message can be generated. Source: Mendix
   * ATS CI/CD API page, section Get Job Status, response table, note 2.
   */
  readonly ErrorMessage?: string;
}

/** Which finished run to rerun. Source: Mendix ATS CI/CD API page, section Rerun Not Passed, request table and example. */
export interface RerunNotPassedRequest {
  /**
   * The key for the CI/CD API. Generated on the App Settings page. Source: Mendix ATS CI/CD API page, section Rerun
   * Not Passed, request table.
   */
  readonly AppAPIToken: string;
  /** The ID of your Mendix app. Source: Mendix ATS CI/CD API page, section Rerun Not Passed, request table. */
  readonly AppID: string;
  /**
   * The unique UUID of a finished job that was started with Run Job. Source: Mendix ATS CI/CD API page, section Rerun
   * Not Passed, request table.
   */
  readonly FinishedJobID: string;
}
