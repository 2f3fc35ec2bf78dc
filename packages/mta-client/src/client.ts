import {
  type AddressProblem,
  type CallInit,
  type Fetch,
  type NamedProblem,
  openapiCalls,
  openapiOptions,
  readBaseAddress,
  redactor,
  type ValueInAnswer,
} from "@remotest/http";
import createOpenapiClient, { type Client as OpenapiClient } from "openapi-fetch";
import { type Access, readAccess } from "./access.ts";
import {
  isExecutionId,
  isKey,
  type PartRun,
  readAccepted,
  readList,
  readPartRuns,
  readStarted,
  readTestRun,
  type TestRun,
} from "./answers.ts";
import { MtaInputError } from "./errors.ts";
import { mtaFailure } from "./failures.ts";
import type { components, paths } from "./generated/openapi.ts";

/** The account, the address and the limits of a client. */
export interface MtaClientOptions extends Access {
  /** The address of the customer's MTA, without `/rest/mta/api`. */
  readonly baseUrl: string;
  /** Sends the requests. Default: the global `fetch`. */
  readonly fetch?: Fetch | undefined;
  /** Milliseconds for a whole exchange. Default 60,000. */
  readonly timeoutMs?: number | undefined;
  /** The most bytes that an answer may have. Default 64 MiB. */
  readonly maxResponseBytes?: number | undefined;
}

