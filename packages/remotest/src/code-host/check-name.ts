import { isSecret, type PlannedRun } from "@remotest/core/flow";
import type { Problem } from "@remotest/core";
import { serviceLine } from "@remotest/reporters";
import type { Platform } from "../platform.ts";
import { isCommit } from "./commit-hash.ts";

/** The options for the code host, as far as they are read. */
export interface CodeHostOptions {
  readonly commitStatus?: boolean | undefined;
  readonly comment?: boolean | undefined;
  readonly checkName?: string | undefined;
  readonly commit?: string | undefined;
  readonly ciToken?: string | undefined;
}

/**
 * Finds the problems of the options for the code host. Only `run` can name the result by itself: a command that leaves a
 * run or comes back to one must agree on the name with another command.
 *
 * @param command the word on the command line
 */
export function codeHostProblems(options: Readonly<Record<string, unknown>>, command: string): readonly Problem[] {
  const { checkName, commit, commitStatus, comment } = options;
  const isOn = commitStatus === true || comment === true;
  const problems: Problem[] = [];
  if (isOn && command !== "run" && checkName === undefined)
    problems.push({
      message: ({ optionOrVariable }) =>
        `${optionOrVariable("remotest", "checkName")} is missing: \`remotest ${command}\` and the command for the other part of the run must name the result alike.`,
      suggestion: ({ option }) => `Set ${option("checkName")} to the same text in both.`,
    });
  if (typeof checkName === "string" && (checkName.trim() === "" || checkName !== serviceLine(checkName)))
    problems.push({
      message: ({ optionOrVariable }) => `${optionOrVariable("remotest", "checkName")} must be one line of plain text.`,
    });
  if (typeof commit === "string" && !isCommit(commit))
    problems.push({
      message: ({ optionOrVariable }) =>
        `${optionOrVariable("remotest", "commit")} must be the full hash of a commit, in lower case; got ${JSON.stringify(commit.slice(0, 80))}.`,
    });
  return problems;
}

/**
 * Makes the default name of a result of what is tested: the same whenever the same job tests the same thing, and another
 * one for each job, provider, input and plan file, so that one result never takes the place of another.
 *
 * @param plan the path of the plan file, and the part of it that is run
 */
export function defaultCheckName(
  runs: readonly PlannedRun[],
  plan: readonly string[],
  { env }: Pick<Platform, "env">,
): string {
  const job = ["GITHUB_WORKFLOW", "GITHUB_JOB", "CI_JOB_NAME"].map((name) => env[name] ?? "");
  const tested = plan.length > 0 ? plan : runs.map(identityOf);
  const { createHash } = process.getBuiltinModule("node:crypto");
  const hash = createHash("sha256")
    .update(JSON.stringify([job, tested]))
    .digest("hex");
  const providers = [...new Set(runs.map(({ provider }) => provider.name))];
  return serviceLine(`remotest/${plan[0] ?? providers.join("+")}`, 80) + `-${hash.slice(0, 8)}`;
}

function identityOf({ provider, beginning, distinction }: PlannedRun): unknown {
  if (beginning.kind !== "start") return [provider.name, beginning.handle.ref];
  const plain = Object.entries(provider.startInputs)
    .filter(([, input]) => !isSecret(input))
    .map(([name]) => [name, beginning.options[name] ?? null]);
  return [provider.name, distinction ?? null, plain];
}
