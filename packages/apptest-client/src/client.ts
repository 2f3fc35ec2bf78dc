import type { Agent } from "node:http";
import {
  type AddressProblem,
  type Fetch,
  type NamedProblem,
  type OnProgress,
  openapiCalls,
  openapiOptions,
  readBaseAddress,
  type Redact,
  redactor,
  type UncheckedAnswer,
} from "@remotest/http";
import type { Upload } from "@remotest/http/upload";
import createOpenapiClient from "openapi-fetch";
import { type Access, readAccess } from "./access.ts";
import { readResult, readStarted, readStatus, type StartedTestset, type TestsetResult } from "./answers.ts";
import { isLargeId } from "./envelope.ts";
import { ApptestInputError } from "./errors.ts";
import { apptestFailure } from "./failures.ts";
import type { paths } from "./generated/openapi.ts";
import { requestProblems, requestText, type TestsetRequest } from "./testset-request.ts";
import type { TestsetStatus } from "./testset-status.ts";
import { waitForTestset, type WaitOptions } from "./wait.ts";

/** The account, the address and the limits of a client. */
export interface ApptestClientOptions extends Access {
  /**
   * The service's address. Default `https://api.apptest.ai`.
   * @remarks specs/apptest.openapi.yaml, servers.
   */
  readonly baseUrl?: string | undefined;
  /** Sends the requests without a file. Default: the global `fetch`. */
  readonly fetch?: Fetch | undefined;
  /** Connects for the upload, for example through a proxy or with a certificate authority. Default: a new connection. */
  readonly agent?: Agent | undefined;
  /**
   * Milliseconds for a whole exchange without a file. For an upload, milliseconds without a byte moving; five times that
   * once everything is sent and the service reads the app. Default 60,000.
   */
  readonly timeoutMs?: number | undefined;
  /** The most bytes that an answer may have. Default 64 MiB. */
  readonly maxResponseBytes?: number | undefined;
}

