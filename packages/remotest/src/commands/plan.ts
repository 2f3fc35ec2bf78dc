import { type OptionsOf, type Problem, UsageError } from "@remotest/core";
import { commonInputs } from "@remotest/core/flow";
import type { CleanText, ProgramText } from "@remotest/reporters";
import { planInputs, shardsInputs } from "../plan-file/plan-inputs.ts";
import { readOptions, unexpectedWord } from "../plan/option-problems.ts";
import { printWarnings } from "../output/print-error.ts";
import { jsonText } from "../output/print-json.ts";
import type { Command } from "../command-line/command.ts";
import type { CommandLine } from "../command-line/read-command-line.ts";
import type { ChosenRuns } from "../plan/chosen-runs.ts";
import { loadConfig } from "../plan/given-config.ts";
import type { Legs, SharedPlan } from "../plan/plan-legs.ts";
import type { legFormats } from "../output/leg-formats.ts";
import { announcementInputs, announcementOf, announcementProblems } from "../plan/pipeline-announcement.ts";
import { fixPlan } from "../plan-file/mistakes.ts";
import type { PlanFile, PlanRun } from "../plan-file/plan-run.ts";
import type { Platform } from "../platform.ts";

const { history, historyDir, json, reportDir } = commonInputs;
const format = {
  group: "Output",
  type: "choice",
  choices: ["table", "json", "github", "gitlab", "azure", "jenkins"],
  default: "table",
  doc: "How to print the runs: as a table for people, as one JSON document, or as the jobs of a CI system, each of which starts a shard.",
} as const;
const options = { ...planInputs, ...shardsInputs, format, json, history, historyDir, ...announcementInputs };

export const planCommand: Command = {
  name: "plan",
  words: "",
  summary:
    "Print the runs that a plan file describes, or the matrix of jobs for a CI system; starts nothing and needs no secrets.",
  examples: () => [
    { line: "plan", does: "Lists the runs of remotest.yaml, with each matrix expanded." },
    { line: "plan --run 'shop *'", does: "Lists only those whose names match." },
    {
      line: "plan --shards 4 --format github",
      does: "Prints the matrix of a GitHub workflow: four jobs share the plan.",
    },
  ],
  options,
  takesPlan: "always",
  reads: [],
  async run({ line, planFile }, platform) {
    const read = readOptions(line, platform, options);
    const words = line.words.slice(1).map(unexpectedWord);
    if (planFile === undefined) throw new UsageError([...words, ...read.problems]);
    // Loaded only if they are needed.
    const { chosenRuns } = await import("../plan/chosen-runs.ts");
    const chosen = chosenRuns(planFile, line, platform);
    const problems = [
      ...planFile.problems,
      ...words,
      ...read.problems,
      ...chosen.problems,
      ...twoFormats(line, read.options),
      ...announcementProblems(line, formatOf(line, read.options), read.options),
    ];
    if (problems.length > 0) throw new UsageError(problems, fixPlan(planFile));
    printWarnings(read.warnings, platform);
    platform.stdout.write(await rendered({ file: planFile, chosen, given: read.options }, line, platform));
    return 0;
  },
};

interface AskedPlan {
  readonly file: PlanFile;
  readonly chosen: ChosenRuns;
  readonly given: OptionsOf<typeof options>;
}

async function rendered(asked: AskedPlan, line: CommandLine, platform: Platform): Promise<ProgramText | CleanText> {
  const { file, chosen, given } = asked;
  const wanted = formatOf(line, given);
  if (wanted !== "table" && wanted !== "json") return jobsOf(asked, wanted, line, platform);
  const { plannedTable, plannedDocument, shownLeg, shownRun } = await import("../output/print-planned.ts");
  const { own = (text) => text } = platform;
  const runs = chosen.runs.map((run) => shownRun(run, own));
  const shared = given.shards === undefined ? undefined : await sharedPlan(asked, line, platform);
  const shards = shared && { ...shared, legs: shared.legs.map((leg) => shownLeg(leg, own)) };
  return wanted === "json" ? jsonText(plannedDocument(file, runs, shards)) : plannedTable(runs, shards);
}

/** @throws {UsageError} if the CI system does not take them */
async function jobsOf(
  asked: AskedPlan,
  format: keyof typeof legFormats,
  line: CommandLine,
  platform: Platform,
): Promise<ProgramText> {
  const { renderLegs, tooManyJobs } = await import("../output/render-legs.ts");
  const { chosen, given } = asked;
  const tooMany = tooManyJobs(given.shards ?? chosen.runs.length, format, given.shards);
  if (tooMany.length > 0) throw new UsageError(tooMany);
  const { legs } = await sharedPlan(asked, line, platform);
  const { own = (text) => text, version } = platform;
  const text = renderLegs(legs, { format, own, version, announcement: announcementOf(given) });
  if (typeof text !== "string") throw new UsageError(text);
  return text;
}

async function sharedPlan({ file, chosen, given }: AskedPlan, line: CommandLine, platform: Platform): Promise<Legs> {
  const { legsOf } = await import("../plan/plan-legs.ts");
  const shared = { file, chosen: chosen.runs, run: chosen.pattern, shards: given.shards };
  return legsOf({ ...shared, options: historyIn(chosen.runs, line, platform) }, platform);
}

/** An option takes precedence over a variable; `--json` is `--format json`. */
function formatOf({ options: line }: CommandLine, { format: given, json: isJson }: AskedPlan["given"]): typeof given {
  if (line.has("format")) return given;
  return isJson ? "json" : given;
}

function twoFormats(
  { options: line }: CommandLine,
  { format: given, json: isJson }: AskedPlan["given"],
): readonly Problem[] {
  if (!line.has("format") || !line.has("json") || !isJson || given === "json") return [];
  return [{ message: `--json and --format ${given} cannot be used together.`, suggestion: "Leave out one of them." }];
}

/** Where earlier durations are: as for the command that starts the runs, the plan file may say it. */
function historyIn([run]: readonly PlanRun[], line: CommandLine, platform: Platform): SharedPlan["options"] {
  const table = { history, historyDir, reportDir };
  const config = loadConfig(
    [{ scope: "remotest", table }],
    line,
    platform,
    (scope, name) => run?.valueOf(scope, name)?.texts,
  );
  return config.read("remotest", table);
}