/** Options of every call. */
export interface RequestOptions {
  /** Aborts the call immediately; it then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The part of a configuration to execute. */
export type ExecutionScope = NonNullable<components["schemas"]["ConfigurationExecution"]["ExecutionScope"]>;

/** The tests to execute, and the place. */
export type Execution = {
  /** The keys of the application instances: one for every application that the tests use. */
  readonly instances: readonly string[];
  /** The days after which MTA deletes the run, 1 to 7. MTA's default: 2. */
  readonly retentionDays?: number | undefined;
} & (
  | {
      readonly configuration: string;
      readonly coverage: boolean;
      /** Sent only if it is set, because MTA has it only since 3.1. */
      readonly scope?: ExecutionScope | undefined;
    }
  | { readonly suite: string }
  | { readonly testCase: string }
);

/** The calls of the service. Every failure is an `MtaError`. No call is repeated. */
export interface MtaClient {
  /**
   * Starts a run and returns its execution id. Sends the request once.
   *
   * @throws {MtaInputError | MtaHttpError | MtaTransportError | MtaUnreadableError} After a transport error without
   * `certainlyNotSent`, an unreadable answer or a status of 500 or more, the run may have been started.
   */
  execute(execution: Execution, options?: RequestOptions): Promise<string>;
  getTestRun(executionId: string, options?: RequestOptions): Promise<ValueInAnswer<TestRun>>;
  listSuiteRuns(executionId: string, options?: RequestOptions): Promise<ValueInAnswer<readonly PartRun[]>>;
  listCaseRuns(suiteRunKey: string, options?: RequestOptions): Promise<ValueInAnswer<readonly PartRun[]>>;
  /** Asks to cancel a run, which is possible only while it is running. */
  cancel(executionId: string, options?: RequestOptions): Promise<void>;
  /** Asks for the test configurations, which only an account of MTA sees. Starts and changes nothing. */
  checkAccount(options?: RequestOptions): Promise<void>;
}

/**
 * Makes a client. It sends nothing before the first call.
 *
 * @throws {MtaInputError} the credentials or the address are not valid.
 * @example const id = await client.execute({ configuration: "28", coverage: false, instances: ["19"] });
 */
export function createMtaClient(options: MtaClientOptions): MtaClient {
  const { authorization, secrets } = readAccess(options);
  const baseUrl = `${readBaseUrl(options.baseUrl)}/rest/mta/api`;
  const { timeoutMs = 60_000, maxResponseBytes: maxBytes = 64 * 2 ** 20 } = options;
  const redact = redactor(secrets);
  const bounds = { fetch: options.fetch, timeoutMs, maxBytes };
  const ask = openapiCalls(bounds, (error) => mtaFailure(error, redact));
  // specs/mta.openapi.yaml, Authorization: every request has this content type, even one without content.
  const headers = { authorization, accept: "application/json", "content-type": "application/json" };
  const api = createOpenapiClient<paths>(openapiOptions(baseUrl, headers));

  return {
    async execute(execution, more) {
      const problems = executionProblems(execution);
      if (problems.length > 0) throw new MtaInputError(problems);
      const answer = await ask((init) => sendExecution(api, execution, init), more);
      return readStarted(answer, redact);
    },
    async getTestRun(executionId, more) {
      const params = { path: { executionId: checkedId(executionId) } };
      const answer = await ask((init) => api.GET("/testruns/{executionId}", { ...init, params }), more);
      return readTestRun(answer, executionId, redact);
    },
    async listSuiteRuns(executionId, more) {
      const params = { query: { testrunExecutionId: checkedId(executionId) } };
      const answer = await ask((init) => api.GET("/testsuiteruns", { ...init, params }), more);
      return readPartRuns(answer, redact);
    },
    async listCaseRuns(testsuiterunKey, more) {
      if (!isKey(testsuiterunKey)) throw new MtaInputError(["suiteRunKey must be a key of MTA"]);
      const params = { query: { testsuiterunKey } };
      const answer = await ask((init) => api.GET("/testcaseruns", { ...init, params }), more);
      return readPartRuns(answer, redact);
    },
    async cancel(executionId, more) {
      const params = { path: { executionId: checkedId(executionId) } };
      const answer = await ask((init) => api.POST("/testruns/{executionId}/cancel", { ...init, params }), more);
      readAccepted(answer, redact);
    },
    async checkAccount(more) {
      readList(await ask((init) => api.GET("/testconfigurations", { ...init }), more), redact);
    },
  };
}

/** Sends the one of the three requests that starts an execution. */
function sendExecution(api: OpenapiClient<paths>, execution: Execution, init: CallInit): Promise<unknown> {
  const { retentionDays } = execution;
  const query = retentionDays === undefined ? {} : { retentionPeriodInDays: retentionDays };
  const instances = execution.instances.map((Key) => ({ Key }));
  const paramsOf = (key: string) => ({ path: { key }, query });
  if ("suite" in execution)
    return api.POST("/testsuites/{key}/execute", { ...init, params: paramsOf(execution.suite), body: instances });
  if ("testCase" in execution)
    return api.POST("/testcases/{key}/execute", { ...init, params: paramsOf(execution.testCase), body: instances });
  const { coverage, scope, configuration } = execution;
  const scoped = scope === undefined ? {} : { ExecutionScope: scope };
  const body = { Coverage: coverage, ...scoped, ApplicationInstances: instances };
  return api.POST("/testconfigurations/{key}/execute", { ...init, params: paramsOf(configuration), body });
}

/** Checks what to execute; names every problem. */
function executionProblems(execution: Execution): string[] {
  const { instances, retentionDays } = execution;
  const keys = {
    ...("configuration" in execution ? { configuration: execution.configuration } : {}),
    ...("suite" in execution ? { suite: execution.suite } : {}),
    ...("testCase" in execution ? { testCase: execution.testCase } : {}),
  };
  const problems = Object.entries(keys).flatMap(([name, key]) => (isKey(key) ? [] : [`${name} must be a key of MTA`]));
  if (Object.keys(keys).length !== 1) problems.push("one of configuration, suite and testCase must be given");
  if (instances.length === 0) problems.push("instances is empty: give a key for every application");
  if (!instances.every(isKey)) problems.push("instances must be keys of MTA");
  if (retentionDays !== undefined && !(Number.isInteger(retentionDays) && retentionDays >= 1 && retentionDays <= 7))
    problems.push("retentionDays must be a whole number from 1 to 7");
  return problems;
}

function checkedId(executionId: string): string {
  if (!isExecutionId(executionId)) throw new MtaInputError(["executionId must be the id of a run"]);
  return executionId;
}

const addressProblems: Record<AddressProblem, NamedProblem> = {
  "not-http": (nameOf) => `${nameOf("baseUrl")} must be an address that starts with https:// or http://`,
  credentials: (nameOf) =>
    `${nameOf("baseUrl")} must not contain credentials: give them as ${nameOf("username")} and ${nameOf("password")}`,
  query: (nameOf) => `${nameOf("baseUrl")} must not have a query or a fragment`,
};

/** Reads the address of MTA. The root of the API may be part of it, as people copy it from the vendor's page. */
function readBaseUrl(baseUrl: string): string {
  const read = readBaseAddress(baseUrl);
  if ("problem" in read) throw new MtaInputError([addressProblems[read.problem]]);
  return read.address.replace(/\/rest\/mta\/api$/, "");
}
