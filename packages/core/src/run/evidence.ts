import { ProviderError, type RemotestError } from "../errors.ts";
import type { KeptFiles } from "../report/kept-files.ts";
import type { Attachment } from "../report/report.ts";

/** Keeps an answer of the service that could not be used, as the evidence for the error. */
export async function keepEvidence(
  error: unknown,
  files: KeptFiles,
  run: number,
  attempt: number,
): Promise<readonly Attachment[]> {
  if (!(error instanceof ProviderError) || error.evidence === undefined) return [];
  return files.keep(run, error.evidence, attempt);
}

/** Returns the error with a next step that says where the service's answer is. */
export function namingEvidence(error: RemotestError, evidence: readonly Attachment[]): RemotestError {
  if (!(error instanceof ProviderError) || evidence.length === 0) return error;
  const { code, message, serviceCode, reason, retry, cause } = error;
  const next = `${error.next} The service's answer is kept in the report directory: ${evidence.map(({ file }) => file).join(", ")}.`;
  const said = { ...(serviceCode === undefined ? {} : { serviceCode }), ...(reason === undefined ? {} : { reason }) };
  return new ProviderError({ code, message, next, retry, cause, ...said });
}
