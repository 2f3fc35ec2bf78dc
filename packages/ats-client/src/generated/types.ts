// Generated from specs/ats.wsdl by `pnpm generate`. Do not edit: edit the WSDL and generate again.

/**
 * The SOAP header of every request. Source: Mendix ATS CI/CD API page, sections Run Job, Get Job Status and Rerun Not
 * Passed, request tables and examples. Chosen: one header for all three services, with plain strings. For Run Job and
 * Rerun Not Passed the page gives the constant ATSAPIUser, for Get Job Status a web service user; an on-premises ATS
 * needs a special one (section CI/CD API, warning).
 */
export interface Authentication {
  /**
   * The name of the account that calls the service. In the cloud: ATSAPIUser. Source: Mendix ATS CI/CD API page,
   * sections Run Job and Get Job Status, request tables.
   */
  readonly username: string;
  /**
   * The password of the account that calls the service. In the cloud: ATSAPIUser. Source: Mendix ATS CI/CD API page,
   * sections Run Job and Get Job Status, request tables.
   */
  readonly password: string;
}

/**
 * The template to run. All three fields are required. Source: Mendix ATS CI/CD API page, section Run Job, request
 * table and example.
 */
export interface RunJobRequest {
  /**
   * Authorizes the request. You create this token on the App Settings page of ATS. Source: Mendix ATS CI/CD API page,
   * section Run Job, request table.
   */
  readonly AppAPIToken: string;
  /** Identifies the Mendix app under test. Source: Mendix ATS CI/CD API page, section Run Job, request table. */
  readonly AppID: string;
  /**
   * Identifies the CI/CD template to run; the CI/CD Templates tab of ATS shows it as UID. Source: Mendix ATS CI/CD API
   * page, section Run Job, request table, and section CI/CD Templates.
   */
  readonly JobTemplateID: string;
}

/**
 * Says whether a run was started, and under which ID. Source: Mendix ATS CI/CD API page, section Run Job, response
 * table and example.
 */
export interface RunJobResult {
  /**
   * true if the run was started, false if it was not. Source: Mendix ATS CI/CD API page, section Run Job, response
   * table.
   */
  readonly Started: boolean;
  /**
   * Why the run could not be started; empty if it was started. Source: Mendix ATS CI/CD API page, section Run Job,
   * response table. Chosen: optional, because the page does not say whether "empty" means an empty element or a
   * missing one.
   */
  readonly ErrorMessage?: string;
  /**
   * Identifies the started job; pass it to Get Job Status to follow the run. Source: Mendix ATS CI/CD API page,
   * section Run Job, response table. Chosen: optional, because the page does not say what this is if nothing was
   * started.
   */
  readonly JobID?: string;
}

/**
 * The job to report on, and how much detail to return. JobID comes before AppID here, unlike in the other two
 * services. Source: Mendix ATS CI/CD API page, section Get Job Status, request table and examples.
 */
export interface GetJobStatusRequest {
  /**
   * Authorizes the request. You create this token on the App Settings page of ATS. Source: Mendix ATS CI/CD API page,
   * section Get Job Status, request table.
   */
  readonly AppAPIToken: string;
  /** The JobID that Run Job returned. Source: Mendix ATS CI/CD API page, section Get Job Status, request table. */
  readonly JobID: string;
  /** Identifies the Mendix app under test. Source: Mendix ATS CI/CD API page, section Get Job Status, request table. */
  readonly AppID: string;
  /**
   * Set to true to get ExecutionFlags (canceled, warning). Optional; false if left out. Source: Mendix ATS CI/CD API
   * page, section Get Job Status, request table and its note 1.
   *
   * @default false
   */
  readonly IncludeExecutionFlags?: boolean;
  /**
   * Set to true to get ExecutionResultBreakdown (counts of test cases by result). Optional; false if left out. Source:
   * Mendix ATS CI/CD API page, section Get Job Status, request table and its note 1.
   *
   * @default false
   */
  readonly IncludeExecutionResultBreakdown?: boolean;
  /**
   * Set to true to get ExecutionDetailsPerTestCase (name, result, duration and more for each test case that was run).
   * Optional; false if left out. Source: Mendix ATS CI/CD API page, section Get Job Status, request table and its note
   * 1.
   *
   * @default false
   */
  readonly IncludeDetailsPerTestCase?: boolean;
}

/**
 * The status of a job and, once it is over, its result. Source: Mendix ATS CI/CD API page, section Get Job Status,
 * response table and examples. Chosen: the order of the examples, with ExecutionResult before ErrorMessage; the table
 * has them the other way round.
 */
