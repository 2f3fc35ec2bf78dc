// The flow, for the packages of this repository only: it is not published and may change at any time.
export { inWords, nextOf, ReportDirLostError, UnexpectedError } from "./errors.ts";
export { decodeText } from "./files/decode-text.ts";
export { readGuarded, UnreadableFileError } from "./files/guarded-file.ts";
export { writeOnDisk } from "./files/on-disk.ts";
export { retryWhileInUse, retryWhileInUseSync } from "./files/retry-while-in-use.ts";
export { portableName } from "./files/portable-name.ts";
export { portablePath } from "./files/portable-path.ts";
export { glob, longestGlob } from "./gate/glob.ts";
export { applyQuarantine, coveredBy, dayOf, type QuarantineEntry, quarantineWarnings } from "./gate/quarantine.ts";
export type { LastingGate } from "./gate/lasting-gate.ts";
export { type QuarantineFile, readQuarantine } from "./gate/quarantine-entries.ts";
export { exitCodeOfError, exitCodeOfErrors, verdictOf, worst } from "./gate/verdict.ts";
export { type CommitState, kindsByWeight, verdictKinds } from "./gate/verdict-kinds.ts";
export { commonInputs, type CommonOptions } from "./inputs/common-inputs.ts";
export { misspeltVariables } from "./inputs/misspelt-variables.ts";
export { passwordIn, withScheme } from "./inputs/password-in.ts";
export { inputName, isRepeatable, isSecret } from "./inputs/input.ts";
export type { InputSources, SecretFile } from "./inputs/input-reader.ts";
export { type Config, type InputScope, onlyOf, readConfig } from "./inputs/read-config.ts";
export { labelledValue } from "./inputs/labelled-value.ts";
export { credentialsProblem, readValue } from "./inputs/read-value.ts";
export { cleanSecret } from "./inputs/secret-text.ts";
export { closest } from "./inputs/spelling.ts";
export { distinctProblems } from "./inputs/distinct-problems.ts";
export { unknownOptions } from "./inputs/unknown-options.ts";
export { isUnreplaced, notReplaced } from "./inputs/unreplaced.ts";
export { unseen } from "./inputs/unseen.ts";
export { defaultText, valueText } from "./inputs/value-text.ts";
export { type LedgerEntry, ledgerText, withoutRef } from "./ledger/ledger.ts";
export { readLedger } from "./ledger/read-ledger.ts";
export { leftPlans } from "./ledger/resumption.ts";
export { problemIn } from "./inputs/problem.ts";
export { commandNames } from "./inputs/wording.ts";
export { checkedProvider } from "./provider/checked-provider.ts";
export { MalformedDocumentError } from "./report/document.ts";
export { framedCopyOf } from "./report/framed-page.ts";
export { withMessageBudget } from "./report/message-budget.ts";
export { mergeReports, type MergeSettings } from "./report/merge-reports.ts";
export type { KnownRun, Shard } from "./report/shard.ts";
export { publish } from "./report/publish.ts";
export { type LabelledRun, runLabels } from "./report/run-labels.ts";
export { readReportDocument, type StoredReport } from "./report/read-results-json.ts";
export type {
  Attachment,
  Origin,
  PastReport,
  PastRun,
  Report,
  ReportedPlan,
  RunEnd,
  RunReport,
} from "./report/report.ts";
export { type OptionalReporter, type Reporter, type TextReporter, wholeText } from "./report/reporter.ts";
export { largestResults, reportDocument, resultsReporter, resultsText, runDocument } from "./report/results-json.ts";
export { withFailure } from "./report/with-failure.ts";
export { ReportDir } from "./report-dir/report-dir.ts";
export { ReportDirLock } from "./report-dir/report-dir-lock.ts";
export { type CaseKeys, caseKeys } from "./results/case-key.ts";
export { allWarnings, isDuration } from "./results/test-run.ts";
export { type CancelReport, cancelRuns } from "./run/cancel.ts";
export { correlationToken } from "./run/correlation-token.ts";
export { orAborted } from "./run/deadline.ts";
export { Bell } from "./run/bell.ts";
export { checkStatus, type StatusReport } from "./run/status.ts";
export type { Beginning, OwnSettings, PlannedRun, RunPorts, RunSettings, StartedRun } from "./run/plan.ts";
export { previewRuns, type RunPreview } from "./run/preview.ts";
export { run } from "./run/run.ts";
export type { RunEvent } from "./run/run-event.ts";
export { start, type StartReport } from "./run/start.ts";
