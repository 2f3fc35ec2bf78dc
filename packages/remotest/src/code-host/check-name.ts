import { isSecret, type PlannedRun } from "@remotest/core/flow";
import type { InputTable, OptionValues, Problem } from "@remotest/core";
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
 * run or comes back to one, and one that is about a shard or all of them, must agree on the name with other commands.
 *
 * @param command the word on the command line
 */
export function codeHostProblems(options: Readonly<Record<string, unknown>>, command: string): readonly Problem[] {
  const { checkName, commit, commitStatus, comment } = options;
  const isOn = commitStatus === true || comment === true;
  const problems: Problem[] = [];
  const others = nameSharedWith(options, command);
  if (isOn && others !== undefined && checkName === undefined)
    problems.push({
      message: ({ optionOrVariable }) => `${optionOrVariable("remotest", "checkName")} is missing: ${others}.`,
      suggestion: ({ option }) => `Set ${option("checkName")} to the same text in all of them.`,
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

/** Says why a command must be told the name of its result; undefined if it can make one. */
function nameSharedWith({ shard }: Readonly<Record<string, unknown>>, command: string): string | undefined {
  if (command === "merge" || typeof shard === "string")
    return "every shard and `remotest merge` must name the result alike";
  if (command === "run") return undefined;
  return `\`remotest ${command}\` and the command for the other part of the run must name the result alike`;
}

/** The part of a plan file that a command runs. */
export interface NamedPart {
  readonly path: string;
  /** The option `--run`. */
  readonly run: string | undefined;
  /** Of all runs of the plan, with their values. */
  readonly hash: string | undefined;
}

/**
 * Makes the default name of a result of what is tested: the same whenever the same job tests the same thing, and another
 * one for each job, address, provider, input and part of a plan file, so that one result never takes the place of another.
 * The jobs of a matrix have one name at GitHub, so only what they test tells them apart.
 */
export function defaultCheckName(
  runs: readonly PlannedRun[],
  part: NamedPart | undefined,
  { env }: Pick<Platform, "env">,
): string {
  const job = ["GITHUB_WORKFLOW", "GITHUB_JOB", "CI_JOB_NAME"].map((name) => env[name] ?? "");
  const { createHash } = process.getBuiltinModule("node:crypto");
  const hash = createHash("sha256")
    .update(JSON.stringify([job, part ?? null, runs.map(identityOf)]))
    .digest("hex");
  const providers = [...new Set(runs.map(({ provider }) => provider.name))];
  return serviceLine(`remotest/${part?.path ?? providers.join("+")}`, 80) + `-${hash.slice(0, 8)}`;
}

function identityOf(run: PlannedRun): unknown {
  const { provider, beginning, distinction } = run;
  if (beginning.kind !== "start") return [provider.name, beginning.handle.ref];
  return [placeOf(run), distinction ?? null, plainValues(provider.startInputs, beginning.options)];
}

function placeOf({ provider, connect }: PlannedRun): unknown {
  return [provider.name, plainValues(provider.connectInputs, connect)];
}

function plainValues(table: InputTable, values: OptionValues): readonly unknown[] {
  return Object.entries(table)
    .filter(([, input]) => !isSecret(input))
    .map(([name]) => [name, values[name] ?? null]);
}
