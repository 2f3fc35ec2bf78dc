import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { nodeImage } from "./examples/examples.ts";
import type { GeneratedFiles } from "./generate.ts";
import { jobScript, ownVariable } from "./gitlab-script.ts";
import { between, markdownTable } from "./markdown-table.ts";
import { docWithDefault, type InputSection, type PluginInput, pluginInputs } from "./plugin-inputs.ts";
import { pluginOutputs } from "./plugin-outputs.ts";
import { withServices } from "./plugin-tables.ts";

const root = join(import.meta.dirname, "../..");
const folder = "packages/gitlab-component";

/** An input of the component. GitLab checks it before it creates the pipeline. */
interface ComponentInput {
  readonly name: string;
  readonly description: string;
  readonly type: "string" | "array";
  /** Without a default, GitLab requires a value. */
  readonly default?: string | readonly number[];
  readonly options?: readonly string[];
  /** RE2; GitLab checks even a default with it. */
  readonly regex?: string;
}

/** The inputs for the job, not for the run. */
const jobInputs = (image: string): readonly ComponentInput[] => [
  { name: "job-name", type: "string", default: "remotest", description: "The name of the job." },
  { name: "stage", type: "string", default: "test", description: "The stage of the job." },
  {
    name: "image",
    type: "string",
    default: image,
    description: "The image of the job: any with Node 20.19 or later, npm and a shell.",
  },
  {
    name: "job-timeout",
    type: "string",
    default: "70 minutes",
    description: "When GitLab stops the job. Longer than timeout, so that Remotest stops waiting before that.",
  },
  {
    name: "allow-failure-exit-codes",
    type: "array",
    default: [0],
    description:
      "Exit codes with which the job only warns: with [1], the pipeline continues if tests failed. Default: none.",
  },
];

/** If one of these is written, but its variable is empty, a run or a plan that nobody wanted would be started. */
const asWritten = ["attach", "run", "shard"];

/** On GitLab an attempt at a job does not find the files of an earlier attempt, so there is nothing to resume. */
const leftOut = new Set(["resume"]);

