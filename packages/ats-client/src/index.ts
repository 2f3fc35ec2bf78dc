export type { CallFailure, Fetch } from "@remotest/http";
export {
  type AtsClient,
  type CallOptions,
  createAtsClient,
  type GetJobStatusInput,
  type RerunNotPassedInput,
  type RunJobInput,
} from "./client.ts";
export {
  AtsError,
  type AtsErrorCode,
  type AtsErrorDetails,
  AtsHttpError,
  AtsInputError,
  AtsRefusedError,
  AtsTimeoutError,
  AtsTransportError,
  AtsUnreadableError,
  AtsWaitError,
} from "./errors.ts";
export type {
  ExecutionDetailsTestCase,
  ExecutionFlags,
  ExecutionResultBreakdown,
  GetJobStatusResult,
  RunJobResult,
} from "./generated/types.ts";
export type { AtsClientOptions } from "./options.ts";
export type { WaitOptions } from "./wait.ts";
