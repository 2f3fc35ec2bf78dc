import { createAtsClient, type GetJobStatusResult, type RunJobResult } from "@remotest/ats-client";
import {
  defineProvider,
  type Progress,
  type Provider,
  type ProviderFile,
  ProviderError,
  referenceFormat,
  type RunState,
  UnknownStartError,
} from "@remotest/core";
import { saysBadEnd } from "@remotest/http";
import { check } from "./check.ts";
import { checkAccount } from "./check-account.ts";
import { failureOf } from "./failure.ts";
import { type AtsConnect, type AtsStart, connectInputs, startInputs } from "./inputs.ts";
import { caseState, mapResults } from "./map-results.ts";
import { nextStep } from "./next-steps.ts";
import { assertSameJob } from "./same-job.ts";

/** While a run is running, its test cases are requested only up to this number: each status check returns all of them. */
const mostCasesShown = 200;

const references = referenceFormat("ats", ["AppID", "JobID"]);

/** Mendix ATS: browser tests of Mendix apps, over its SOAP CI/CD API. */
export const ats: Provider = defineProvider<AtsConnect, AtsStart>({
  name: "ats",
  title: "Mendix ATS",
  connectInputs,
  startInputs,
  // Mendix ATS CI/CD API page, section Run Job, request table: a run has no name.
  namesRuns: false,
  check,
  parseReference: references.parse,

  connect({ baseUrl, apiToken, username, password }, transport) {
    let lastBody: Uint8Array = new Uint8Array();
    const onAnswer = (body: Uint8Array): void => void (lastBody = body);
    const { fetch, maxResponseBytes } = transport;
    let remarks: readonly string[] = [];
    const onRemarks = (said: readonly string[]): void => void (remarks = said);
    const listeners = { onAnswer, onRemarks };
    const client = createAtsClient({ baseUrl, apiToken, username, password, fetch, maxResponseBytes, ...listeners });
    const asItCame = (): ProviderFile => ({
      name: "result.xml",
      title: "ATS's answer, unchanged",
      content: textOf(lastBody),
    });
    let cases = 0;
    /** By reference, the answer of the last status check, and later results that could not be used. */
    const told = new Map<string, readonly GetJobStatusResult[]>();
    return {
      async start({ appId, templateId }, name, { signal }) {
        const answer = await client
          .runJob({ AppID: appId, JobTemplateID: templateId }, { signal })
          .catch((error: unknown) => Promise.reject(failureOf(error, "start")));
        return { ref: references.write({ AppID: appId, JobID: startedId(answer) }), name };
      },
      async poll(run, { signal }) {
        lastBody = new Uint8Array();
        const include = { IncludeExecutionResultBreakdown: true, IncludeDetailsPerTestCase: cases <= mostCasesShown };
        const status = await client
          .getJobStatus({ ...references.idsOf(run), ...include }, { signal })
          .catch((error: unknown) => Promise.reject(failureOf(error, "poll", asItCame())));
        const state = stateOf(status);
        cases = state.progress.total ?? 0;
        told.set(run.ref, [status]);
        return state;
      },
      async results(run, _finished, { signal }) {
        const include = {
          IncludeExecutionFlags: true,
          IncludeExecutionResultBreakdown: true,
          IncludeDetailsPerTestCase: true,
        };
        // If no answer comes, the previous one must not be mistaken for it.
        lastBody = new Uint8Array();
        const status = await client
          .getJobStatus({ ...references.idsOf(run), ...include }, { signal })
          .catch((error: unknown) => Promise.reject(failureOf(error, "results", asItCame())));
        if (stateOf(status).status !== "finished")
          throw new ProviderError({
            code: "ats-not-finished",
            message: `ATS called the run done, and then ${JSON.stringify(status.ExecutionStatus)}`,
            next: "The results are not available yet: attach again later.",
            retry: "later",
            evidence: [asItCame()],
          });
        try {
          // On its own first, because results that are not available yet contradict nothing.
          const testRun = mapResults(status);
          for (const before of told.get(run.ref) ?? []) assertSameJob(before, status);
          return { testRun: { ...testRun, warnings: [...testRun.warnings, ...remarks] }, files: [asItCame()] };
        } catch (error) {
          told.set(run.ref, [...(told.get(run.ref) ?? []), status]);
          throw error instanceof ProviderError ? error.with({ evidence: [asItCame()] }) : error;
        }
      },
      async rerun(run, { signal }) {
        const { AppID, JobID } = references.idsOf(run);
        const answer = await client
          .rerunNotPassed({ AppID, FinishedJobID: JobID }, { signal })
          .catch((error: unknown) => Promise.reject(failureOf(error, "start")));
        return { ref: references.write({ AppID, JobID: startedId(answer) }) };
      },
      cancel: "unsupported",
      find: "unsupported",
      checkAccount: ({ signal }) => checkAccount(client, signal),
    };
  },
});

/**
 * Returns the id of the started job. Source: Mendix ATS CI/CD API page, section Run Job, response table: `ErrorMessage`
 * says why a test failed to start; `Started` is false even for a test that has yet to start. If there is an id, there is a
 * run, whatever else the answer says: its status shows the rest.
 *
 * @throws {ProviderError} if the service says why it started nothing, and gives no id.
 * @throws {UnknownStartError} if it gives neither a reason nor an id by which to find the run.
 */
function startedId({ Started, ErrorMessage = "", JobID = "" }: RunJobResult): string {
  // An id with a character that could not be read does not lead back to the run.
  const id = JobID.trim();
  if (id !== "" && !id.includes("\uFFFD")) return id;
  if (id === "" && !Started && ErrorMessage.trim() !== "")
    throw new ProviderError({
      code: "ats-not-started",
      message: `ATS did not start the run: ${ErrorMessage.trim()}`,
      next: nextStep(ErrorMessage),
      reason: ErrorMessage,
      retry: "never",
    });
  throw new UnknownStartError(
    Started
      ? "ATS says that the run was started, but not under which id."
      : "ATS says neither that the run was started nor why it was not, and gives no id.",
    "Check the Test Runs page of ATS for the run before you start it again.",
  );
}

/** Decodes an XML document, which begins with a byte order mark or with `<` in the bytes of its encoding. */
function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isBigEndian = first === 0 || (first === 0xfe && second === 0xff);
  const isLittleEndian = second === 0 || (first === 0xff && second === 0xfe);
  return new TextDecoder(isBigEndian ? "utf-16be" : isLittleEndian ? "utf-16le" : "utf-8").decode(bytes);
}

/** Converts a status. `Done` is in no table of the page, but the vendor's own scripts wait for it. */
function stateOf(status: GetJobStatusResult): RunState {
  const progress = progressOf(status);
  switch (status.ExecutionStatus.trim().toLowerCase()) {
    case "done":
      return { status: "finished", progress };
    case "running":
      return { status: "running", progress };
    case "queued":
      return { status: "queued", progress };
    default:
      return {
        status: "unrecognised",
        says: status.ExecutionStatus,
        progress,
        ...(saysBadEnd(status.ExecutionStatus) && { notPassed: true }),
      };
  }
}

function progressOf({
  ExecutionResultBreakdown: counts,
  ExecutionDetailsPerTestCase: cases,
}: GetJobStatusResult): Progress {
  return {
    ...(counts && {
      total: counts.CountPassed + counts.CountFailed + counts.CountNotExecuted,
      passed: counts.CountPassed,
      failed: counts.CountFailed,
      waiting: counts.CountNotExecuted,
    }),
    ...(cases && { cases: cases.map(({ Name, Result }) => ({ name: Name, state: caseState(Result) })) }),
  };
}
