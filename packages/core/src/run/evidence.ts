import { ProviderError, type RemotestError, TimedOutError } from "../errors.ts";
import type { KeptFiles } from "../report/kept-files.ts";
import type { Attachment } from "../report/report.ts";

/** Keeps an answer of the service that could not be used, as the evidence for the error, even if the time ran out then. */
export async function keepEvidence(
  error: unknown,
  files: KeptFiles,
  run: number,
  attempt: number,
): Promise<readonly Attachment[]> {
  const fault = error instanceof TimedOutError ? error.cause : error;
  if (!(fault instanceof ProviderError) || fault.evidence === undefined) return [];
  return files.keep(run, fault.evidence, attempt);
}

/** Returns the error with a next step that says where the service's answer is. */
export function namingEvidence(error: RemotestError, evidence: readonly Attachment[]): RemotestError {
  if (evidence.length === 0) return error;
  const next = `${error.next} The service's answer is kept in the report directory: ${evidence.map(({ file }) => file).join(", ")}.`;
  if (error instanceof TimedOutError) return timedOutWith(next, error);
  if (!(error instanceof ProviderError)) return error;
  const { code, message, serviceCode, reason, retry, cause } = error;
  const said = { ...(serviceCode === undefined ? {} : { serviceCode }), ...(reason === undefined ? {} : { reason }) };
  return new ProviderError({ code, message, next, retry, cause, ...said });
}

function timedOutWith(next: string, { message, timeoutMs, cause }: TimedOutError): TimedOutError {
  return new TimedOutError({ message, next, ...(timeoutMs !== undefined && { timeoutMs }), cause });
}
