import type { AtsClient, AtsClientOptions, GetJobStatusResult, RunJobResult } from "@remotest/ats-client";
import {
  type CallContext,
  type ProviderFile,
  ProviderError,
  type ReferenceFormat,
  referenceFormat,
  type RunHandle,
  type RunResults,
  type RunState,
  UnknownStartError,
} from "@remotest/core";
import { failureOf } from "./failure.ts";
import type { AtsStart } from "./inputs.ts";
import { mapResults } from "./map-results.ts";
import { nextStep } from "./next-steps.ts";
import { stateOf } from "./run-state.ts";
import { assertSameJob } from "./same-job.ts";

/** While a run is running, its test cases are requested only up to this number: each status check returns all of them. */
const mostCasesShown = 200;

export const references: ReferenceFormat<"AppID" | "JobID"> = referenceFormat("ats", ["AppID", "JobID"]);

/** The runs of one account at ATS, with the answers that later ones must agree with. */
export class RunsOfAccount {
  readonly client: AtsClient;
  /** The bytes of the last answer, as they came. */
  #lastBody: Uint8Array = new Uint8Array();
  #remarks: readonly string[] = [];
  #cases = 0;
  /** By reference, the answer of the last status check, and later results that could not be used. */
  readonly #told = new Map<string, readonly GetJobStatusResult[]>();

  constructor(connect: (listeners: Pick<AtsClientOptions, "onAnswer" | "onRemarks">) => AtsClient) {
    this.client = connect({
      onAnswer: (body) => void (this.#lastBody = body),
      onRemarks: (said) => void (this.#remarks = said),
    });
  }

  async start({ appId, templateId }: AtsStart, name: string, { signal }: CallContext): Promise<RunHandle> {
    const answer = await this.client
      .runJob({ AppID: appId, JobTemplateID: templateId }, { signal })
      .catch((error: unknown) => Promise.reject(failureOf(error, "start")));
    return { ref: references.write({ AppID: appId, JobID: startedId(answer) }), name };
  }

  async poll(run: RunHandle, context: CallContext): Promise<RunState> {
    const status = await this.#statusOf(
      run,
      "poll",
      { IncludeDetailsPerTestCase: this.#cases <= mostCasesShown },
      context,
    );
    const state = stateOf(status);
    this.#cases = state.progress.total ?? 0;
    this.#told.set(run.ref, [status]);
    return state;
  }

  async results(run: RunHandle, context: CallContext): Promise<RunResults> {
    const details = { IncludeExecutionFlags: true, IncludeDetailsPerTestCase: true };
    const status = await this.#statusOf(run, "results", details, context);
    if (stateOf(status).status !== "finished")
      throw new ProviderError({
        code: "ats-not-finished",
        message: `ATS called the run done, and then ${JSON.stringify(status.ExecutionStatus)}`,
        next: "The results are not available yet: attach again later.",
        retry: "later",
        evidence: [this.#asItCame()],
      });
    const before = this.#told.get(run.ref) ?? [];
    try {
      // On its own first, because results that are not available yet contradict nothing.
      const testRun = mapResults(status);
      for (const each of before) assertSameJob(each, status);
      return { testRun: { ...testRun, warnings: [...testRun.warnings, ...this.#remarks] }, files: [this.#asItCame()] };
    } catch (error) {
      this.#told.set(run.ref, [...before, status]);
      throw error instanceof ProviderError ? error.with({ evidence: [this.#asItCame()] }) : error;
    }
  }

  async rerun(run: RunHandle, { signal }: CallContext): Promise<RunHandle> {
    const { AppID, JobID } = references.idsOf(run);
    const answer = await this.client
      .rerunNotPassed({ AppID, FinishedJobID: JobID }, { signal })
      .catch((error: unknown) => Promise.reject(failureOf(error, "start")));
    return { ref: references.write({ AppID, JobID: startedId(answer) }) };
  }

  async #statusOf(
    run: RunHandle,
    call: "poll" | "results",
    details: { readonly IncludeDetailsPerTestCase: boolean; readonly IncludeExecutionFlags?: boolean },
    { signal }: CallContext,
  ): Promise<GetJobStatusResult> {
    // If no answer comes, the previous one must not be mistaken for it.
    this.#lastBody = new Uint8Array();
    return this.client
      .getJobStatus({ ...references.idsOf(run), IncludeExecutionResultBreakdown: true, ...details }, { signal })
      .catch((error: unknown) => Promise.reject(failureOf(error, call, this.#asItCame())));
  }

  #asItCame(): ProviderFile {
    return { name: "result.xml", title: "ATS's answer, unchanged", content: textOf(this.#lastBody) };
  }
}

/**
 * Returns the id of the started job. Source: specs/ats.wsdl, RunJob: `ErrorMessage`
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
