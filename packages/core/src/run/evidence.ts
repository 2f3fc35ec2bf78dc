import { ProviderError, type RemotestError } from "../errors.ts";
import type { KeptFiles } from "../report/kept-files.ts";
import type { Attachment } from "../report/report.ts";

/** Keeps an answer of the service that could not be used: without it, there is only our word for it. */
export async function keepEvidence(
  error: unknown,
  files: KeptFiles,
  run: number,
  attempt: number,
): Promise<readonly Attachment[]> {
  if (!(error instanceof ProviderError) || error.evidence === undefined) return [];
  return files.keep(run, error.evidence, attempt);
}

/** The same error, whose next step says where the service's answer is. */
export function namingEvidence(error: RemotestError, evidence: readonly Attachment[]): RemotestError {
  if (!(error instanceof ProviderError) || evidence.length === 0) return error;
  const { code, message, serviceCode, reason, retry, cause } = error;
  const next = `${error.next} What the service answered is kept in the report directory: ${evidence.map(({ file }) => file).join(", ")}.`;
  const said = { ...(serviceCode === undefined ? {} : { serviceCode }), ...(reason === undefined ? {} : { reason }) };
  return new ProviderError({ code, message, next, retry, cause, ...said });
}
