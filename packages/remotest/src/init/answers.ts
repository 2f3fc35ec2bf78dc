import {
  type InputTable,
  listed,
  optionName,
  type Problem,
  type Provider,
  UsageError,
  variableName,
} from "@remotest/core";
import { isSecret, onlyOf, readConfig, distinctProblems, unknownOptions } from "@remotest/core/flow";
import type { Invocation } from "../command-line/command.ts";
import { loadConfig } from "../plan/given-config.ts";
import { optionsElsewhere, unexpectedWord } from "../plan/option-problems.ts";
import type { Platform } from "../platform.ts";
import { allProviders, providerNames } from "../providers/load-provider.ts";
import { ciNames, ciSystems, foundIn } from "./ci-systems.ts";
import { type CiName, initInputs } from "./init-inputs.ts";
import { type Prompt, askChoice, askInput } from "./questions.ts";
import { isList, type RunAnswers } from "./plan-text.ts";
import { secretAnswers } from "./secret-answers.ts";

/** Everything that must be known to write the files. */
export interface Answers {
  readonly ci: CiName;
  /** The file by which the CI system was recognised. */
  readonly sign: string | undefined;
  readonly provider: Provider;
  readonly run: RunAnswers;
  readonly overwrite: boolean;
}

/** Returns the inputs that may stand in a plan file. */
function plainInputs({ connectInputs, startInputs }: Provider): InputTable {
  return Object.fromEntries(
    Object.entries({ ...connectInputs, ...startInputs }).filter(([, input]) => !isSecret(input)),
  );
}

/**
 * Takes the answers from the command line, and asks for the others if there is somebody to ask.
 * @throws {UsageError} with everything that is wrong or missing; nothing was asked if something is wrong.
 */
export async function answersOf(invocation: Invocation, platform: Platform, root: string): Promise<Answers> {
  const { line, providers } = invocation;
  const { ask } = platform;
  const named = providers[0];
  const own = loadConfig([{ scope: "remotest", table: initInputs }], line, platform);
  const found = foundIn(root);
  const given = ciNamed(own.of("remotest")["ci"]) ?? (found.length === 1 ? found[0]?.ci : undefined);
  const ofRun = named && runAnswers(named, invocation, platform);
  const missing = [
    ...(given === undefined && own.problems.length === 0 ? [missingCi(found)] : []),
    ...(named === undefined ? [await missingProvider()] : []),
    ...(ofRun?.missing ?? []),
    ...(named && ofRun ? (await stillMissing(named, ofRun.given)).filter(({ about = [] }) => about.length > 1) : []),
  ];
  const problems = [
    ...line.problems,
    ...line.words.slice(2).map(unexpectedWord),
    ...(await strayOptions(invocation)),
    ...own.problems,
    ...(named && !providerNames.includes(named.name) ? [notOurs] : []),
    ...(ofRun?.problems ?? []),
  ];
  if (problems.length > 0 || (missing.length > 0 && !ask))
    throw new UsageError(
      distinctProblems([...problems, ...missing]),
      "Nothing was written; `remotest init --help` lists all options.",
    );
  const ci = given ?? (await askChoice(needed(ask), "Which CI system runs the tests?", choicesOfCi(found)));
  const provider = named ?? (await askProvider(needed(ask)));
  const run = new Map(ofRun?.given ?? runAnswers(provider, invocation, platform).given);
  for (const [name, input] of Object.entries(plainInputs(provider)))
    if (input.required && !run.has(name))
      run.set(name, await askInput(needed(ask), input.label ?? optionName(name), input));
  await askForRest(provider, run, ask);
  const leaks = secretAnswers({ provider, known: await allProviders(), run }, line, platform);
  if (leaks.length > 0) throw new UsageError(leaks, "Nothing was written.");
  const sign = found.find((each) => each.ci === ci)?.sign;
  return { ci, sign, provider, run, overwrite: own.of("remotest")["overwrite"] === true };
}

/** Asks for what the provider needs beyond its tables: one of several inputs. */
async function askForRest(
  provider: Provider,
  run: Map<string, readonly string[]>,
  ask: Prompt | undefined,
): Promise<void> {
  const inputs = plainInputs(provider);
  for (const asked = new Set<string>(); ; ) {
    const [problem] = await stillMissing(provider, run);
    const choices = (problem?.about ?? []).filter((name) => inputs[name] && !asked.has(name));
    if (!problem || choices.length === 0) return;
    const title = (name: string): string => inputs[name]?.label ?? optionName(name);
    const name =
      choices.length === 1
        ? choices[0]
        : await askChoice(
            needed(ask),
            "Which of these do you use?",
            choices.map((value) => ({ value, title: title(value) })),
          );
    const input = name === undefined ? undefined : inputs[name];
    if (name === undefined || !input) return;
    asked.add(name);
    run.set(name, await askInput(needed(ask), title(name), input));
  }
}

