export type { CallFailure, Fetch } from "@remotest/http";
export type { Access } from "./access.ts";
export type { StartedTestset, TestsetResult } from "./answers.ts";
export {
  type ApptestClient,
  type ApptestClientOptions,
  createApptestClient,
  type RequestOptions,
  type UploadOptions,
} from "./client.ts";
export {
  ApptestError,
  ApptestHttpError,
  ApptestInputError,
  ApptestRefusedError,
  ApptestTimeoutError,
  ApptestTransportError,
  ApptestUnreadableError,
  ApptestWaitError,
  type Refusal,
} from "./errors.ts";
export { appFileExtensions, limits } from "./generated/limits.ts";
export type { components, operations, paths } from "./generated/openapi.ts";
export { type ResultCode, resultCodes } from "./generated/result-codes.ts";
export type { TestsetRequest } from "./testset-request.ts";
export type { WaitOptions } from "./wait.ts";
export type { TestsetStatus } from "./testset-status.ts";