export interface GetJobStatusResult {
  /**
   * Says whether the job is waiting (Queued) or being executed (Running). Source: Mendix ATS CI/CD API page, section
   * Get Job Status, response table. Chosen: a plain string instead of an enumeration. The list cannot be complete,
   * because it has no value for a job that is over (the vendor's own scripts wait for Done), and the examples show
   * only [key].
   */
  readonly ExecutionStatus: string;
  /**
   * How the job ended: Passed or Failed. Source: Mendix ATS CI/CD API page, section Get Job Status, response table.
   * Chosen: a plain string, and optional, because the page does not say what this is while the job is running, and the
   * examples show only [key].
   */
  readonly ExecutionResult?: string;
  /**
   * Why the job could not be started; empty if it was started. Source: Mendix ATS CI/CD API page, section Get Job
   * Status, response table and example 1. Chosen: optional, as in Run Job.
   */
  readonly ErrorMessage?: string;
  /**
   * The canceled flag and the warning flag of the job. Present only if the request set IncludeExecutionFlags to true.
   * Source: Mendix ATS CI/CD API page, section Get Job Status, response table and its note 1.
   */
  readonly ExecutionFlags?: ExecutionFlags;
  /**
   * How many test cases of the job passed, failed or were not executed. Present only if the request set
   * IncludeExecutionResultBreakdown to true. Source: Mendix ATS CI/CD API page, section Get Job Status, response table
   * and its note 1.
   */
  readonly ExecutionResultBreakdown?: ExecutionResultBreakdown;
  /**
   * One entry for each test case that is complete. Present only if the request set IncludeDetailsPerTestCase to true.
   * Source: Mendix ATS CI/CD API page, section Get Job Status, response table and its note 1.
   */
  readonly ExecutionDetailsPerTestCase?: readonly ExecutionDetailsTestCase[];
}

/** The flags of a job. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and example 3. */
export interface ExecutionFlags {
  /** true if the job was canceled. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 3. */
  readonly Canceled: boolean;
  /** true if the job has a warning. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 3. */
  readonly Warning: boolean;
}

/**
 * Counts of test cases by result. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and
 * example 2. Chosen: xsd:int, because the page shows whole numbers and does not name a type.
 */
export interface ExecutionResultBreakdown {
  /** How many test cases passed. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 2. */
  readonly CountPassed: number;
  /**
   * How many test cases were not executed. Source: Mendix ATS CI/CD API page, section Get Job Status, response example
   * 2.
   */
  readonly CountNotExecuted: number;
  /** How many test cases failed. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 2. */
  readonly CountFailed: number;
}

/**
 * A test case that is complete. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and example
 * 3.
 */
export interface ExecutionDetailsTestCase {
  /**
   * The name of the test case; not necessarily unique. Source: Mendix ATS CI/CD API page, section Get Job Status,
   * response example 3.
   */
  readonly Name: string;
  /**
   * How the test case ended: Passed, Failed or Not_Executed. Source: Mendix ATS CI/CD API page, section Get Job
   * Status, response table. Chosen: a plain string instead of an enumeration, so that a new value reaches the reader;
   * the example shows only [key].
   */
  readonly Result: string;
  /**
   * How long the test case took, as HH:MM:SS, for example 00:01:37. Source: Mendix ATS CI/CD API page, section Get Job
   * Status, response example 3. Chosen: xsd:string, because xsd:time ends at 24 hours and xsd:duration has a different
   * notation; optional, because a test case that was not executed may have no duration.
   */
  readonly Duration?: string;
  /**
   * Why the test case did not pass. Absent if it passed, and if ATS has no short message for it. Source: Mendix ATS
   * CI/CD API page, section Get Job Status, response table, note 2.
   */
  readonly ErrorMessage?: string;
}

/** The finished job to rerun. Source: Mendix ATS CI/CD API page, section Rerun Not Passed, request table and example. */
export interface RerunNotPassedRequest {
  /**
   * Authorizes the request. You create this token on the App Settings page of ATS. Source: Mendix ATS CI/CD API page,
   * section Rerun Not Passed, request table.
   */
  readonly AppAPIToken: string;
  /** Identifies the Mendix app under test. Source: Mendix ATS CI/CD API page, section Rerun Not Passed, request table. */
  readonly AppID: string;
  /**
   * The JobID of a finished job that Run Job started; a UUID. Source: Mendix ATS CI/CD API page, section Rerun Not
   * Passed, request table.
   */
  readonly FinishedJobID: string;
}
