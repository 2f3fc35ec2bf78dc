import { UsageError } from "@remotest/core";
import {
  type LedgerEntry,
  leftPlans,
  ledgerText,
  readLedger,
  type Report,
  type ReportDir,
  type RunReport,
  withFailure,
  withoutRef,
} from "@remotest/core/flow";
import { join } from "node:path";

/** Reads the unfinished entries of this directory and all others of their plans: a later `--resume` must find both. */
export async function readLeftEntries({ path }: ReportDir): Promise<readonly LedgerEntry[]> {
  const earlier = await readLedger(path);
  if (earlier === "unreadable")
    throw new UsageError([
      {
        message: ({ optionOrVariable }) =>
          `${optionOrVariable("remotest", "reportDir")}: ${join(path, "run.json")} cannot be read, and may contain a run that is still running.`,
        suggestion: ({ option }) => `Set a different ${option("reportDir")}, or remove the file.`,
      },
    ]);
  return earlier === "absent" ? [] : leftPlans(earlier);
}

/** As after a run, if the ledger cannot be written, a pass is no longer a pass. */
export async function writeMergedLedger(report: Report, left: readonly LedgerEntry[], dir: ReportDir): Promise<Report> {
  try {
    await dir.write("run.json", ledgerText([...report.runs.map((run) => entryOf(run, report)), ...left]));
    return report;
  } catch (cause) {
    return withFailure(report, cause);
  }
}

/** Merged runs are over and reported, so they are never resumed from this directory. */
function entryOf(run: RunReport, { commit }: Report): LedgerEntry {
  const { provider, name, distinction, label, gate, handle, mayHaveStarted, startedAt, endedAt, verdict } = run;
  const uncertain = verdict.kind === "unknown-start" || mayHaveStarted === true;
  return {
    provider,
    name,
    ...(handle
      ? { start: "started", ref: handle.ref, url: handle.url ?? null }
      : withoutRef(uncertain ? "on-its-way" : "not-started")),
    distinction: distinction ?? null,
    label: label ?? null,
    plan: null,
    inputs: null,
    token: null,
    reruns: [],
    gate: gate ?? null,
    commit: run.commit ?? commit ?? null,
    part: null,
    rerunOnItsWay: false,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    verdict: verdict.kind,
    reported: true,
  };
}
