import { type Provider, worded } from "@remotest/core";
import type { Invocation } from "../command-line/command.ts";
import type { PlanRun } from "../plan-file/plan-run.ts";
import { chosenRuns } from "../plan/chosen-runs.ts";
import { collapsedRuns } from "../plan/collapsed-runs.ts";
import type { Platform } from "../platform.ts";
import { type Finding, problemFound } from "./finding.ts";

/** The next step for a mistake in a plan file that says only what was expected. */
export const inTheFile = "Fix it in the plan file.";

/** The findings about a plan file. */
export interface PlanExamination {
  readonly findings: readonly Finding[];
  /** The runs to check, those that `--run` picks; empty if there is no plan file. */
  readonly runs: readonly PlanRun[];
}

/** Checks the plan file that the command line means: each mistake with its place. */
export function examinePlan({ planFile, line }: Invocation, platform: Platform): PlanExamination {
  if (planFile === undefined) return { findings: [], runs: [] };
  const { runs, problems } = chosenRuns(planFile, line, platform);
  const found = [...planFile.problems, ...problems, ...collapsedRuns(runs, { line, env: platform.env })];
  const amount = runs.length === 1 ? "1 run" : `${runs.length} runs`;
  const fine: Finding = {
    check: "configuration",
    outcome: "ok",
    subject: planFile.path,
    found: `${amount} on ${providersOf(runs)
      .map(({ title }) => title)
      .join(", ")}`,
  };
  const findings = found.map((problem) => problemFound("configuration", { suggestion: inTheFile, ...problem }));
  return { findings: found.length > 0 ? findings : [fine], runs };
}

/** Returns the providers of some runs, each once. */
export function providersOf(runs: readonly PlanRun[]): readonly Provider[] {
  return [...new Map(runs.map(({ provider }) => [provider.name, provider])).values()];
}

/** Leaves out repeated findings: a problem with the account is found again for each run. */
export function foundOnce(findings: readonly Finding[]): readonly Finding[] {
  const texts = findings.map(({ check, outcome, subject = "", found }) => [
    check,
    outcome,
    worded(subject),
    worded(found),
  ]);
  const keys = texts.map((text) => JSON.stringify(text));
  return findings.filter((_, index) => keys.indexOf(keys[index] ?? "") === index);
}
