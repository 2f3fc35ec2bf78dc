import { Ajv2020 } from "ajv/dist/2020.js";
import { requestSchemas } from "../generated/mta-requests.ts";
import type { RunOrder } from "./run.ts";

/** The part of a configuration to execute. `api.md`, POST execute testconfiguration. */
export type Scope = "All" | "FailedOnly" | "ChangedOnly" | "Changed_Failed";

const ajv = new Ajv2020({ strict: false });
const validators = {
  configuration: ajv.compile<{ readonly ExecutionScope?: Scope }>(requestSchemas.executeTestConfiguration),
  others: ajv.compile<readonly { readonly Key: string }[]>(requestSchemas.executeTestSuite),
};

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
  if (level !== "configuration")
    return validators.others(body) ? { scope: "All" } : ajv.errorsText(validators.others.errors);
  const { configuration } = validators;
  return configuration(body) ? { scope: body.ExecutionScope ?? "All" } : ajv.errorsText(configuration.errors);
}
