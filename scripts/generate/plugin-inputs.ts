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
  /** The heading under which the command's help lists it. */
  readonly group: string | undefined;
}

/** The inputs of every run, or those of one service. */
export interface InputSection {
  /** A heading: `Every run`, `apptest.ai`. */
  readonly title: string;
  readonly inputs: readonly PluginInput[];
}

/** The inputs of a plugin. */
export interface PluginInputs {
  readonly providers: readonly { readonly name: string; readonly title: string }[];
  /** Each input once, in the order of the sections. */
  readonly inputs: readonly PluginInput[];
  /** For a manifest: every run first, then what several services have, then each service. */
  readonly sections: readonly InputSection[];
  /**
   * For a page that a user of one service reads: every run first, then each service with all of its inputs, explained for
   * this service alone.
   */
  readonly pageSections: readonly InputSection[];
}

/**
 * Returns what a manifest says of an input that it passes on: its default in words. If the manifest had the default itself,
 * the CI system would fill it in, and it could not be told from one that somebody wrote.
 */
export function docWithDefault({ doc, default: preset }: Pick<PluginInput, "doc" | "default">): string {
  return preset === undefined ? doc : `${doc} Default: ${preset}.`;
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
  const everyRun = byGroup([provider, ...inputsOf(inputs, [], titles), ...ownInputs]);
  const common = [
    { title: "Every run", inputs: everyRun.filter(({ ofCodeHost }) => !ofCodeHost) },
    {
      title: "On the commit and the pull request",
      inputs: everyRun.filter(({ ofCodeHost }) => ofCodeHost && keepsCode),
    },
  ].filter((section) => section.inputs.length > 0);
  const shared = inputs.filter((input) => scopesOf(input).length > 1);
  const sections = [
    ...common,
    { title: "Several services", inputs: shared.map((input) => fromUserInput(input, titles)) },
    ...providers.map(({ name, title }) => ({ title, inputs: inputsOf(inputs, [name], titles) })),
  ].filter((section) => section.inputs.length > 0);
  const pageSections = [
    ...common,
    ...providers.map(({ name, title }) => ({ title, inputs: everyInputOf(name, inputs) })),
  ];
  return { providers, inputs: sections.flatMap((section) => section.inputs), sections, pageSections };
}

/** Puts the inputs of a group next to each other. */
function byGroup(inputs: readonly PluginInput[]): readonly PluginInput[] {
  const groups = [...new Set(inputs.map(({ group }) => group))];
  return inputs.toSorted((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group));
}

/** The providers that have an input; empty for one of every run. */
function scopesOf({ inputs }: UserInput): readonly string[] {
  return Object.keys(inputs).filter((scope) => scope !== "remotest");
}

/** Returns the inputs that exactly these providers have. */
function inputsOf(all: readonly UserInput[], providers: readonly string[], titles: Titles): readonly PluginInput[] {
  const found = all.filter((input) => scopesOf(input).join(" ") === providers.join(" "));
  return found.map((input) => fromUserInput(input, titles));
}

/** Returns all inputs that a provider has, as if it were the only one; what it requires comes first. */
function everyInputOf(provider: string, all: readonly UserInput[]): readonly PluginInput[] {
  const found = all.flatMap((user): readonly PluginInput[] => {
    const { [provider]: input } = user.inputs;
    const { [provider]: variable = "" } = user.variables;
    if (!input) return [];
    const alone = { ...user, input, inputs: { [provider]: input }, variables: { [provider]: variable } };
    return [fromUserInput(alone, new Map())];
  });
  return found.toSorted((a, b) => b.requiredBy.length - a.requiredBy.length);
}

const ownInputs: readonly PluginInput[] = [
  own("attach", {
    group: "The run",
    type: "text",
    doc: "The reference of a run that was started elsewhere, such as apptest:251929: waits for that run instead of starting one. Several are separated by spaces.",
  }),
  {
    ...own("no-wait", {
      ...attachInputs.noWait,
      group: "The run",
      doc: "With attach: check the status once. If the run is not finished, the outcome is timed-out; come back later.",
    }),
    variables: { remotest: variableName("remotest", "noWait") },
  },
  own("start-only", {
    group: "The run",
    type: "flag",
    default: false,
    doc: "Only start the run, or those of the plan file, without waiting. The step then passes although no test has run, so another one must come back, with attach.",
  }),
  own("resume", {
    group: "The run",
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
    group: input.group,
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
    group: input.group,
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
