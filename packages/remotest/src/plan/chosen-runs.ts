import type { Problem } from "@remotest/core";
import { glob } from "@remotest/core/flow";
import type { CommandLine } from "../command-line/read-command-line.ts";
import { planInputs } from "../plan-file/plan-inputs.ts";
import type { PlanFile, PlanRun } from "../plan-file/plan-run.ts";
import type { Platform } from "../platform.ts";
import { loadConfig } from "./given-config.ts";
import { emptyPlanOptions } from "./plan-options.ts";

/** The runs of a plan file that a command is about. */
export interface ChosenRuns {
  readonly runs: readonly PlanRun[];
  /** The value of `--run`. */
  readonly pattern: string | undefined;
  readonly problems: readonly Problem[];
}

/** The runs that `--run` picks, all without it. */
export function chosenRuns(file: Pick<PlanFile, "runs" | "path">, line: CommandLine, platform: Platform): ChosenRuns {
  const empty = emptyPlanOptions(line);
  if (empty.length > 0) return { runs: file.runs, pattern: undefined, problems: empty };
  const { run: pattern } = loadConfig([{ scope: "remotest", table: planInputs }], line, platform).of("remotest");
  if (typeof pattern !== "string") return { runs: file.runs, pattern: undefined, problems: [] };
  if (file.runs.length === 0) return { runs: [], pattern, problems: [] };
  const matches = glob(pattern);
  const runs = file.runs.filter(({ name }) => matches(name ?? ""));
  if (runs.length > 0) return { runs, pattern, problems: [] };
  const names = file.runs.flatMap(({ name }) => name ?? []);
  const message: Problem["message"] = ({ option }) =>
    `${option("run")}: ${JSON.stringify(pattern)} matches no run of ${file.path}.`;
  return {
    runs,
    pattern,
    problems: [{ message, ...(names.length > 0 && { suggestion: `Its runs: ${shortList(names)}.` }) }],
  };
}

/** The message is for people: further names are only counted. */
const mostNamed = 10;

function shortList(names: readonly string[]): string {
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : "";
  return `${names.slice(0, mostNamed).join(", ")}${more}`;
}
