import { type NamedProblem, redactor } from "@remotest/http";
import { type AlsoRead, answerPlan, type Plan } from "./answer-plan.ts";
import { encode } from "./encode.ts";
import { AtsInputError } from "./errors.ts";
import { exchanges, type Reading } from "./exchange.ts";
import { type Operation, operations } from "./generated/tables.ts";
import type * as wire from "./generated/types.ts";
import { type AtsClientOptions, readOptions } from "./options.ts";
import { mayNameRun, tellsEnd } from "./raw-answer.ts";
import type { SoapWriter } from "./soap-writer.ts";

/** What `runJob` takes. The client adds the AppAPIToken. */
export type RunJobInput = Omit<wire.RunJobRequest, "AppAPIToken">;
/** What `getJobStatus` takes. The client adds the AppAPIToken. */
export type GetJobStatusInput = Omit<wire.GetJobStatusRequest, "AppAPIToken">;
/** What `rerunNotPassed` takes. The client adds the AppAPIToken. */
export type RerunNotPassedInput = Omit<wire.RerunNotPassedRequest, "AppAPIToken">;

/** What every call takes beside its input. */
export interface CallOptions {
  /** Ends the call: it rejects with the signal's reason. A request that is out already may still be acted upon. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The three services of the Mendix ATS CI/CD API. Every call sends one request and never repeats it.
 *
 * Each call rejects with an {@link AtsError}: `AtsInputError` before anything is sent, `AtsRefusedError` for a SOAP
 * Fault, `AtsHttpError`, `AtsTransportError`, `AtsTimeoutError`, `AtsUnreadableError`; or with the signal's reason.
 */
export interface AtsClient {
  /**
   * Starts a run of a CI/CD template (Mendix ATS CI/CD API page, section Run Job). An answer with `Started` false is
   * no error: look at it, and at `ErrorMessage`.
   */
  runJob(input: RunJobInput, options?: CallOptions): Promise<wire.RunJobResult>;
  /**
   * Asks how far a run is and how it ended (Mendix ATS CI/CD API page, section Get Job Status). Flags, counts and test
   * cases come only where the `Include…` field asks for them; the test cases are always a list.
   */
  getJobStatus(input: GetJobStatusInput, options?: CallOptions): Promise<wire.GetJobStatusResult>;
  /**
   * Reruns what was not passed in a finished run, as a new run (Mendix ATS CI/CD API page, section Rerun Not Passed).
   */
  rerunNotPassed(input: RerunNotPassedInput, options?: CallOptions): Promise<wire.RunJobResult>;
}

/** The page calls the answer "identical" with Run Job's, so it may come under either name. */
const rerunAlsoRead: AlsoRead = { elements: ["RerunNotPassedResponse"], wrappers: ["RerunNotPassed"] };

/**
 * Makes a client for one ATS account. Nothing is sent or loaded before the first call.
 *
 * @throws {AtsInputError} naming every option that cannot be used.
 * @example
 * const ats = createAtsClient({ apiToken });
 * const { Started, JobID, ErrorMessage } = await ats.runJob({ AppID, JobTemplateID });
 */
export function createAtsClient(options: AtsClientOptions): AtsClient {
  const { apiToken, header, secrets, baseUrl, fetch, onAnswer, onRemarks, timeoutMs, maxResponseBytes } =
    readOptions(options);
  const redact = redactor(secrets);
  const exchange = exchanges(fetch, { timeoutMs, maxResponseBytes }, redact, { onAnswer, onRemarks });
  let writer: Promise<SoapWriter> | undefined;

  const method =
    (operation: Operation, plan: Plan, ids: Omit<Reading, "plan"> = noIds) =>
    async (input: object, options: CallOptions = {}) => {
      const content = contentOf(operation, input, apiToken);
      const { signal } = options;
      signal?.throwIfAborted();
      writer ??= import("./soap-writer.ts").then((module) => module.soapWriter(baseUrl, header));
      const write = await writer;
      signal?.throwIfAborted();
      const { headers, ...request } = write(operation, content);
      // What may not be repeated goes out on a connection of its own: a kept one may be just ending.
      const sent = operation === operations.getJobStatus ? headers : { ...headers, connection: "close" };
      return (await exchange({ ...request, headers: sent }, { plan, ...ids }, signal)) as never;
    };
  return {
    runJob: method(operations.runJob, answerPlan(operations.runJob.output), startIds),
    getJobStatus: method(operations.getJobStatus, answerPlan(operations.getJobStatus.output)),
    rerunNotPassed: method(
      operations.rerunNotPassed,
      answerPlan(operations.rerunNotPassed.output, rerunAlsoRead),
      startIds,
    ),
  };
}

const noIds = { countsAnyway: () => false, mayNameRun: () => false };
const startIds = { countsAnyway: namesJob, mayNameRun, tellsEnd };

/** Whether an answer to a start names the run: then there is one, whatever stands beside it. */
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