/** Options of every call. */
export interface RequestOptions {
  /** Aborts the call immediately; it then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of the upload. */
export interface UploadOptions extends RequestOptions {
  /** Receives the number of bytes of the file that were passed to the socket, and its size. */
  readonly onProgress?: OnProgress | undefined;
  /** Milliseconds for the whole call. Default: no limit as long as bytes move. */
  readonly timeoutMs?: number | undefined;
}

/**
 * The calls of the service. Every failure is an `ApptestError`. Only a wait repeats a call.
 */
export interface ApptestClient {
  /**
   * Uploads an app and starts a testset. Streams the file from disk; sends the request at most once.
   *
   * @throws {ApptestInputError} the file or the data is not valid; nothing was sent.
   * @throws {ApptestRefusedError | ApptestHttpError | ApptestTransportError | ApptestTimeoutError | ApptestUnreadableError}
   * After a transport error or a timeout without `certainlyNotSent`, and after an unreadable answer, the testset may
   * have been started: check the service before you call again.
   * @remarks specs/apptest.openapi.yaml, runTestset.
   */
  runTestset(
    request: { readonly appFile: string; readonly data: TestsetRequest },
    options?: UploadOptions,
  ): Promise<StartedTestset>;
  /**
   * Returns the status of a testset.
   *
   * @throws {ApptestInputError | ApptestRefusedError | ApptestHttpError | ApptestTransportError | ApptestTimeoutError | ApptestUnreadableError}
   * @remarks specs/apptest.openapi.yaml, getTestset.
   */
  getTestset(testsetId: number | string, options?: RequestOptions): Promise<TestsetStatus>;
  /**
   * Waits until a testset is complete, and returns its last status. It checks every second at first and every 30 seconds
   * at most. Up to ten failures in a row that may pass are survived: no connection, no answer in time, a service that is
   * overloaded or under maintenance.
   *
   * @throws {ApptestWaitError} the testset was not complete in time; it continues.
   * @throws the signal's reason, and the errors of `getTestset` that will not pass.
   * @example await client.waitForTestset(testsetId, { timeoutMs: 45 * 60_000, signal });
   */
  waitForTestset(testsetId: number | string, options?: WaitOptions): Promise<TestsetStatus>;
  /**
   * Returns the results of a complete testset. Before that, the service refuses with 6002.
   *
   * @throws {ApptestInputError | ApptestRefusedError | ApptestHttpError | ApptestTransportError | ApptestTimeoutError | ApptestUnreadableError}
   * @remarks specs/apptest.openapi.yaml, getTestsetResult.
   */
  getTestsetResult(testsetId: number | string, options?: RequestOptions): Promise<TestsetResult>;
}

/**
 * Makes a client. It sends nothing before the first call.
 *
 * @throws {ApptestInputError} the credentials or the address are not valid.
 * @example
 * const client = createApptestClient({ userId: "me", accessKey: "secret" });
 * const { testsetId } = await client.runTestset({ appFile: "app.apk", data: { pid: 509, testset_name: "Nightly" } });
 * await client.waitForTestset(testsetId);
 * const { result_xml } = await client.getTestsetResult(testsetId);
 */
export function createApptestClient(options: ApptestClientOptions): ApptestClient {
  const { authorization, secrets } = readAccess(options);
  const baseUrl = readBaseUrl(options.baseUrl ?? "https://api.apptest.ai");
  const { timeoutMs = 60_000, maxResponseBytes: maxBytes = 64 * 2 ** 20 } = options;
  const redact = redactor(secrets);
  const bounds = { fetch: options.fetch, timeoutMs, maxBytes };
  const ask = openapiCalls(bounds, (error) => apptestFailure(error, redact));
  const headers = { authorization, accept: "application/json" };
  const api = createOpenapiClient<paths>(openapiOptions(baseUrl, headers));

  const getTestset = async (testsetId: number | string, more?: RequestOptions): Promise<TestsetStatus> => {
    const params = pathOf(testsetId);
    const answer = await ask((init) => api.GET("/openapi/v2/testset/{testset_id}", { ...init, params }), more);
    return readStatus(answer, redact);
  };
  return {
    async runTestset({ appFile, data }, { signal, onProgress = ignore, timeoutMs: totalMs } = {}) {
      // The data is checked before this is called.
      const hide = (): Redact =>
        redactor([...secrets, data.credentials?.login_id ?? "", data.credentials?.login_pw ?? ""]);
      const url = new URL(`${baseUrl}/openapi/v2/testset`);
      const limits = { idleMs: timeoutMs, answerMs: 5 * timeoutMs, totalMs, maxBytes };
      const request = { url, authorization, agent: options.agent, signal, onProgress, ...limits };
      const answer = await uploaded(appFile, data, request, (error) => apptestFailure(error, hide()));
      return readStarted(answer, hide());
    },
    getTestset,
    waitForTestset: (testsetId, options) => waitForTestset(getTestset, testsetId, options),
    async getTestsetResult(testsetId, more) {
      const params = pathOf(testsetId);
      const answer = await ask((init) => api.GET("/openapi/v2/testset/{testset_id}/result", { ...init, params }), more);
      return readResult(answer, redact);
    },
  };
}

/** Checks the file and the data, sends both, and returns the unchecked answer. */
async function uploaded(
  appFile: string,
  data: TestsetRequest,
  request: Omit<Upload, "file" | "form">,
  failureOf: (error: unknown) => unknown,
): Promise<UncheckedAnswer> {
  const { frame, openAppFile, upload } = await import("./upload/index.ts");
  const file = await openAppFile(appFile);
  const problems = [...(typeof file === "string" ? [file] : []), ...requestProblems(data)];
  if (typeof file === "string") throw new ApptestInputError(problems);
  try {
    if (problems.length > 0) throw new ApptestInputError(problems);
    const form = frame({ field: "app_file", name: file.name }, { data: requestText(data) });
    return await upload({ ...request, file, form }).catch((error: unknown) => Promise.reject(failureOf(error)));
  } finally {
    await file.close();
  }
}

/** Checks an id. It goes into the address as it is written, so it may be given as text, too. */
function pathOf(testsetId: number | string): { path: { testset_id: number } } {
  const isId = typeof testsetId === "string" ? isLargeId(testsetId) : Number.isSafeInteger(testsetId) && testsetId >= 1;
  if (!isId) throw new ApptestInputError(["testsetId must be a whole number of 1 or more"]);
  return { path: { testset_id: testsetId as number } };
}

const addressProblems: Record<AddressProblem, NamedProblem> = {
  "not-http": (nameOf) => `${nameOf("baseUrl")} must be an address that starts with https:// or http://`,
  credentials: (nameOf) =>
    `${nameOf("baseUrl")} must not contain credentials: give them as ${nameOf("userId")} and ${nameOf("accessKey")}`,
  query: (nameOf) => `${nameOf("baseUrl")} must not have a query or a fragment`,
};

function readBaseUrl(baseUrl: string): string {
  const read = readBaseAddress(baseUrl);
  if ("problem" in read) throw new ApptestInputError([addressProblems[read.problem]]);
  return read.address;
}

function ignore(): void {}
