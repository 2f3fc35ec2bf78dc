import {
  cleanSecret,
  closest,
  commonInputs,
  isUnreplaced,
  notReplaced,
  passwordIn,
  readValue,
} from "@remotest/core/flow";
import { listed, variableName } from "@remotest/core";
import { readSecretFile } from "remotest";
import { forwardedInputs } from "./inputs.gen.ts";

/** The command that a plugin runs. */
export interface PluginCommand {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The provider that the reference or the input names; "" if neither does. */
  readonly provider: string;
  /** Name inputs that have no effect. */
  readonly warnings: readonly string[];
  /** Name inputs that must not reach the command. If there are any, nothing is run. */
  readonly problems: readonly string[];
}

/** Returns the value of an input by its kebab-case name; "" if it is not set. */
export type InputLookup = (name: string) => string;

/** The facts that a CI system knows about its inputs, besides their values. */
export interface InputForm {
  /** True for an input that is set but blank, such as white space. */
  readonly isBlank: (name: string) => boolean;
  /** The name of an input as the manifest has it, by its kebab-case name. */
  readonly spell: (name: string) => string;
}

const plainForm: InputForm = { isBlank: () => false, spell: (name) => name };

/**
 * Makes the command of a plugin's inputs. Each input is passed on as its environment variable; if several providers have
 * the input, as that of the chosen provider. A variable that is set for a whole pipeline counts where the input is not set,
 * so the manifests have no defaults. The command itself checks that nothing is missing.
 *
 * @example commandFromInputs((name) => core.getInput(name), process.env).args // ["run", "ats"]
 */
export function commandFromInputs(
  read: InputLookup,
  environment: Readonly<Record<string, string | undefined>>,
  form: Partial<InputForm> = {},
): PluginCommand {
  const { isBlank, spell } = { ...plainForm, ...form };
  const references = words(read("attach"));
  const [first] = references;
  const named = first?.includes(":") ? first.slice(0, first.indexOf(":")) : read("provider");
  // One word for the runs of a plan does not say which services they are at.
  const provider = named === "refs" ? read("provider") : named;
  const env: Record<string, string | undefined> = { ...environment };
  const warnings: string[] = [];
  for (const { name, variables } of forwardedInputs) {
    const value = read(name);
    if (value === "") continue;
    const used = variablesFor(variables, provider, value);
    for (const variable of used) {
      env[variable] = value;
      // An input takes precedence over the environment, and the two forms of a secret exclude each other.
      delete env[`${variable}_FILE`];
    }
    if (used.length === 0 && provider !== "" && !isOff(value))
      // An unticked box has no effect, and forms pass on hidden boxes too.
      warnings.push(
        `The input ${spell(name)} is for ${services(variables)}; it has no effect on a run of ${provider}.`,
      );
  }
  const start = [isOn(read("start-only")) ? "start" : "run", ...(provider === "" ? [] : [provider])];
  const args = first === undefined ? start : ["attach", ...references];
  if (first !== undefined && ![provider, ""].includes(read("provider")))
    warnings.push(`The input provider is ${read("provider")}, but the run to attach to is from ${provider}.`);
  warnings.push(...unknownInputs(environment, spell));
  return { args, env, provider, warnings, problems: problemsOf(read, environment, { isBlank, spell }) };
}

/** Returns the variables of an input that the command reads: those of its provider, or of every provider of a plan. */
function variablesFor(variables: Readonly<Record<string, string>>, provider: string, value: string): readonly string[] {
  const own = variables["remotest"] ?? variables[provider];
  if (own !== undefined) return [own];
  // A form passes on hidden boxes too: one that is not ticked must not replace what the plan says.
  return provider === "" && value !== "false" ? Object.values(variables) : [];
}

function isOn(value: string): boolean {
  const read = readValue(commonInputs.verbose, value);
  return "value" in read && read.value === true;
}

/** True for a word that is read as false; see `readValue` in core. */
export function isOff(value: string): boolean {
  const read = readValue(commonInputs.verbose, value);
  return "value" in read && read.value === false;
}

/** Inputs that only plugins have. */
const ownInputs = ["provider", "attach", "start-only", "resume"] as const;

/**
 * A CI system passes on every input that is written in the pipeline, even those that the manifest does not have: a
 * misspelt one has no effect, and not every CI system says so.
 */
function unknownInputs(
  env: Readonly<Record<string, string | undefined>>,
  spell: (name: string) => string,
): readonly string[] {
  const known = [...ownInputs, ...forwardedInputs.map(({ name }) => name)].map(spell);
  const variables = new Map(known.map((name) => [`INPUT_${name.toUpperCase()}`, name]));
  return Object.keys(env)
    .filter((variable) => variable.startsWith("INPUT_") && env[variable] && !variables.has(variable))
    .flatMap((variable) => {
      const likely = closest(
        variable.slice("INPUT_".length),
        known.map((name) => name.toUpperCase()),
      );
      const meant = likely === undefined ? undefined : variables.get(`INPUT_${likely}`);
      const given = variable.slice("INPUT_".length).toLowerCase();
      return meant === undefined
        ? []
        : [`The input ${given} is not known, so it has no effect. Did you mean ${meant}?`];
    });
}

