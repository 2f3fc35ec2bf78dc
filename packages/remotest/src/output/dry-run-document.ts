import { resolve } from "node:path";
import type { DescribedRun } from "./planned-run.ts";

/**
 * Returns the document that `--dry-run --json` prints. Its field names never change.
 * @param warnings without secrets
 */
export function dryRunDocument(
  runs: readonly DescribedRun[],
  { reportDir, warnings }: { readonly reportDir: string; readonly warnings: readonly string[] },
): object {
  return { dryRun: true, exitCode: 0, reportDir: resolve(reportDir), warnings, runs: runs.map(runDocument) };
}

function runDocument({ provider, name, label, preview, inputs }: DescribedRun): object {
  const files = inputs.flatMap((each) =>
    each.bytes === undefined ? [] : [[each.name, { bytes: each.bytes }] as const],
  );
  return {
    provider: provider.name,
    name,
    label: label ?? null,
    begins: preview.kind,
    ref: preview.kind === "attach" ? preview.handle.ref : null,
    inputs: Object.fromEntries(inputs.map((each) => [each.name, each.value])),
    files: Object.fromEntries(files),
  };
}
