import { globSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Input, type InputTable, type Provider, optionName, variableName } from "../../packages/core/src/index.ts";
import { commonInputs, isSecret } from "../../packages/core/src/flow.ts";
import { codeHostInputs } from "../../packages/remotest/src/code-host/code-host-inputs.ts";
import { planInputs, shardInputs } from "../../packages/remotest/src/plan-file/plan-inputs.ts";

/** One thing that a user of a CI system can set. An input that several providers have is one. */
export interface UserInput {
  /** `project-id`, or for a secret the variable in kebab-case, `apptest-access-key`. */
  readonly name: string;
  readonly secret: boolean;
  /** The variable for its value, by provider, or under `remotest` for every run. */
  readonly variables: Readonly<Record<string, string>>;
  /** As the tables declare it; if several do, the first. */
  readonly input: Input;
  /** The declarations by provider, because their docs and defaults may differ. */
  readonly inputs: Readonly<Record<string, Input>>;
}

/** All tables of inputs combined, for the generators of manifests. */
export interface UserInputs {
  /** The names of the providers, with the titles of their services. */
  readonly providers: readonly { readonly name: string; readonly title: string }[];
  readonly inputs: readonly UserInput[];
}

const root = join(import.meta.dirname, "../..");

/**
 * Options that have no use in a plugin: a CI log is not a terminal, and results are files. Plugins have their own
 * `resume`, because their CI systems count the attempts at a job.
 */
const commandOnly = new Set(["json", "noColor", "quiet", "resume"]);

/** A plugin takes a plan file only if it is named: an empty variable instead of the provider must not start one. */
const planTable = {
  ...planInputs,
  config: { ...planInputs.config, doc: "The plan file, which describes several runs, instead of a provider." },
  ...shardInputs,
};

/** Returns every input of every provider and of every run, in the order for people. */
export async function userInputs(): Promise<UserInputs> {
  const providers = await providersOfTheCommand();
  const found = new Map<string, UserInput>();
  collect(found, "remotest", planTable);
  for (const { name, startInputs } of providers) collect(found, name, startInputs);
  for (const { name, connectInputs } of providers) collect(found, name, connectInputs);
  const common = Object.fromEntries(Object.entries(commonInputs).filter(([name]) => !commandOnly.has(name)));
  collect(found, "remotest", common);
  collect(found, "remotest", codeHostInputs);
  return { providers: providers.map(({ name, title }) => ({ name, title })), inputs: [...found.values()] };
}

/** Returns the providers that are part of the command. */
export async function providersOfTheCommand(): Promise<readonly Provider[]> {
  const files = globSync("packages/provider-*/src/index.ts", { cwd: root }).toSorted();
  const modules = (await Promise.all(files.map((file) => import(pathToFileURL(join(root, file)).href)))) as {
    readonly default: Provider;
  }[];
  return modules.map((module) => module.default);
}

function collect(found: Map<string, UserInput>, scope: string, table: InputTable): void {
  for (const [camelCase, input] of Object.entries(table)) {
    const variable = variableName(scope, camelCase);
    const secret = isSecret(input);
    const name = secret ? variable.toLowerCase().replaceAll("_", "-") : optionName(camelCase).slice(2);
    const known = found.get(name);
    found.set(name, {
      name,
      secret,
      variables: { ...known?.variables, [scope]: variable },
      input: known?.input ?? input,
      inputs: { ...known?.inputs, [scope]: input },
    });
  }
}