/** Writes the component's template and the tables of its page. */
export default async function gitlabComponent(): Promise<GeneratedFiles> {
  const { inputs, providers, sections, pageSections } = await pluginInputs({ keepsCode: true });
  const job = { title: "The job", inputs: jobInputs(await nodeImage()) };
  const all = withJob(sections.map(componentSection), job).filter((section) => section.inputs.length > 0);
  const manifest = await readFile(join(root, "packages/remotest/package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const page = await readFile(join(root, folder, "README.md"), "utf8");
  const ofEveryRun = inputs.filter((input) => input.providers.length === 0);
  const pages = withJob(
    pageSections.map((section) => ({ ...componentSection(section), secrets: secretsIn(section) })),
    { ...job, secrets: [] },
  );
  const tables: readonly (readonly [name: string, text: string])[] = [
    ["inputs", pages.map(pageSection).join("\n\n")],
    ["secrets", secretTable(ofEveryRun.filter(({ secret }) => secret))],
    ["outputs", markdownTable(["variable", "meaning"], Object.entries(pluginOutputs).map(outputRow))],
  ];
  return {
    [`${folder}/templates/run/template.yml`]: template(all, inputs.filter(isPassedOn), version),
    [`${folder}/README.md`]: tables.reduce(
      (text, [name, table]) => between(text, name, table),
      withServices(page, providers),
    ),
  };
}

/** The inputs of every run, of the job, or of one service. */
interface ComponentSection {
  readonly title: string;
  readonly inputs: readonly ComponentInput[];
}

function isPassedOn({ name, secret }: PluginInput): boolean {
  return !secret && !leftOut.has(name);
}

function componentSection({ title, inputs }: InputSection): ComponentSection {
  return { title, inputs: inputs.filter(isPassedOn).map(componentInput) };
}

/** Puts the section about the job behind that of every run. */
function withJob<Section>([everyRun, ...others]: readonly Section[], job: Section): readonly Section[] {
  return everyRun === undefined ? [job] : [everyRun, job, ...others];
}

/** The secrets of one service: they are variables, and belong beside its inputs on the page. */
function secretsIn({ inputs }: InputSection): readonly PluginInput[] {
  return inputs.filter(({ secret, providers }) => secret && providers.length > 0);
}

function pageSection(section: ComponentSection & { readonly secrets: readonly PluginInput[] }): string {
  const inputs = markdownTable(["input", "meaning", "default"], section.inputs.map(inputRow));
  const secrets = section.secrets.length === 0 ? [] : [`[Secrets](#secrets):`, secretTable(section.secrets)];
  return [`### ${section.title}`, inputs, ...secrets].join("\n\n");
}

function secretTable(secrets: readonly PluginInput[]): string {
  return markdownTable(["variable", "meaning"], secrets.flatMap(secretRows));
}

function componentInput(input: PluginInput): ComponentInput {
  const { name, type, choices, required } = input;
  // A variable would say that somebody wrote the default, and replace what the plan file or run.json says.
  const preset = isVariable(input) ? undefined : input.default;
  const doc = isVariable(input) ? docWithDefault(input) : input.doc;
  const quoted = type === "flag" || type === "integer" ? " Write it in quotes." : "";
  // The values of a list may contain spaces: names of devices.
  const inOneLine = doc
    .replace("One on each line.", "Separated by commas.")
    .replace("One on each line;", "Separated by spaces;");
  const base = { name, description: `${inOneLine}${quoted}` };
  // GitLab accepts no boolean for a variable, so a flag is one of two words.
  const words = type === "flag" ? ["true", "false"] : choices;
  const options = words && (required || preset !== undefined ? words : ["", ...words]);
  const regex = {
    integer: "^[0-9]*$",
    duration: "^$|^[0-9.]+(ms|s|m|h)$",
    limit: "^$|^[0-9.]+%?$",
    size: "^$|^[0-9]+([KMG]i?)?B?$",
  }[type as string];
  return {
    ...base,
    type: "string",
    ...(required ? {} : { default: preset ?? "" }),
    ...(options ? { options } : {}),
    ...(regex === undefined ? {} : { regex }),
  };
}

/** True if the command itself reads the input, from its variable. */
function isVariable(input: PluginInput): boolean {
  return Object.values(input.variables).some((name) => variablesOf(input).includes(name));
}

/** Returns the variables that pass an input on to the command; the words of the command line have the component's own. */
function variablesOf({ name, variables }: PluginInput): readonly string[] {
  // An output of an earlier job has this name: the directory of that job's reports.
  if (name === "report-dir") return ["REMOTEST_COMPONENT_REPORT_DIR"];
  const known = Object.values(variables);
  return known.length > 0 ? known : [ownVariable(name)];
}

function template(sections: readonly ComponentSection[], passedOn: readonly PluginInput[], version: string): string {
  const shared = passedOn.filter((input) => Object.keys(input.variables).length > 1);
  const variables = [
    ...passedOn.flatMap((input) => variablesOf(input).map((name) => [name, input.name] as const)),
    ...shared.map(({ name }) => [ownVariable(name), name] as const),
  ];
  return `# Generated by \`pnpm generate\` from the tables of inputs. Do not edit.
spec:
  inputs:
${sections.map(({ title, inputs }) => [`    # ${title}`, ...inputs.map(inputText)].join("\n")).join("\n\n")}
---
$[[ inputs.job-name ]]:
  stage: $[[ inputs.stage ]]
  image: $[[ inputs.image ]]
  timeout: $[[ inputs.job-timeout ]]
  variables:
${variables.map(([variable, input]) => `    ${variable}: $[[ inputs.${input} ]]`).join("\n")}
    REMOTEST_PLUGIN: gitlab
${asWritten.map((name) => `    REMOTEST_COMPONENT_${name.toUpperCase()}_AS_WRITTEN:\n      value: $[[ inputs.${name} ]]\n      expand: false`).join("\n")}
  script:
    - |
${jobScript(version, shared).replaceAll(/^(?=.)/gm, "      ")}
  artifacts:
    when: always
    paths:
      - $[[ inputs.report-dir ]]/
    reports:
      junit: $[[ inputs.report-dir ]]/junit.xml
      dotenv: $[[ inputs.report-dir ]]/outputs.env
  allow_failure:
    exit_codes: $[[ inputs.allow-failure-exit-codes ]]
`;
}

function inputText({ name, ...input }: ComponentInput): string {
  const fields = Object.entries(input).map(([key, value]) => `      ${key}: ${JSON.stringify(value)}`);
  return [`    ${name}:`, ...fields].join("\n");
}

function inputRow({ name, description, options, ...input }: ComponentInput): readonly string[] {
  const words = options?.filter(Boolean).map((word) => `\`${word}\``);
  const fallback =
    input.default === undefined ? "required" : input.default === "" ? "" : `\`${JSON.stringify(input.default)}\``;
  return [`\`${name}\``, words ? `${description} ${words.join(", ")}.` : description, fallback.replaceAll('"', "")];
}

function secretRows({ doc, variables }: PluginInput): readonly (readonly string[])[] {
  return Object.values(variables).map((variable) => [`\`${variable}\``, doc]);
}

function outputRow([name, meaning]: readonly [string, string]): readonly string[] {
  return [`\`REMOTEST_${name.replaceAll("-", "_").toUpperCase()}\``, meaning];
}
