import { globSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Input, type InputTable, type Provider, optionName, variableName } from "../../packages/core/src/index.ts";
import { commonInputs, isSecret } from "../../packages/core/src/flow.ts";

/** One thing that a user of a CI system can set: the same input of several providers is one. */
export interface UserInput {
  /** `project-id`, or for a secret the variable in kebab-case, `apptest-access-key`. */
  readonly name: string;
  readonly secret: boolean;
  /** Where its value goes: the environment variable by the provider that it is for, or `remotest` for every run. */
  readonly variables: Readonly<Record<string, string>>;
  /** As the tables declare it; of several providers' the first. */
  readonly input: Input;
  /** What differs between providers: their docs and defaults, by provider. */
  readonly inputs: Readonly<Record<string, Input>>;
}

/** What the tables of inputs add up to, for whoever writes a manifest. */
export interface UserInputs {
  /** Provider names with what people call the service. */
  readonly providers: readonly { readonly name: string; readonly title: string }[];
  readonly inputs: readonly UserInput[];
}

const root = join(import.meta.dirname, "../..");

/**
 * Options of the command that mean nothing in a pipeline, where the log is no terminal and results are files. Where a CI
 * system counts the attempts at a job, its plugin has a `resume` of its own.
 */
const commandOnly = new Set(["json", "noColor", "quiet", "resume"]);

/** Every input of every provider and of every run, in the order in which people read them. */
export async function userInputs(): Promise<UserInputs> {
  const files = globSync("packages/provider-*/src/index.ts", { cwd: root }).toSorted();
  const modules = (await Promise.all(files.map((file) => import(pathToFileURL(join(root, file)).href)))) as {
    readonly default: Provider;
  }[];
  const providers = modules.map((module) => module.default);
  const found = new Map<string, UserInput>();
  for (const { name, startInputs } of providers) collect(found, name, startInputs);
  for (const { name, connectInputs } of providers) collect(found, name, connectInputs);
  const common = Object.fromEntries(Object.entries(commonInputs).filter(([name]) => !commandOnly.has(name)));
  collect(found, "remotest", common);
  return { providers: providers.map(({ name, title }) => ({ name, title })), inputs: [...found.values()] };
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
