import { type OptionsOf, type Problem, UsageError, quotedPath } from "@remotest/core";
import {
  commonInputs,
  mergeReports,
  publish,
  type QuarantineEntry,
  type Report,
  ReportDir,
  type Shard,
  runLabels,
} from "@remotest/core/flow";
import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { codeHostInputs } from "../code-host/code-host-inputs.ts";
import { buildOf } from "../plan/build.ts";
import { announceMerge, announceProblems } from "../plan/announce-merge.ts";
import { outputsFile } from "../output/outputs-file.ts";
import { printWarnings } from "../output/print-error.ts";
import { readOptions } from "../plan/option-problems.ts";
import { readQuarantineFile } from "../files/quarantine-file.ts";
import { loadOwnReporters } from "../files/own-reporters.ts";
import { policyOf, policySaid } from "../plan/policy.ts";
import { reportFiles } from "../output/report-files.ts";
import { readLeftEntries, writeMergedLedger } from "../files/merged-ledger.ts";
import { readShard, shardDirs, withAttachments } from "../files/shards.ts";
import { tellReport } from "../output/tell-report.ts";
import type { Command } from "../command-line/command.ts";
import type { CommandLine } from "../command-line/read-command-line.ts";
import type { Platform } from "../platform.ts";
import { keepInHistory, type LoadedHistory, loadHistory } from "../files/history-option.ts";
import { openTerminal } from "../output/terminal.ts";

const {
  reportDir,
  failOn,
  maxFailures,
  minTests,
  maxDuration,
  quarantine,
  reporter,
  history,
  historyDir,
  json,
  verbose,
  quiet,
  noColor,
  caFile,
  proxy,
  insecureHttp,
  maxResponse,
} = commonInputs;
const shards = {
  group: "Shards",
  type: "integer",
  min: 1,
  max: 10_000,
  doc: "How many report directories there must be; if there are fewer, the rest count as missing. Default: the number given.",
} as const;
const allowMissing = {
  group: "Shards",
  type: "flag",
  default: false,
  doc: "Only warn about a report directory that is missing or has no results, as long as another one has results of a run that may stop the pipeline.",
} as const;
const allowOtherBuild = {
  group: "Shards",
  type: "flag",
  default: false,
  doc: "Merge shards of a plan that another run of the pipeline started, if this one came back to them. Otherwise they are refused: a directory that is kept may contain them.",
} as const;
const gate = { failOn, maxFailures, minTests, maxDuration, quarantine };
const options = {
  shards,
  allowMissing,
  allowOtherBuild,
  reportDir,
  ...gate,
  reporter,
  history,
  historyDir,
  json,
  verbose,
  quiet,
  noColor,
  ...codeHostInputs,
  caFile,
  proxy,
  insecureHttp,
  maxResponse,
};

type MergeOptions = OptionsOf<typeof options>;

