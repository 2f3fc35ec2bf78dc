import { type OptionsOf, type Problem, UsageError } from "@remotest/core";
import {
  commonInputs,
  type LedgerEntry,
  ledgerText,
  leftPlans,
  mergeReports,
  publish,
  readLedger,
  type Report,
  ReportDir,
  type RunReport,
  type Shard,
  withFailure,
} from "@remotest/core/flow";
import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { outputsFile } from "../output/outputs-file.ts";
import { readOptions } from "../plan/option-problems.ts";
import { readQuarantineFile } from "../files/quarantine-file.ts";
import { reportFiles } from "../output/report-files.ts";
import { readShard, withAttachments } from "../files/shards.ts";
import { tellReport } from "../output/tell-report.ts";
import type { Command } from "../command-line/command.ts";
import { historyOf } from "../files/history-option.ts";
import { openTerminal } from "../output/terminal.ts";

const { reportDir, failOn, maxFailures, quarantine, history, json, verbose, quiet, noColor } = commonInputs;
const shards = {
  type: "integer",
  min: 1,
  max: 10_000,
  doc: "How many report directories there must be: fewer count as missing. Default: as many as are given.",
} as const;
const allowMissing = {
  type: "flag",
  default: false,
  doc: "A report directory that is missing or has no results is a warning, as long as another one has some.",
} as const;
const gate = { failOn, maxFailures, quarantine };
const options = { reportDir, shards, allowMissing, ...gate, history, json, verbose, quiet, noColor };

type MergeOptions = OptionsOf<typeof options>;

export const mergeCommand: Command = {
  name: "merge",
  words: "<report-dir>...",
  summary: "One report and one verdict from the report directories of several jobs; needs no network.",
  options,
  reads: [],
  async run({ line }, platform) {
    const read = readOptions(line, platform.env, options);
    const given = read.options;
    const [, ...dirs] = line.words;
    const forgiven = await readQuarantineFile(given.quarantine);
    const problems = [...read.problems, ...forgiven.problems, ...(await problemsOf(dirs, given))];
    if (problems.length > 0) throw new UsageError(problems);
    const earlier = await historyOf(
      given,
      platform,
      dirs.map((dir) => resolve(dir, "ctrf-report.json")),
    );
    const found: Shard[] = [];
    for (const dir of dirs) found.push(await readShard(dir));
    const files = reportFiles(platform.version);
    await using dir = await ReportDir.enter(
      given.reportDir,
      files.map(({ file }) => file),
    );
    const left = await leftIn(dir);
    const kept: Shard[] = [];
    for (const [index, shard] of withMissing(found, given.shards).entries())
      kept.push(shard.kind === "report" ? { ...shard, runs: await withAttachments(shard, index + 1, dir) } : shard);
    const report = await noted(
      mergeReports(kept, {
        policy: { failOn: given.failOn, maxFailures: given.maxFailures },
        quarantine: forgiven.entries,
        history: earlier.reports,
        allowMissing: given.allowMissing,
        warnings: earlier.warnings,
        reportDir: dir.path,
        givenReportDir: given.reportDir,
        now: new Date(),
      }),
      left,
      dir,
    );
    const terminal = openTerminal(given, platform, { runs: report.runs.length, mayRedraw: false });
    const outputs = outputsFile(given.reportDir);
    const tell = async (merged: Report): Promise<Report> =>
      tellReport(merged, { terminal, outputs, json: given.json }, platform);
    const { exitCode } = await publish(report, { dir, reporters: files, tell });
    return exitCode;
  },
};

async function problemsOf(dirs: readonly string[], given: MergeOptions): Promise<Problem[]> {
  const problems: Problem[] = [];
  if (dirs.length === 0)
    problems.push({
      message: "A report directory is missing: those of the jobs whose reports become one.",
      suggestion: "remotest merge shards/*",
    });
  const out = await real(given.reportDir);
  const known = new Map<string, string>();
  for (const dir of dirs) {
    const path = await real(dir);
    const same = known.get(path);
    if (path === out)
      problems.push({
        message: `${JSON.stringify(dir)} is where the merged report goes, so it cannot be one of its parts.`,
        suggestion: "Give another --report-dir (REMOTEST_REPORT_DIR).",
      });
    if (same !== undefined) problems.push({ message: `${JSON.stringify(dir)} is given twice.` });
    known.set(path, dir);
  }
  if (given.shards !== undefined && dirs.length > given.shards)
    problems.push({ message: `--shards says ${given.shards}, and ${dirs.length} report directories are given.` });
  return problems;
}

async function real(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path));
}

/** A pattern that matched too little says nothing of what it missed: those are shards, too. */
function withMissing(found: readonly Shard[], expected: number = found.length): readonly Shard[] {
  const lost = Array.from({ length: expected - found.length }, (_, index): Shard => {
    const number = found.length + index + 1;
    return { kind: "missing", name: `${number} of ${expected}`, why: "was not given", runs: [] };
  });
  return [...found, ...lost];
}

/** What is left in this directory, with what is of one plan with it: a later `--resume` must find both. */
async function leftIn({ path }: ReportDir): Promise<readonly LedgerEntry[]> {
  const earlier = await readLedger(path);
  if (earlier === "unreadable")
    throw new UsageError([
      {
        message: `--report-dir (REMOTEST_REPORT_DIR): ${path}/run.json cannot be read, and may tell of a run that goes on.`,
        suggestion: "Give another --report-dir, or take the file away.",
      },
    ]);
  return earlier === "absent" ? [] : leftPlans(earlier);
}

/** As after a run, a pass that left no ledger is none. */
async function noted(report: Report, left: readonly LedgerEntry[], dir: ReportDir): Promise<Report> {
  try {
    await dir.write("run.json", ledgerText([...report.runs.map(entryOf), ...left]));
    return report;
  } catch (cause) {
    return withFailure(report, cause);
  }
}

/** What is merged is over and told: nothing of it is ever resumed from here. */
function entryOf({ provider, name, handle, mayHaveStarted, startedAt, endedAt, verdict }: RunReport): LedgerEntry {
  const uncertain = verdict.kind === "unknown-start" || mayHaveStarted === true;
  return {
    provider,
    name,
    ref: handle?.ref ?? null,
    url: handle?.url ?? null,
    start: handle ? "started" : uncertain ? "on-its-way" : "not-started",
    plan: null,
    inputs: null,
    token: null,
    reruns: [],
    rerunOnItsWay: false,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    verdict: verdict.kind,
    reported: true,
  };
}
