// The public face, for authors of providers. Every name here is a promise under semver; README.md documents them all.
export {
  InterruptedError,
  ProviderError,
  type ProviderFault,
  RemotestError,
  TimedOutError,
  UnknownStartError,
  UsageError,
} from "./errors.ts";
export { quotedPath } from "./files/portable-path.ts";
export { gate, type GatePolicy } from "./gate/gate.ts";
export { exitCode, type Verdict } from "./gate/verdict.ts";
export type { VerdictKind } from "./gate/verdict-kinds.ts";
export {
  type ChoiceInput,
  type DurationInput,
  type FlagInput,
  type Input,
  type InputTable,
  type InputValue,
  type IntegerInput,
  type Limit,
  type LimitInput,
  optionName,
  type OptionsOf,
  type OptionValues,
  type PathInput,
  type SizeInput,
  type TextInput,
  type UrlInput,
  variableName,
} from "./inputs/input.ts";
export { fileProblems, type FileToCheck } from "./inputs/file-problems.ts";
export type { Problem } from "./inputs/problem.ts";
export { listed } from "./inputs/listed.ts";
export { type InputNames, worded, type Wording } from "./inputs/wording.ts";
export { callFailure, type FailureDetails, type UnusableAnswer } from "./provider/call-failure.ts";
export type { CallFailure, FailedCall, ServiceCall, ServiceWords } from "./provider/failed-call.ts";
export {
  type AccountAnswer,
  type CallContext,
  type Cancel,
  type CancelAnswer,
  type CheckAccount,
  type Connection,
  defineProvider,
  type FindStarted,
  type FinishedState,
  type Progress,
  type Provider,
  type ProviderConnection,
  type ReceivedCall,
  type Rerun,
  type RunHandle,
  type RunResults,
  type RunState,
  type SignedCalls,
  type UnknownStart,
  type Transport,
  type TransportAnswer,
} from "./provider/provider.ts";
export { type ReferenceFormat, referenceFormat } from "./provider/reference-format.ts";
export { refusesRequest } from "./provider/refused-request.ts";
export type { CaseName, ProviderFile } from "./results/provider-file.ts";
export {
  type Attempt,
  type CaseResult,
  type Conclusion,
  count,
  type Counts,
  isFlaky,
  type Link,
  type Outcome,
  type Quarantine,
  type TestCase,
  type TestRun,
  type TestSuite,
} from "./results/test-run.ts";