/** Returns what the provider's own checks miss: no file is needed yet, and no secret. */
async function stillMissing(provider: Provider, run: RunAnswers): Promise<readonly Problem[]> {
  const { name: scope, connectInputs, startInputs } = provider;
  const options = new Map([...run].map(([name, texts]) => [optionName(name).slice(2), texts] as const));
  const table = plainInputs(provider);
  const config = readConfig([{ scope, table }], {
    options,
    env: {},
    readSecretFile: () => ({ text: "", isReadableByAll: false }),
  });
  const given = config.of(scope);
  const found = await provider.check(
    onlyOf(connectInputs, given, "[options]"),
    onlyOf(startInputs, given, "[options]"),
  );
  const isPlain = (name: string): boolean => Object.hasOwn(startInputs, name) && Object.hasOwn(table, name);
  return found.filter(({ missing, about = [] }) => missing && about.length > 0 && about.every(isPlain));
}

/** There is somebody to ask wherever an answer may be missing. */
function needed(ask: Prompt | undefined): Prompt {
  if (!ask) throw new TypeError("There is no terminal to ask at");
  return ask;
}

function ciNamed(value: unknown): CiName | undefined {
  return ciNames.find((name) => name === value);
}

/** The answers about the run, in the order of the tables. A variable counts only for what would be asked otherwise. */
function runAnswers(
  provider: Provider,
  { line }: Invocation,
  platform: Platform,
): { readonly given: RunAnswers; readonly problems: readonly Problem[]; readonly missing: readonly Problem[] } {
  const table = plainInputs(provider);
  const { problems } = loadConfig([{ scope: provider.name, table }], line, platform);
  const given = new Map<string, readonly string[]>();
  for (const [name, input] of Object.entries(table)) {
    const typed = line.options.get(optionName(name).slice(2))?.filter((text) => text !== "") ?? [];
    const variable = input.required ? platform.env[variableName(provider.name, name)] : undefined;
    const separator = isList(input) ? /[\r\n]+/ : "eachIsARun" in input ? /[\s,]+/ : /$/;
    const inVariable = (variable ?? "").split(separator).map((text) => text.trim());
    const texts = typed.length > 0 ? typed : inVariable.filter(Boolean);
    if (texts.length > 0) given.set(name, texts);
  }
  return {
    given,
    problems: problems.filter(({ missing }) => !missing),
    missing: problems.filter(({ missing }) => missing),
  };
}

async function strayOptions({ line, providers }: Invocation): Promise<readonly Problem[]> {
  const scopes = [
    { scope: "remotest", table: initInputs },
    ...providers.map((provider) => ({ scope: provider.name, table: plainInputs(provider) })),
  ];
  if (unknownOptions(line.options, scopes, new Map()).length === 0) return [];
  return unknownOptions(line.options, scopes, await optionsElsewhere(providers.map(({ name }) => name)));
}

const notOurs: Problem = {
  message: "The pipelines are for the providers of Remotest, and not for your own.",
  suggestion: "Copy a pipeline from docs/ci, and name the module of your provider in the plan file.",
};

function missingCi(found: ReturnType<typeof foundIn>): Problem {
  const names = listed(
    found.map(({ sign }) => sign),
    "and",
  );
  return {
    message: ({ option }) =>
      found.length === 0
        ? `${option("ci")} is missing: the repository has no pipeline by which its CI system can be recognised.`
        : `${option("ci")} is missing: the repository has the files of several CI systems, ${names}.`,
    suggestion: ({ option }) =>
      `Give ${listed(
        ciNames.map((name) => `${option("ci")} ${name}`),
        "or",
      )}.`,
  };
}

async function missingProvider(): Promise<Problem> {
  const lines = (await allProviders()).map((provider) => {
    const needs = Object.entries(plainInputs(provider)).filter(([, { required }]) => required);
    return [
      `remotest init ${provider.name}`,
      ...needs.map(([name, { example = "…" }]) => `${optionName(name)} ${example}`),
    ].join(" ");
  });
  return {
    message: `A provider is missing: ${listed(providerNames, "or")}.`,
    suggestion: `For example: ${lines.join(", or: ")}`,
  };
}

function choicesOfCi(found: ReturnType<typeof foundIn>): readonly { readonly value: CiName; readonly title: string }[] {
  return ciNames.map((value) => {
    const sign = found.find(({ ci }) => ci === value)?.sign;
    return { value, title: `${ciSystems[value].title}${sign === undefined ? "" : ` (found ${sign})`}` };
  });
}

async function askProvider(ask: Prompt): Promise<Provider> {
  const providers = await allProviders();
  const choices = providers.map(({ name, title }) => ({ value: name, title }));
  const name = await askChoice(ask, "Which service runs the tests?", choices);
  const provider = providers.find((each) => each.name === name);
  if (!provider) throw new TypeError(`There is no provider ${name}`);
  return provider;
}
