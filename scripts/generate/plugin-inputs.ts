import type { Input, Limit } from "../../packages/core/src/index.ts";
import { type UserInput, userInputs } from "./user-inputs.ts";

/** One input of a CI system's plugin, before any system's habits of naming. */
export interface PluginInput {
  /** In kebab-case: `project-id`. */
  readonly name: string;
  /** Whole sentences for people: what it does, for whom, when it is needed, what happens without it. */
  readonly doc: string;
  readonly type: Input["type"];
  /** What may be given, where that is a few words. */
  readonly choices: readonly string[] | undefined;
  /** Several values, one on each line, each a run of its own. */
  readonly repeatable: boolean;
  /** The plugin cannot do anything without it. What only one provider needs is checked when the plugin runs. */
  readonly required: boolean;
  /** As a person writes it; undefined where there is none, or where providers differ. */
  readonly default: string | undefined;
  readonly secret: boolean;
  /** The providers that know it; empty for all of them. */
  readonly providers: readonly string[];
  /** Which environment variable hands it to the command: by provider, or under `remotest` for every run. Empty for the plugin's own inputs. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Everything that a plugin's manifest says of its inputs. */
export interface PluginInputs {
  readonly providers: readonly { readonly name: string; readonly title: string }[];
  /** In the order in which people read them: the provider, what starts a run, the account, what every run has. */
  readonly inputs: readonly PluginInput[];
}

/** Every input of a plugin, its own included: those that stand for the words of the command line. */
export async function pluginInputs(): Promise<PluginInputs> {
  const { providers, inputs } = await userInputs();
  const titles = new Map(providers.map(({ name, title }) => [name, title]));
  const provider = own("provider", {
    type: "choice",
    choices: providers.map(({ name }) => name),
    required: true,
    doc: `The service that runs the tests: ${providers.map(({ name, title }) => `${name} (${title})`).join(", ")}.`,
  });
  return { providers, inputs: [provider, ...inputs.map((input) => fromUserInput(input, titles)), ...afterwards] };
}

const afterwards: readonly PluginInput[] = [
  own("attach", {
    type: "text",
    doc: "The reference of a run that was started elsewhere, such as apptest:251929: waits for that run in place of starting one.",
  }),
  own("resume", {
    type: "flag",
    default: false,
    doc: "When an earlier try of this very step has left a run, wait for that run in place of starting another; a start whose fate is unknown is not repeated. Needs the report directory of that try.",
  }),
];

function own(name: string, input: Input): PluginInput {
  return {
    name,
    doc: input.doc,
    type: input.type,
    choices: input.type === "choice" ? input.choices : undefined,
    repeatable: false,
    required: input.required === true,
    default: defaultText(input),
    secret: false,
    providers: [],
    variables: {},
  };
}

function fromUserInput({ name, secret, variables, input, inputs }: UserInput, titles: Titles): PluginInput {
  const providers = Object.keys(inputs).filter((scope) => scope !== "remotest");
  const defaults = new Set(Object.values(inputs).map(defaultText));
  return {
    name,
    doc: Object.entries(inputs)
      .map(([scope, each]) => docFor(scope, each, titles, secret || defaults.size > 1))
      .join(" "),
    type: input.type,
    choices: input.type === "choice" ? input.choices : undefined,
    repeatable: "eachIsARun" in input,
    required: false,
    default: secret || defaults.size > 1 ? undefined : [...defaults][0],
    secret,
    providers,
    variables,
  };
}

type Titles = ReadonlyMap<string, string>;

function docFor(scope: string, input: Input, titles: Titles, withDefault: boolean): string {
  const title = titles.get(scope);
  const text = defaultText(input);
  return [
    title === undefined ? input.doc : `${title}: ${input.doc}`,
    ...("eachIsARun" in input ? ["One on each line; each is a run of its own."] : []),
    ...(input.required ? ["Required."] : []),
    ...(withDefault && text !== undefined ? [`Default: ${text}.`] : []),
  ].join(" ");
}

/** The default as a person would write it. */
function defaultText(input: Input): string | undefined {
  if (!("default" in input) || input.default === undefined) return undefined;
  if (input.type === "size") return input.default === undefined ? undefined : `${input.default / 2 ** 20}MiB`;
  if (input.type !== "duration") return valueText(input.default);
  return input.default % 60_000 === 0 ? `${input.default / 60_000}m` : `${input.default / 1000}s`;
}

function valueText(value: string | number | boolean | Limit): string {
  if (typeof value !== "object") return String(value);
  return "count" in value ? String(value.count) : `${value.percent}%`;
}
