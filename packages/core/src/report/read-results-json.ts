import { MalformedDocumentError, parseDocument } from "./document.ts";
import {
  InterruptedError,
  ProviderError,
  type RemotestError,
  TimedOutError,
  UnknownStartError,
  UsageError,
} from "../errors.ts";
import { exitCode, failed, verdictOf, type Verdict, worst } from "../gate/verdict.ts";
import { verdictOfRuns } from "./plan-verdict.ts";
import type { Report, RunEnd, RunReport } from "./report.ts";
import type { ErrorDocument, RunDocument, VerdictDocument } from "./results-document.ts";
import { resultsSchema } from "./results-schema.ts";

/** The report in `results.json`. */
export type StoredReport = Pick<
  Report,
  "runs" | "verdict" | "exitCode" | "warnings" | "quarantineWarnings" | "commit" | "origin" | "plan" | "lacksShards"
>;

/**
 * Reads `results.json`, which comes from another job and may have been written by anyone: all is checked, and what
 * it says twice must agree. Texts are kept as they are, because reporters clean everything that they show.
 *
 * @throws {MalformedDocumentError} with the first problem and its place
 * @example readReportDocument(await readFile("results.json", "utf8")).runs
 */
export function readReportDocument(text: string): StoredReport {
  const document = parseDocument(resultsSchema, text);
  const runs = document.runs.map(readRun);
  const { warnings, quarantineWarnings = [], commit, origin, plan, lacksShards } = document;
  const beyond = runs.findIndex(({ position }) => plan && position !== undefined && position >= plan.runs);
  if (beyond >= 0) throw new MalformedDocumentError(`runs[${beyond}].position must be less than plan.runs.`);
  const { kind, reason } = document.verdict;
  const ofRuns = verdictOfRuns(runs, plan);
  const verdict = kind === "provider-error" ? worst([ofRuns, verdictOf(untold(reason))]) : ofRuns;
  if (kind !== verdict.kind || document.exitCode !== exitCode(verdict))
    throw new MalformedDocumentError(
      `It says ${kind} (exit code ${document.exitCode}), but the verdict of its runs is ${verdict.kind} (${exitCode(verdict)}).`,
    );
  return {
    runs,
    verdict,
    exitCode: exitCode(verdict),
    warnings,
    quarantineWarnings,
    ...(commit === undefined ? {} : { commit }),
    ...(origin && { origin }),
    ...(plan && { plan }),
    ...(lacksShards === true && { lacksShards }),
  };
}

function readRun({ results, error, verdict, handle, ...run }: RunDocument, index: number): RunReport {
  const place = `runs[${index}]`;
  const end = readEnd(results, error, place);
  return { ...run, handle, end, verdict: readVerdict(verdict, end, `${place}.verdict.kind`) };
}

function readEnd(testRun: RunDocument["results"], error: RunDocument["error"], place: string): RunEnd {
  if (testRun && !error) return { kind: "results", testRun };
  if (error && !testRun) return { kind: "no-results", error: readError(error) };
  throw new MalformedDocumentError(`${place} must have either results or an error.`);
}

function readVerdict(verdict: VerdictDocument, end: RunEnd, place: string): Verdict {
  if (end.kind === "no-results") {
    // The verdict follows from the error, so the one in the document must be the same.
    const told = verdictOf(end.error);
    if (verdict.kind !== told.kind) throw new MalformedDocumentError(`${place} must be ${told.kind}, as its error is.`);
    return told;
  }
  if (verdict.kind === "passed") return verdict;
  if (verdict.kind === "failed") return failed(verdict.reason);
  if (verdict.kind === "provider-error") return verdictOf(untold(verdict.reason));
  throw new MalformedDocumentError(
    `${place} must be one of passed, failed, provider-error, because the run has results.`,
  );
}

/** The error of a run with complete results that is not a pass, because they could not be written or told. */
function untold(reason: string): RemotestError {
  return new ProviderError({
    code: "unexpected",
    message: reason,
    next: ({ option }) =>
      `Fix what kept the report from being written or sent, then run its job again with ${option("resume")}.`,
    retry: "never",
  });
}

function readError(error: ErrorDocument): RemotestError {
  switch (error.kind) {
    case "timed-out":
      return new TimedOutError(error);
    case "unknown-start":
      return new UnknownStartError(error.message, error.next);
    case "interrupted":
      return new InterruptedError(error.signal, error);
    case "usage":
      return new UsageError(error.problems);
    case "provider-error":
      return new ProviderError({ ...error, retry: "never" });
  }
}
