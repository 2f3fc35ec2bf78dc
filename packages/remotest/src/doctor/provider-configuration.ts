import { type InputTable, type OptionValues, type Problem, type Provider, variableName, worded } from "@remotest/core";
import { type Config, isSecret, onlyOf } from "@remotest/core/flow";
import type { Invocation } from "../command-line/command.ts";
import { insecureAddresses } from "../network/secure-address.ts";
import type { PlanRun } from "../plan-file/plan-run.ts";
import { loadConfig, secretsIn } from "../plan/given-config.ts";
import { problemInPlan } from "../plan/plan-names.ts";
import type { Platform } from "../platform.ts";
import { valuesOf } from "./configuration.ts";
import { type Check, type Finding, problemFound } from "./finding.ts";
import { inTheFile } from "./plan.ts";

/** The inputs of one provider, as they were given. */
export interface ProviderConfiguration {
  readonly connect: OptionValues;
  readonly secrets: readonly string[];
  readonly findings: readonly Finding[];
}

/**
 * Checks the options, variables and files of one provider. What starts a run may be missing, and is then not checked; but
 * not for a run of a plan file, whose mistakes are named by their places.
 */
export async function providerConfiguration(
  provider: Provider,
  { line }: Invocation,
  platform: Platform,
  insecureHttp: boolean,
  run?: PlanRun,
): Promise<ProviderConfiguration> {
  const { name, connectInputs, startInputs } = provider;
  const tables = [connectInputs, startInputs].map((table) => ({ scope: name, table }));
  const config = loadConfig(tables, line, platform, valuesOf(run));
  const placed = (problem: Problem): Problem => placedIn(run, name, problem, line, platform);
  const given = config.of(name);
  const connect = onlyOf(connectInputs, given, `[options of ${name}]`);
  const isToStart = ({ missing, about = [] }: Problem): boolean =>
    !run && missing === true && about.some((input) => Object.hasOwn(startInputs, input));
  const account = await provider.check(connect, undefined);
  const problems = config.problems.filter((problem) => !isToStart(problem));
  const start = await startFindings(provider, connect, config, { told: [...account, ...problems], isToStart, placed });
  const found = (check: Check, problem: Problem): Finding => problemFound(check, placed(problem), name);
  const inputs = { ...connectInputs, ...startInputs };
  const findings = [
    ...problems.map((problem) => found(checkOfInput(inputs, problem.about?.[0]), problem)),
    ...notTold(account, problems).map((problem) => found("credentials", problem)),
    ...(insecureHttp ? [] : insecureAddresses(name, connectInputs, given)).map((each) => found("configuration", each)),
    ...start.findings,
    ...config.warnings.map((warning) => openFile(name, warning)),
  ];
  const missing = [...config.problems.filter(isToStart), ...start.missing].flatMap(({ about = [] }) => about);
  return {
    connect,
    secrets: secretsIn(config, platform),
    findings: [...findings, ...fine(provider, given, findings, platform), ...notGiven(name, missing)],
  };
}

/** Names the place of a problem in the plan file, if the run is from one. */
function placedIn(
  run: PlanRun | undefined,
  provider: string,
  problem: Problem,
  line: Invocation["line"],
  { env }: Pick<Platform, "env">,
): Problem {
  if (!run) return problem;
  const isInFile = problem.missing || problem.about?.some((input) => run.valueOf(provider, input));
  return problemInPlan(isInFile ? { suggestion: inTheFile, ...problem } : problem, { run, line, env });
}

/** The warning that others can read the file of a secret. */
function openFile(provider: string, found: string): Finding {
  const next = "Let only the user of the pipeline read the file.";
  return { check: "credentials", provider, outcome: "warning", found, next };
}

/** The inputs that only start a run need not be given here. */
function notGiven(provider: string, inputs: readonly string[]): readonly Finding[] {
  if (inputs.length === 0) return [];
  return [
    {
      check: "configuration",
      provider,
      outcome: "skipped",
      subject: ({ option }) => inputs.map(option).join(", "),
      found: "not given, so not checked",
      next: "Give them as for `remotest run` to check them too.",
    },
  ];
}

