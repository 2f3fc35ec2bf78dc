import { type Input, listed, variableName } from "../../packages/core/src/index.ts";
import { defaultText, isRepeatable } from "../../packages/core/src/flow.ts";
import { codeHostInputs } from "../../packages/remotest/src/code-host/code-host-inputs.ts";
import { attachInputs } from "../../packages/remotest/src/command-line/attach-inputs.ts";
import { type UserInput, userInputs } from "./user-inputs.ts";

/** One input of a plugin, with a name that each CI system's manifest writes in its own form. */
export interface PluginInput {
  /** In kebab-case: `project-id`. */
  readonly name: string;
  /** A few words for a form. */
  readonly label: string;
  /** Complete sentences for people. */
  readonly doc: string;
  readonly type: Input["type"];
  /** The valid values, if they are a few words. */
  readonly choices: readonly string[] | undefined;
  /** Takes several values, one on each line. */
  readonly repeatable: boolean;
  /** Every run needs it. */
  readonly required: boolean;
  /** The providers that need it to start a run. */
  readonly requiredBy: readonly string[];
  /** As a person writes it; undefined if there is none, or if providers differ. */
  readonly default: string | undefined;
  readonly secret: boolean;
  /** The providers that have it; empty for all of them. */
  readonly providers: readonly string[];
  /** The variable that passes it on to the command, by provider, or under `remotest` for every run. Empty for the plugin's own inputs. */
  readonly variables: Readonly<Record<string, string>>;
  /** True for an input that has an effect only where the CI system also keeps the code: on GitHub and GitLab. */
  readonly ofCodeHost: boolean;
}

/** The inputs of a plugin's manifest. */
export interface PluginInputs {
  readonly providers: readonly { readonly name: string; readonly title: string }[];
  /** In the order for people: the provider, what starts a run, the account, what every run has. */
  readonly inputs: readonly PluginInput[];
}

/** @example servicesInWords(providers, "or") // "apptest.ai, Mendix ATS or Menditect MTA" */
export function servicesInWords(providers: PluginInputs["providers"], last: "and" | "or"): string {
  return listed(
    providers.map(({ title }) => title),
    last,
  );
}

/**
 * Returns every input of a plugin, even its own, which become words of the command line.
 * @param keepsCode true if the CI system also keeps the code
 */
export async function pluginInputs({ keepsCode }: { readonly keepsCode: boolean }): Promise<PluginInputs> {
  const { providers, inputs } = await userInputs();
  const titles = new Map(providers.map(({ name, title }) => [name, title]));
  const provider = own("provider", {
    type: "choice",
    choices: providers.map(({ name }) => name),
    doc: `The service that runs the tests: ${providers.map(({ name, title }) => `${name} (${title})`).join(", ")}. Required, unless config names a plan file.`,
  });
  const all = [provider, ...inputs.map((input) => fromUserInput(input, titles)), ...afterwards];
  return { providers, inputs: all.filter(({ ofCodeHost }) => keepsCode || !ofCodeHost) };
}

const afterwards: readonly PluginInput[] = [
  own("attach", {
    type: "text",
    doc: "The reference of a run that was started elsewhere, such as apptest:251929: waits for that run instead of starting one. Several are separated by spaces.",
  }),
  {
    ...own("no-wait", {
      ...attachInputs.noWait,
      doc: "With attach: check the status once. If the run is not finished, the outcome is timed-out; come back later.",
    }),
    variables: { remotest: variableName("remotest", "noWait") },
  },
  own("start-only", {
    type: "flag",
    default: false,
    doc: "Only start the run, or those of the plan file, without waiting. The step then passes although no test has run, so another one must come back, with attach.",
  }),
  own("resume", {
    type: "flag",
    default: false,
    doc: "If an earlier attempt at this step left an unfinished run, wait for that run instead of starting another; if it is not known whether a run was started, nothing is started. Needs the report directory of that attempt.",
  }),
];

function own(name: string, input: Input): PluginInput {
  return {
    name,
    label: labelOf(name, input),
    doc: input.doc,
    type: input.type,
    choices: input.type === "choice" ? input.choices : undefined,
    repeatable: false,
    required: input.required === true,
    requiredBy: [],
    default: defaultText(input),
    secret: false,
    providers: [],
    variables: {},
    ofCodeHost: false,
  };
}

function fromUserInput({ name, secret, variables, input, inputs }: UserInput, titles: Titles): PluginInput {
  const providers = Object.keys(inputs).filter((scope) => scope !== "remotest");
  const defaults = new Set(Object.values(inputs).map(defaultText));
  return {
    name,
    label: providers.length > 1 ? labelOf(name, { type: "text", doc: "" }) : labelOf(name, input),
    doc: Object.entries(inputs)
      .map(([scope, each]) => docFor(scope, each, titles, secret || defaults.size > 1))
      .join(" "),
    type: input.type,
    choices: input.type === "choice" ? input.choices : undefined,
    repeatable: isRepeatable(input),
    required: false,
    requiredBy: providers.filter((scope) => inputs[scope]?.required === true),
    default: secret || defaults.size > 1 ? undefined : [...defaults][0],
    secret,
    providers,
    variables,
    ofCodeHost: Object.values(codeHostInputs).some((each) => each === input),
  };
}

type Titles = ReadonlyMap<string, string>;

function docFor(scope: string, input: Input, titles: Titles, withDefault: boolean): string {
  const title = titles.get(scope);
  const text = defaultText(input);
  return [
    title === undefined ? input.doc : `${title}: ${input.doc}`,
    ...("eachIsARun" in input
      ? ["One on each line; starts one run for each. Write label=value to name a run in the output."]
      : []),
    ...("list" in input ? ["One on each line."] : []),
    ...(input.required ? ["Required."] : []),
    ...(withDefault && text !== undefined ? [`Default: ${text}.`] : []),
  ].join(" ");
}

/** Returns the label of an input: its own, or its name in words. */
function labelOf(name: string, { label }: Input): string {
  const words = label ?? name.replaceAll("-", " ").replace(/\burl\b/, "URL");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
