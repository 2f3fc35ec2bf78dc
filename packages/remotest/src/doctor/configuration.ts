import type { Problem, Provider } from "@remotest/core";
import { commonInputs, type Config, distinctProblems, type InputSources, unknownOptions } from "@remotest/core/flow";
import type { Invocation } from "../command-line/command.ts";
import type { PlanRun } from "../plan-file/plan-run.ts";
import { planInputs } from "../plan-file/plan-inputs.ts";
import { loadConfig } from "../plan/given-config.ts";
import { misspelt } from "../plan/misspelt.ts";
import { optionsElsewhere, unexpectedWord } from "../plan/option-problems.ts";
import type { Platform } from "../platform.ts";
import { type Check, type Finding, problemFound } from "./finding.ts";

/** The options of every run, as they were given. */
export interface CommonConfiguration {
  readonly config: Config;
  readonly findings: readonly Finding[];
}

/** The checks that the problems of some inputs belong to; the others belong to `configuration`. */
const checkOf: Readonly<Record<string, Check>> = {
  proxy: "proxy",
  caFile: "certificates",
  reportDir: "files",
  historyDir: "files",
  quarantine: "files",
  reporter: "files",
};

/** Checks the command line, and the options and variables of every run. */
export async function commonConfiguration(
  { line, planFile }: Invocation,
  providers: readonly Provider[],
  platform: Platform,
): Promise<CommonConfiguration> {
  const own = [{ scope: "remotest", table: { ...commonInputs, ...planInputs } }];
  const theirs = providers.flatMap(({ name, connectInputs, startInputs }) =>
    [connectInputs, startInputs].map((each) => ({ scope: name, table: each })),
  );
  // The options of the whole plan are the same for each of its runs.
  const [run] = planFile?.runs ?? [];
  const config = loadConfig(own, line, platform, valuesOf(run));
  const unknown = unknownOptions(line.options, [...own, ...theirs], new Map());
  const names = providers.map(({ name }) => name);
  const named =
    unknown.length === 0 ? [] : unknownOptions(line.options, [...own, ...theirs], await optionsElsewhere(names));
  const problems = distinctProblems([
    ...line.problems,
    ...line.words.slice(2).map(unexpectedWord),
    ...named,
    ...config.problems,
  ]);
  const findings = [
    ...problems.map((problem) => problemFound(checkOf[problem.about?.[0] ?? ""] ?? "configuration", problem)),
    ...misspelt(own, providers, platform).map(warningOf),
  ];
  const fine: Finding = {
    check: "configuration",
    outcome: "ok",
    subject: "options and variables",
    found: "no mistake",
  };
  return { config, findings: findings.some(({ check }) => check === "configuration") ? findings : [fine, ...findings] };
}

/** Returns where the reader of inputs finds the values of a run of a plan file. */
export function valuesOf(run: PlanRun | undefined): InputSources["inPlan"] {
  return run && ((scope, name) => run.valueOf(scope, name)?.texts);
}

function warningOf({ message, suggestion }: Problem): Finding {
  return { check: "configuration", outcome: "warning", found: message, next: suggestion };
}