function checkOfInput(inputs: InputTable, name = ""): Check {
  const input = inputs[name];
  if (input && isSecret(input)) return "credentials";
  return input?.type === "path" ? "files" : "configuration";
}

/** How the problems of a start are told. */
interface StartCheck {
  /** Those that are known already. */
  readonly told: readonly Problem[];
  /** True for what need not be given here. */
  readonly isToStart: (problem: Problem) => boolean;
  /** Names the place in the plan file, if there is one. */
  readonly placed: (problem: Problem) => Problem;
}

/** Of the provider's own checks: what is wrong with a file, and with the other inputs that start a run. */
async function startFindings(
  provider: Provider,
  connect: OptionValues,
  config: Config,
  { told, isToStart, placed }: StartCheck,
): Promise<{ readonly findings: readonly Finding[]; readonly missing: readonly Problem[] }> {
  const { name, startInputs } = provider;
  const findings: Finding[] = [];
  const missing: Problem[] = [];
  for (const options of config.runsOf(name)) {
    const start = onlyOf(startInputs, options, `[options of ${name}]`);
    const isPath = (input: string): boolean => startInputs[input]?.type === "path";
    const pathless = Object.fromEntries(Object.entries(start).filter(([input]) => !isPath(input)));
    const found = notTold(await provider.check(connect, start), told);
    // One of several inputs may be enough to start, which the table cannot say.
    const wrong = found.filter((problem) => !(isToStart(problem) && isNothingOf(problem, start)));
    missing.push(...found.filter((problem) => !wrong.includes(problem)));
    // Without the files, only the other problems are left.
    const files = notTold(wrong, await provider.check(connect, pathless));
    const others = wrong.filter((problem) => !files.includes(problem));
    findings.push(
      ...others.map((problem) => problemFound("configuration", placed(problem), name)),
      ...files.map((problem) => problemFound("files", placed(problem), name)),
    );
  }
  return { findings, missing };
}

/** True if none of the inputs that a problem is about is given. */
function isNothingOf({ about = [] }: Problem, start: OptionValues): boolean {
  return about.every((input) => start[input] === undefined);
}

function notTold(problems: readonly Problem[], told: readonly Problem[]): readonly Problem[] {
  const known = new Set(told.map(({ message }) => worded(message)));
  return problems.filter(({ message }) => !known.has(worded(message)));
}

/** One line for the credentials and one for each file, if nothing is wrong with them. */
function fine(
  { name, connectInputs, startInputs }: Provider,
  given: OptionValues,
  findings: readonly Finding[],
  { env }: Pick<Platform, "env">,
): readonly Finding[] {
  const wrong = new Set(findings.filter(({ outcome }) => outcome === "problem").map(({ check }) => check));
  const set = Object.entries({ ...connectInputs, ...startInputs }).filter(([input]) => given[input] !== undefined);
  const isGiven = (input: string): boolean =>
    ["", "_FILE"].some((end) => Boolean(env[`${variableName(name, input)}${end}`]));
  const secrets = set.filter(([key, input]) => isSecret(input) && isGiven(key)).map(([key]) => key);
  const files = set.filter(([, input]) => input.type === "path").map(([input]) => input);
  const credentials: Finding = {
    check: "credentials",
    provider: name,
    outcome: "ok",
    subject: ({ secret }) => secrets.map((input) => secret(name, input)).join(", "),
    found: sourceWords(secrets.map((input) => env[`${variableName(name, input)}_FILE`])),
  };
  return [
    ...(secrets.length > 0 && !wrong.has("credentials") ? [credentials] : []),
    ...(wrong.has("files") ? [] : files).map(
      (input): Finding => ({
        check: "files",
        provider: name,
        outcome: "ok",
        subject: ({ option }) => `${option(input)} ${fileOf(given[input])}`,
        found: "can be read",
      }),
    ),
  ];
}

function fileOf(value: OptionValues[string]): string {
  return typeof value === "string" ? value : "";
}

function sourceWords(files: readonly (string | undefined)[]): string {
  const read = files.filter(Boolean);
  return read.length === 0 ? "set, and well formed" : `read from ${read.join(", ")}, and well formed`;
}
