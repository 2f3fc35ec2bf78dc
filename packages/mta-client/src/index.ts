export type { ValueInAnswer } from "@remotest/http";
export type { PartRun, TestRun } from "./answers.ts";
export { isExecutionId, isKey } from "./answers.ts";
export {
  createMtaClient,
  type Execution,
  type ExecutionScope,
  type MtaClient,
  type MtaClientOptions,
} from "./client.ts";
export { executionIdIn, isSignedMessage } from "./webhook.ts";
export { MtaError, MtaHttpError, MtaInputError, MtaTransportError, MtaUnreadableError } from "./errors.ts";
