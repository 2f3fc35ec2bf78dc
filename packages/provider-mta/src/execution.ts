import type { Execution, ExecutionScope } from "@remotest/mta-client";
import type { MtaStart } from "./inputs.ts";
import type { Rerunnable } from "./references.ts";

const scopes: Readonly<Record<string, ExecutionScope>> = {
  all: "All",
  failed: "FailedOnly",
  changed: "ChangedOnly",
  "changed-and-failed": "Changed_Failed",
};

/** Makes the execution of a start, and what a rerun of it will need. */
export function executionOf(start: MtaStart): {
  readonly execution: Execution;
  readonly rerunnable: Rerunnable | undefined;
} {
  const { configuration, suite, case: testCase = "", coverage = false, scope, retentionDays } = start;
  const instances = start.applicationInstance;
  const common = { instances, retentionDays };
  if (configuration !== undefined)
    return {
      execution: { ...common, configuration, coverage, scope: scope === undefined ? undefined : scopes[scope] },
      rerunnable: { configuration, instances, retentionDays, coverage },
    };
  if (suite !== undefined) return { execution: { ...common, suite }, rerunnable: undefined };
  return { execution: { ...common, testCase }, rerunnable: undefined };
}