export const mergeCommand: Command = {
  name: "merge",
  words: "<report-dir>...",
  summary:
    "Combine the report directories of several jobs into one report and one verdict; needs no network, unless it tells GitHub or GitLab.",
  examples: () => [
    { line: "merge 'shards/*' --shards 3", does: "Combines every report in shards/; fewer than three is a failure." },
    { line: "merge 'shards/*' --max-failures 5%", does: "Judges all tests together." },
    {
      line: "merge 'shards/*' --commit-status --check-name Tests",
      does: "Sets the status of the commit, which the shards of a plan left pending.",
    },
  ],
  options,
  reads: [],
  async run({ line }, platform) {
    const read = readOptions(line, platform, options);
    const given = read.options;
    const dirs = await shardDirs(line.words.slice(1));
    const forgiven = await readQuarantineFile(given.quarantine);
    const own = await loadOwnReporters(given.reporter);
    const problems = [
      ...read.problems,
      ...announceProblems(given, platform.env),
      ...forgiven.problems,
      ...own.problems,
      ...(await problemsOf(dirs, given)),
    ];
    if (problems.length > 0) throw new UsageError(problems);
    printWarnings(read.warnings, platform);
    // Before the directory is opened: that moves earlier reports aside.
    const earlier = await loadHistory(given, platform, { files: dirs.map((dir) => resolve(dir, "ctrf-report.json")) });
    const found: Shard[] = [];
    for (const dir of dirs) found.push(await readShard(dir));
    const reporters = reportFiles(platform.version, own.reporters);
    await using dir = await ReportDir.enter(
      given.reportDir,
      reporters.map(({ file }) => file),
    );
    const leftEntries = await readLeftEntries(dir);
    const merging = { shards: found, earlier, quarantine: forgiven.entries, line, dir };
    const report = await writeMergedLedger(await mergedReport(merging, given, platform), leftEntries, dir);
    const terminal = openTerminal(given, platform, { labels: runLabels(report.runs), mayRedraw: false });
    const outputs = outputsFile(given.reportDir);
    const tell = async (final: Report): Promise<Report> =>
      tellReport(final, { terminal, outputs, json: given.json }, platform);
    const told = await publish(report, { dir, reporters, tell });
    printWarnings([...new Set(own.failures)], platform);
    printWarnings(await keepInHistory(given, told), platform);
    printWarnings(await announceMerge(told, given, forgiven.entries, platform), platform);
    return told.exitCode;
  },
};

/** Everything that was read for a merge, and the directory to write to. */
interface Sources {
  readonly shards: readonly Shard[];
  readonly earlier: LoadedHistory;
  readonly quarantine: readonly QuarantineEntry[];
  readonly line: CommandLine;
  readonly dir: ReportDir;
}

/** Copies the files that the shards kept into the directory, and merges their reports. */
async function mergedReport(
  { shards: found, earlier, quarantine: entries, line, dir }: Sources,
  given: MergeOptions,
  platform: Platform,
): Promise<Report> {
  const kept: Shard[] = [];
  for (const [index, shard] of withMissing(found, given.shards).entries())
    kept.push(shard.kind === "report" ? { ...shard, runs: await withAttachments(shard, index + 1, dir) } : shard);
  return mergeReports(kept, {
    policy: policyOf(given),
    said: policySaid(given, line, platform.env),
    quarantine: entries,
    history: earlier.reports,
    allowMissing: given.allowMissing,
    build: given.allowOtherBuild ? undefined : buildOf(platform),
    warnings: earlier.warnings,
    names: platform.names,
    reportDir: dir.path,
    givenReportDir: given.reportDir,
    now: new Date(),
  });
}

async function problemsOf(dirs: readonly string[], given: MergeOptions): Promise<Problem[]> {
  const problems: Problem[] = [];
  if (dirs.length === 0)
    problems.push({
      message: "A report directory is missing: give those of the jobs whose reports to combine.",
      suggestion: "remotest merge 'shards/*'",
    });
  const out = await real(given.reportDir);
  const known = new Map<string, string>();
  for (const dir of dirs) {
    const path = await real(dir);
    const same = known.get(path);
    if (path === out)
      problems.push({
        message: `${quotedPath(dir)} is where the merged report is written, so it cannot be merged.`,
        suggestion: ({ optionOrVariable }) => `Set a different ${optionOrVariable("remotest", "reportDir")}.`,
      });
    if (same !== undefined) problems.push({ message: `${quotedPath(dir)} is given twice.` });
    known.set(path, dir);
  }
  if (given.shards !== undefined && dirs.length > given.shards)
    problems.push({
      message: ({ option }) =>
        `${option("shards")} is ${given.shards}, but ${dirs.length} report directories are given.`,
    });
  return problems;
}

async function real(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path));
}

/** A glob does not say what it failed to match, so the shards that it missed are added here. */
function withMissing(found: readonly Shard[], expected: number = found.length): readonly Shard[] {
  const lost = Array.from({ length: expected - found.length }, (_, index): Shard => {
    const number = found.length + index + 1;
    return { kind: "missing", name: `${number} of ${expected}`, why: "was not given", runs: [] };
  });
  return [...found, ...lost];
}
