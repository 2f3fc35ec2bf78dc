import { type Counts, count, ProviderError, type RemotestError, UsageError } from "@remotest/core";
import { allWarnings, exitCodeOfError, type Report, type RunReport, type StartReport } from "@remotest/core/flow";

/**
 * Returns the document that `--json` prints after `run`, `attach`, `rerun` and `merge`. Its field names never change.
 * Times are ISO 8601 in UTC. It has only the cases that did not pass; `ctrf-report.json` has every case.
 */
export function resultDocument(report: Report): object {
  const { verdict, exitCode, reportDir, runs } = report;
  return {
    verdict: verdict.kind,
    reason: verdict.reason,
    exitCode,
    ...total(runs),
    reportDir,
    warnings: allWarnings(report),
    runs: runs.map(runDocument),
  };
}

function runDocument({ provider, name, handle, startedAt, endedAt, verdict, end }: RunReport): object {
  return {
    provider,
    name,
    ref: handle?.ref ?? null,
    url: handle?.url ?? null,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    verdict: verdict.kind,
    reason: verdict.reason,
    ...(end.kind === "results"
      ? { ...count([end.testRun]), warnings: allWarnings(end.testRun), notPassed: notPassed(end.testRun) }
      : { error: errorDocument(end.error) }),
  };
}

function total(runs: readonly RunReport[]): Counts {
  return count(runs.flatMap(({ end }) => (end.kind === "results" ? [end.testRun] : [])));
}

function notPassed(testRun: Parameters<typeof count>[0][number]): object[] {
  return testRun.suites.flatMap(({ name: suite, cases }) =>
    cases
      .filter(({ outcome }) => outcome === "failed" || outcome === "error")
      .map((testCase) => ({
        suite,
        name: testCase.name,
        outcome: testCase.outcome,
        message: "message" in testCase ? (testCase.message ?? null) : null,
        links: testCase.links.map(({ href }) => href),
        ...(testCase.quarantine && { quarantine: testCase.quarantine }),
      })),
  );
}

/** Returns an error with the same fields wherever `--json` prints one. */
export function errorDocument(error: RemotestError): object {
  return {
    code: error.code,
    message: error.message,
    next: error.next,
    ...(error instanceof ProviderError ? { serviceCode: error.serviceCode ?? null, reason: error.reason ?? null } : {}),
    ...(error instanceof UsageError ? { problems: error.problems } : {}),
  };
}

/** Returns the document that `--json` prints after `start`. */
export function startedDocument(started: readonly StartReport[]): object {
  return {
    runs: started.map((each) => ({
      provider: each.provider,
      name: each.name,
      ...("handle" in each
        ? { ref: each.handle.ref, url: each.handle.url ?? null }
        : { ref: null, url: null, exitCode: exitCodeOfError(each.error), error: errorDocument(each.error) }),
    })),
  };
}