/**
 * Inputs become words of a command line: a word that looks like an option would be read as one, and `--help` ends with 0.
 * An `attach` that is blank must not start a run.
 */
function problemsOf(
  read: InputLookup,
  environment: Readonly<Record<string, string | undefined>>,
  { isBlank, spell }: InputForm,
): readonly string[] {
  const unreplaced = ownInputs.flatMap((name) => {
    const word = isUnreplaced(read(name))
      ? [read(name).trim()]
      : words(read(name)).filter((each) => isUnreplaced(each));
    return word.map((each) => `The input ${name}: ${JSON.stringify(each)} ${notReplaced}.`);
  });
  if (unreplaced.length > 0) return unreplaced;
  const odd = ["provider", "attach", ...forwardedInputs.filter(({ secret }) => !secret).map(({ name }) => name)]
    .filter((name) => words(read(name)).length === 1 || name === "provider" || name === "attach")
    .flatMap((name) => {
      const option = words(read(name)).find(looksLikeOption);
      return option === undefined
        ? []
        : [`The input ${spell(name)} must not be an option; got ${JSON.stringify(option)}.`];
    });
  const references = words(read("attach")).filter((word) => !looksLikeOption(word) && !isReference(word));
  return [
    ...odd,
    ...planProblems(read, environment, spell),
    ...startOnlyProblems(read, spell),
    ...references.map(
      (word) =>
        `The input attach must be a run reference such as apptest:251929 or ats:<AppID>/<JobID>; got ${JSON.stringify(word)}.`,
    ),
    ...(isBlank("attach")
      ? ["The input attach is set but blank; nothing was started. Leave attach out to start a run."]
      : []),
  ];
}

/** A word that is neither true nor false must not decide whether the step waits for the tests. */
function startOnlyProblems(read: InputLookup, spell: InputForm["spell"]): readonly string[] {
  const given = read("start-only");
  if (given === "" || isOff(given)) return [];
  if (!isOn(given)) return [`The input ${spell("start-only")} must be true or false; got ${JSON.stringify(given)}.`];
  if (read("attach") === "") return [];
  return [`The input ${spell("start-only")} starts a run, so it cannot be used with attach.`];
}

/** A value for two services would be sent to both: the key of one of them to the address of the other. */
function planProblems(
  read: InputLookup,
  environment: Readonly<Record<string, string | undefined>>,
  spell: InputForm["spell"],
): readonly string[] {
  if (read("provider") !== "") return [];
  const attach = read("attach").trim();
  const config = read("config") || environment[variableName("remotest", "config")];
  if (attach === "" ? !config : !words(attach).some((word) => word.startsWith("refs:"))) return [];
  const instead =
    attach === ""
      ? `with ${spell("config")}, write it in the plan file`
      : `${spell("attach")} stands for the runs of a plan, so set ${spell("provider")} to the service that it is for`;
  return forwardedInputs
    .filter(({ name, variables }) => Object.keys(variables).length > 1 && read(name) !== "")
    .map(({ name, variables }) => `The input ${spell(name)} is for ${services(variables)}: ${instead}.`);
}

function looksLikeOption(word: string): boolean {
  return /^-{1,2}[a-z]/i.test(word);
}

function isReference(word: string): boolean {
  return /^[a-z][a-z0-9-]*:\S+$/.test(word);
}

/** Returns what must not be in a log: every secret, from an input or a variable, and the password of a proxy. */
export function secretsOf(read: InputLookup, env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const given = forwardedInputs.flatMap(({ name, secret, variables }) => {
    const names = Object.values(variables);
    const values = [read(name), ...names.map((variable) => env[variable] ?? "")];
    // Only of addresses: a part of `fix: tell me@example.com` would look like a password.
    if (!secret) return values.filter((value) => name === "proxy" || value.includes("://")).flatMap(passwordIn);
    return [...values, ...names.map((variable) => contentOf(env[`${variable}_FILE`]))].flatMap(asGivenAndUsed);
  });
  for (const variable of proxyVariables) given.push(...passwordIn(env[variable] ?? ""));
  return [...new Set(given.filter((secret) => secret.trim() !== ""))];
}

const proxyVariables = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"].flatMap((name) => [name, name.toLowerCase()]);

/** Returns the content of a secret's file. If it cannot be read, the command reports that. */
function contentOf(path: string | undefined): string {
  try {
    return path ? readSecretFile(path).text : "";
  } catch {
    return "";
  }
}

/** A log may show a secret as it was set, or as it is used. */
function asGivenAndUsed(secret: string): readonly string[] {
  const clean = cleanSecret(secret);
  return [secret, "text" in clean ? clean.text : secret].flatMap(withParts);
}

/** A `user:key` string contains a key, which a service may echo alone. */
function withParts(secret: string): readonly string[] {
  const [, key] = /^[^:]+:(.+)$/s.exec(secret) ?? [];
  return key === undefined ? [secret] : [secret, key];
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

function services(variables: object): string {
  return listed(Object.keys(variables), "and");
}
