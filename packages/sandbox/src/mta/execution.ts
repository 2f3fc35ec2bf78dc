import { executeTestConfiguration, executeTestSuite } from "../generated/mta-requests.ts";
import { firstProblem } from "../request-schema.ts";
import type { RunOrder } from "./run.ts";

/** The part of a configuration to execute. specs/mta.openapi.yaml, executeTestConfiguration. */
export type Scope = "All" | "FailedOnly" | "ChangedOnly" | "Changed_Failed";

/** Reads the request of an execution as strictly as the spec says. Returns the problem with it as text. */
export function readExecution(
  text: string,
  query: URLSearchParams,
  level: RunOrder["level"],
): { readonly scope: Scope } | string {
  const retention = query.get("retentionPeriodInDays");
  if (retention !== null && !/^[1-7]$/.test(retention)) return "retentionPeriodInDays must be 1 to 7";
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return "the body is not JSON";
  }
  const schema = level === "configuration" ? executeTestConfiguration : executeTestSuite;
  const problem = firstProblem(schema, body);
  if (problem) return problem.text;
  return {
    scope: (level === "configuration" && (body as { readonly ExecutionScope?: Scope }).ExecutionScope) || "All",
  };
}
