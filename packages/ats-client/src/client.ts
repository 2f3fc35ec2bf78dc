import { type NamedProblem, redactor } from "@remotest/http";
import { type FurtherNames, answerPlan, type AnswerPlan } from "./answer-plan.ts";
import { encode } from "./encode.ts";
import { AtsInputError } from "./errors.ts";
import { exchanges, type AnswerReading } from "./exchange.ts";
import { type Operation, operations } from "./generated/tables.ts";
import type * as wire from "./generated/types.ts";
import { type AtsClientOptions, readOptions } from "./options.ts";
import { mayNameRun, tellsEnd } from "./raw-answer.ts";
import type { SoapWriter } from "./soap-writer.ts";
import { waitForJob, type WaitOptions } from "./wait.ts";

/** The input of `runJob`. The client adds the AppAPIToken. */
export type RunJobInput = Omit<wire.RunJobRequest, "AppAPIToken">;
/** The input of `getJobStatus`. The client adds the AppAPIToken. */
export type GetJobStatusInput = Omit<wire.GetJobStatusRequest, "AppAPIToken">;
/** The input of `rerunNotPassed`. The client adds the AppAPIToken. */
export type RerunNotPassedInput = Omit<wire.RerunNotPassedRequest, "AppAPIToken">;

/** Options of every call. */
export interface CallOptions {
  /** Aborts the call, which then rejects with the signal's reason. The service may still act on a request that was sent. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The three services of the Mendix ATS CI/CD API. Every call but a wait sends one request and never repeats it.
 *
 * Each call rejects with an {@link AtsError}: `AtsInputError` before anything is sent, `AtsRefusedError` for a SOAP
 * Fault, `AtsHttpError`, `AtsTransportError`, `AtsTimeoutError`, `AtsUnreadableError`; or with the signal's reason.
 */
export interface AtsClient {
  /**
   * Starts a run of a CI/CD template. An answer with `Started` false is not an error: check it, and `ErrorMessage`.
   * @remarks specs/ats.wsdl, RunJob.
   */
  runJob(input: RunJobInput, options?: CallOptions): Promise<wire.RunJobResult>;
  /**
   * Returns the status and the result of a run. The answer contains flags, counts and test cases only if their
   * `Include…` field is true; the test cases are always a list.
   * @remarks specs/ats.wsdl, GetTestRun.
   */
  getJobStatus(input: GetJobStatusInput, options?: CallOptions): Promise<wire.GetJobStatusResult>;
  /**
   * Waits until a run is done, and returns its last status, with what `Include…` fields ask for. It checks every second
   * at first and every 30 seconds at most. Up to ten failures in a row that may pass are survived: no connection, no
   * answer in time, a service that is overloaded.
   *
   * Rejects with an `AtsWaitError` if the run is not done in time (it continues), with the signal's reason, and with the
   * errors of `getJobStatus` that will not pass.
   * @example await ats.waitForJob({ AppID, JobID, IncludeDetailsPerTestCase: true }, { timeoutMs: 45 * 60_000 });
   */
  waitForJob(input: GetJobStatusInput, options?: WaitOptions): Promise<wire.GetJobStatusResult>;
  /**
   * Reruns the test cases of a finished run that did not pass, as a new run.
   * @remarks specs/ats.wsdl, RerunNotPassed.
   */
  rerunNotPassed(input: RerunNotPassedInput, options?: CallOptions): Promise<wire.RunJobResult>;
}

/** The plans for all answers, made once: they are the same for every client. */
let plans: Readonly<Record<"runJob" | "getJobStatus" | "rerunNotPassed", AnswerPlan>> | undefined;

function answerPlans(): NonNullable<typeof plans> {
  plans ??= {
    runJob: answerPlan(operations.runJob.output),
    getJobStatus: answerPlan(operations.getJobStatus.output),
    rerunNotPassed: answerPlan(operations.rerunNotPassed.output, rerunNames),
  };
  return plans;
}

/** The page says that the answer is "identical" to Run Job's, so it may have either name. */
const rerunNames: FurtherNames = { elements: ["RerunNotPassedResponse"], wrappers: ["RerunNotPassed"] };

/**
 * Makes a client for one ATS account. Nothing is sent or loaded before the first call.
 *
 * @throws {AtsInputError} names every option that is not valid.
 * @example
 * const ats = createAtsClient({ apiToken });
 * const { Started, JobID, ErrorMessage } = await ats.runJob({ AppID, JobTemplateID });
 * if (!Started || !JobID) throw new Error(ErrorMessage);
 * const { ExecutionResult } = await ats.waitForJob({ AppID, JobID });
 */
export function createAtsClient(options: AtsClientOptions): AtsClient {
  const { apiToken, header, secrets, baseUrl, fetch, onAnswer, onRemarks, timeoutMs, maxResponseBytes } =
    readOptions(options);
  const redact = redactor(secrets);
  const exchange = exchanges(fetch, { timeoutMs, maxResponseBytes }, redact, { onAnswer, onRemarks });
  let writer: Promise<SoapWriter> | undefined;

  const method =
    (operation: Operation, plan: AnswerPlan, ids: Omit<AnswerReading, "plan"> = noIds) =>
    async (input: object, options: CallOptions = {}) => {
      const content = contentOf(operation, input, apiToken);
      const { signal } = options;
      signal?.throwIfAborted();
      writer ??= import("./soap-writer.ts").then((module) => module.soapWriter(baseUrl, header));
      const write = await writer;
      signal?.throwIfAborted();
      const { headers, ...request } = write(operation, content);
      // A request that must not be repeated uses a new connection: a kept one may be about to close.
      const sent = operation === operations.getJobStatus ? headers : { ...headers, connection: "close" };
      return (await exchange({ ...request, headers: sent }, { plan, ...ids }, signal)) as never;
    };
  const plans = answerPlans();
  const getJobStatus: AtsClient["getJobStatus"] = method(operations.getJobStatus, plans.getJobStatus);
  return {
    runJob: method(operations.runJob, plans.runJob, startIds),
    getJobStatus,
    waitForJob: (input, options) => waitForJob((signal) => getJobStatus(input, { signal }), input.JobID, options),
    rerunNotPassed: method(operations.rerunNotPassed, plans.rerunNotPassed, startIds),
  };
}

const noIds = { countsAnyway: () => false, mayNameRun: () => false };
const startIds = { countsAnyway: namesJob, mayNameRun, tellsEnd };

/** Returns true if an answer to a start names the run. Then the run exists, whatever else the answer says. */
function namesJob(answer: unknown): boolean {
  if (typeof answer !== "object" || answer === null || !("JobID" in answer)) return false;
  return typeof answer.JobID === "string" && answer.JobID.trim() !== "" && !answer.JobID.includes("\uFFFD");
}

function contentOf(operation: Operation, input: object, apiToken: string): ReturnType<typeof encode> {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw new AtsInputError([`The input of ${operation.operation} must be an object`]);
  }
  const problems: NamedProblem[] = [];
  if (Object.hasOwn(input, "AppAPIToken"))
    problems.push((nameOf) => `${nameOf("AppAPIToken")} is set by the client: leave it out`);
  const content = encode(operation.input, { ...input, AppAPIToken: apiToken }, problems);
  if (problems.length > 0) throw new AtsInputError(problems);
  return content;
}
