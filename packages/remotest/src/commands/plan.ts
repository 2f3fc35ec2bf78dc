import { UsageError } from "@remotest/core";
import { planInputs } from "../plan-file/plan-inputs.ts";
import { readOptions, unexpectedWord } from "../plan/option-problems.ts";
import { printWarnings } from "../output/print-error.ts";
import { printJson } from "../output/print-json.ts";
import type { Command } from "../command-line/command.ts";

const format = {
  group: "Output",
  type: "choice",
  choices: ["table", "json"],
  default: "table",
  doc: "How to print the runs: as a table for people, or as one JSON document.",
} as const;
const options = { ...planInputs, format };

export const planCommand: Command = {
  name: "plan",
  words: "",
  summary: "Print the runs that a plan file describes; starts nothing and needs no secrets.",
  examples: () => [
    { line: "plan", does: "Lists the runs of remotest.yaml, with each matrix expanded." },
    { line: "plan --run 'shop *'", does: "Lists only those whose names match." },
    { line: "plan --format json", does: "Prints the same for a script." },
  ],
  options,
  takesPlan: "always",
  reads: [],
  async run({ line, planFile }, platform) {
    const read = readOptions(line, platform.env, options);
    const words = line.words.slice(1).map(unexpectedWord);
    if (planFile === undefined) throw new UsageError([...words, ...read.problems]);
    // Loaded only if they are needed.
    const { chosenRuns } = await import("../plan/chosen-runs.ts");
    const { plannedTable, plannedDocument, shownRun } = await import("../output/print-planned.ts");
    const chosen = chosenRuns(planFile, line, platform);
    const problems = [...planFile.problems, ...words, ...read.problems, ...chosen.problems];
    if (problems.length > 0)
      throw new UsageError(problems, `Fix the problems above; docs/plan-file.md explains ${planFile.path}.`);
    printWarnings(read.warnings, platform);
    const { own = (text) => text } = platform;
    const runs = chosen.runs.map((run) => shownRun(run, own));
    if (read.options.format === "json") printJson(plannedDocument(planFile, runs), platform);
    else platform.stdout.write(plannedTable(runs));
    return 0;
  },
};
