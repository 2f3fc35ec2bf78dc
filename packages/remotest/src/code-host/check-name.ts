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

/** The part of a plan file that a command runs. */
export interface NamedPart {
  readonly path: string;
  /** The options `--run` and `--shard`. */
  readonly run: string | undefined;
  readonly shard: string | undefined;
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
  // Which runs are in a shard changes with how long they take.
  const tested = part?.shard === undefined ? runs.map(identityOf) : placesOf(runs);
  const hash = createHash("sha256")
    .update(JSON.stringify([job, part ?? null, tested]))
    .digest("hex");
  const providers = [...new Set(runs.map(({ provider }) => provider.name))];
  return serviceLine(`remotest/${part?.path ?? providers.join("+")}`, 80) + `-${hash.slice(0, 8)}`;
}

function identityOf(run: PlannedRun): unknown {
  const { provider, beginning, distinction } = run;
  if (beginning.kind !== "start") return [provider.name, beginning.handle.ref];
  return [placeOf(run), distinction ?? null, plainValues(provider.startInputs, beginning.options)];
}

/** The addresses of the services. */
function placesOf(runs: readonly PlannedRun[]): readonly string[] {
  return [...new Set(runs.map((run) => JSON.stringify(placeOf(run))))].toSorted();
}

function placeOf({ provider, connect }: PlannedRun): unknown {
  return [provider.name, plainValues(provider.connectInputs, connect)];
}

function plainValues(table: InputTable, values: OptionValues): readonly unknown[] {
  return Object.entries(table)
    .filter(([, input]) => !isSecret(input))
    .map(([name]) => [name, values[name] ?? null]);
}
