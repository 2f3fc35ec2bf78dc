import { cleanSecret, passwordIn } from "@remotest/core/flow";
import { readSecretFile } from "remotest";
import { handedOnInputs } from "./inputs.gen.ts";

/** What a plugin runs in place of a command line. */
export interface PluginCommand {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The provider chosen, or the one that the reference names; "" where neither is given. */
  readonly provider: string;
  /** Inputs that the provider does not have: given for nothing, which the user should know. */
  readonly warnings: readonly string[];
  /** Inputs that must not reach the command, each named. With any of them nothing is run. */
  readonly problems: readonly string[];
}

/** The value of an input by its kebab-case name; "" when it is not given. */
export type InputReader = (name: string) => string;

/** Says of an input that it was given and came to nothing, such as white space or a macro that nothing replaced. */
export type BlankReader = (name: string) => boolean;

/**
 * Makes a command of a plugin's inputs: each goes to its environment variable, one of several providers to that of
 * the chosen provider. A value that is the manifest's default leaves the variable as it is, so that a variable set for
 * a whole pipeline counts. Whether all that is needed is given, the command itself says.
 *
 * @example commandFromInputs((name) => core.getInput(name), process.env).args // ["run", "ats"]
 */
export function commandFromInputs(
  read: InputReader,
  surroundings: Readonly<Record<string, string | undefined>>,
  isBlank: BlankReader = () => false,
): PluginCommand {
  const references = words(read("attach"));
  const [first] = references;
  const provider = first?.includes(":") ? first.slice(0, first.indexOf(":")) : read("provider");
  const env: Record<string, string | undefined> = { ...surroundings };
  const warnings: string[] = [];
  for (const { name, default: preset, variables } of handedOnInputs) {
    const value = read(name);
    if (value === "" || value === preset) continue;
    const variable = variables["remotest"] ?? variables[provider];
    if (variable !== undefined) {
      env[variable] = value;
      // An input wins over whatever the surroundings say, and the two forms of a secret exclude each other.
      delete env[`${variable}_FILE`];
    } else if (provider !== "" && value !== "false")
      // A box that is not ticked asks for nothing, and forms hand on the hidden ones as well.
      warnings.push(
        `The input ${name} is for ${Object.keys(variables).join(" and ")}; a run of ${provider} has no use for it.`,
      );
  }
  const start = provider === "" ? ["run"] : ["run", provider];
  const args = first === undefined ? start : ["attach", ...references];
  if (first !== undefined && ![provider, ""].includes(read("provider")))
    warnings.push(`The input provider says ${read("provider")}; the run to attach to is one of ${provider}.`);
  return { args, env, provider, warnings, problems: problemsOf(read, isBlank) };
}

/**
 * The inputs become words of a command line: one that looks like an option would be read as one, and `--help` ends well.
 * An `attach` that came to nothing must not start a run in place of waiting for one.
 */
function problemsOf(read: InputReader, isBlank: BlankReader): readonly string[] {
  const odd = ["provider", "attach", ...handedOnInputs.filter(({ secret }) => !secret).map(({ name }) => name)]
    .filter((name) => words(read(name)).length === 1 || name === "provider" || name === "attach")
    .flatMap((name) => {
      const option = words(read(name)).find(looksLikeOption);
      return option === undefined ? [] : [`The input ${name} must not be an option; got ${JSON.stringify(option)}.`];
    });
  const references = words(read("attach")).filter((word) => !looksLikeOption(word) && !isReference(word));
  return [
    ...odd,
    ...references.map(
      (word) =>
        `The input attach: ${JSON.stringify(word)} is not a run reference. One looks like apptest:251929 or ats:<AppID>/<JobID>.`,
    ),
    ...(isBlank("attach")
      ? [
          "The input attach is given and names no run; nothing was started in its place. Leave attach out to start a run.",
        ]
      : []),
  ];
}

function looksLikeOption(word: string): boolean {
  return /^-{1,2}[a-z]/i.test(word);
}

function isReference(word: string): boolean {
  return /^[a-z][a-z0-9-]*:\S+$/.test(word);
}

/** What must not stand in a log: every secret that is given, by input or by variable, and a proxy's password. */
export function secretsOf(read: InputReader, env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const given = handedOnInputs.flatMap(({ name, secret, variables }) => {
    const names = Object.values(variables);
    const values = [read(name), ...names.map((variable) => env[variable] ?? "")];
    // Of what is no address a part would be hidden that only looks like a password: `fix: tell me@example.com`.
    if (!secret) return values.filter((value) => name === "proxy" || value.includes("://")).flatMap(passwordIn);
    return [...values, ...names.map((variable) => contentOf(env[`${variable}_FILE`]))].flatMap(asGivenAndUsed);
  });
  for (const variable of proxyVariables) given.push(...passwordIn(env[variable] ?? ""));
  return [...new Set(given.filter((secret) => secret.trim() !== ""))];
}

const proxyVariables = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"].flatMap((name) => [name, name.toLowerCase()]);

/** What a secret's file holds; the command says what is wrong with one that cannot be read. */
function contentOf(path: string | undefined): string {
  try {
    return path ? readSecretFile(path).text : "";
  } catch {
    return "";
  }
}

/** The log may show it either way. */
function asGivenAndUsed(secret: string): readonly string[] {
  const clean = cleanSecret(secret);
  return [secret, "text" in clean ? clean.text : secret].flatMap(withParts);
}

/** A `user:key` string holds a key that a service may say alone. */
function withParts(secret: string): readonly string[] {
  const [, key] = /^[^:]+:(.+)$/s.exec(secret) ?? [];
  return key === undefined ? [secret] : [secret, key];
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
