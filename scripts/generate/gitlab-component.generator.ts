import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { listed } from "../../packages/core/src/index.ts";
import { nodeImage } from "./examples/examples.ts";
import type { GeneratedFiles } from "./generate.ts";
import { between, markdownTable } from "./markdown-table.ts";
import { type PluginInput, pluginInputs } from "./plugin-inputs.ts";
import { pluginOutputs } from "./plugin-outputs.ts";

const root = join(import.meta.dirname, "../..");
const folder = "packages/gitlab-component";

/** An input of the component. GitLab checks it before it creates the pipeline. */
interface ComponentInput {
  readonly name: string;
  readonly description: string;
  readonly type: "string" | "number" | "array";
  /** Without a default, GitLab requires a value. */
  readonly default?: string | number | readonly number[];
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
  const { inputs } = await pluginInputs({ keepsCode: true });
  const passedOn = inputs.filter(({ name, secret }) => !secret && !leftOut.has(name));
  const all = [...passedOn.map(componentInput), ...jobInputs(await nodeImage())];
  const manifest = await readFile(join(root, "packages/remotest/package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const page = await readFile(join(root, folder, "README.md"), "utf8");
  const tables: readonly (readonly [name: string, text: string])[] = [
    ["inputs", markdownTable(["input", "meaning", "default"], all.map(inputRow))],
    ["secrets", markdownTable(["variable", "meaning"], inputs.filter(({ secret }) => secret).flatMap(secretRows))],
    ["outputs", markdownTable(["variable", "meaning"], Object.entries(pluginOutputs).map(outputRow))],
  ];
  return {
    [`${folder}/templates/run/template.yml`]: template(all, passedOn, version),
    [`${folder}/README.md`]: tables.reduce((text, [name, table]) => between(text, name, table), page),
  };
}

function componentInput({ name, type, doc, choices, required, ...input }: PluginInput): ComponentInput {
  const quoted = type === "flag" || (type === "integer" && input.default === undefined) ? " Write it in quotes." : "";
  // The values of a list may contain spaces: names of devices.
  const inOneLine = doc
    .replace("One on each line.", "Separated by commas.")
    .replace("One on each line;", "Separated by spaces;");
  const base = { name, description: `${inOneLine}${quoted}` };
  if (type === "integer" && input.default !== undefined)
    return { ...base, type: "number", default: Number(input.default) };
  // GitLab accepts no boolean for a variable, so a flag is one of two words.
  const words = type === "flag" ? ["true", "false"] : choices;
  const options = words && (required || input.default !== undefined ? words : ["", ...words]);
  const regex = {
    integer: "^[0-9]*$",
    duration: "^$|^[0-9.]+(ms|s|m|h)$",
    limit: "^$|^[0-9.]+%?$",
    size: "^$|^[0-9]+([KMG]i?)?B?$",
  }[type as string];
  return {
    ...base,
    type: "string",
    ...(required ? {} : { default: input.default ?? "" }),
    ...(options ? { options } : {}),
    ...(regex === undefined ? {} : { regex }),
  };
}

/** Returns the variables that pass an input on to the command; the words of the command line have the component's own. */
function variablesOf({ name, variables }: PluginInput): readonly string[] {
  // An output of an earlier job has this name: the directory of that job's reports.
  if (name === "report-dir") return ["REMOTEST_COMPONENT_REPORT_DIR"];
  const known = Object.values(variables);
  return known.length > 0 ? known : [ownVariable(name)];
}

function ownVariable(name: string): string {
  return `REMOTEST_COMPONENT_${name.replaceAll("-", "_").toUpperCase()}`;
}

function template(inputs: readonly ComponentInput[], passedOn: readonly PluginInput[], version: string): string {
  const shared = passedOn.filter((input) => Object.keys(input.variables).length > 1);
  const variables = [
    ...passedOn.flatMap((input) => variablesOf(input).map((name) => [name, input.name] as const)),
    ...shared.map(({ name }) => [ownVariable(name), name] as const),
  ];
  return `# Generated by \`pnpm generate\` from the tables of inputs. Do not edit.
spec:
  inputs:
${inputs.map(inputText).join("\n")}
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
${script(version, shared).replaceAll(/^(?=.)/gm, "      ")}
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

/**
 * Returns the script of the job. No input is part of it, so the shell never interprets the text of a user or a service.
 * If the job is stopped, the shell waits for npx, and npx for its own shell, which `exec` replaces with the command, so
 * that the command can still write its reports. Earlier reports are moved to previous/ only after the command has ended,
 * because it replaces that folder.
 */
function script(version: string, shared: readonly PluginInput[]): string {
  return [
    `remotest() { npx --yes --package=remotest@${version} --call "set -f; exec remotest $1"; }`,
    moveEarlierReports,
    refuseInputs,
    ...shared.map(refuseWithPlan),
    refuseTogether,
    callCommand,
    demandProof,
    'ends_with "$code"',
  ].join("\n");
}

const moveEarlierReports = `dir="$REMOTEST_COMPONENT_REPORT_DIR"
outputs="$dir/outputs.env"
# If the directory is kept, an earlier pass must not be published or merged as that of a command that never ran.
for report in outputs.env results.json junit.xml ctrf-report.json summary.md report.html; do
  if [ -e "$dir/$report" ]; then
    mkdir -p -- "$dir/.earlier-reports"
    mv -f -- "$dir/$report" "$dir/.earlier-reports/"
  fi
done
ends_with() {
  set +f
  if [ -d "$dir/.earlier-reports" ]; then
    mkdir -p -- "$dir/previous"
    mv -f -- "$dir/.earlier-reports"/* "$dir/previous/"
    rmdir -- "$dir/.earlier-reports"
  fi
  exit "$1"
}`;

/** Each input by itself. */
const refuseInputs = `refuse() { echo "The input $1." >&2; ends_with 2; }
trap : TERM INT
set -f
attach=no
for word in $REMOTEST_COMPONENT_ATTACH; do
  attach=yes
  case "$word" in
    -*) refuse "attach must not be an option; got $word" ;;
    [a-z]*:?*) ;;
    *) refuse "attach must be a run reference such as apptest:251929; got $word" ;;
  esac
done
# An empty variable must not start a run.
if [ "$attach" = no ] && [ -n "$REMOTEST_COMPONENT_ATTACH$REMOTEST_COMPONENT_ATTACH_AS_WRITTEN" ]; then
  refuse "attach is set but blank; nothing was started. Leave attach out to start a run"
fi
if [ -z "$REMOTEST_RUN" ] && [ -n "$REMOTEST_COMPONENT_RUN_AS_WRITTEN" ]; then
  refuse "run is set but empty; leave it out to start all runs"
fi
if [ -z "$REMOTEST_SHARD" ] && [ -n "$REMOTEST_COMPONENT_SHARD_AS_WRITTEN" ]; then
  refuse "shard is set but empty; leave it out to start all runs"
fi`;

/** Inputs that do not go together, and a provider that would be read as an option. */
const refuseTogether = `if [ "$REMOTEST_COMPONENT_START_ONLY" = true ] && [ "$attach" = yes ]; then
  refuse "start-only starts a run, so it cannot be used with attach"
fi
case "$REMOTEST_COMPONENT_PROVIDER" in -*) refuse "provider must not be an option; got $REMOTEST_COMPONENT_PROVIDER" ;; esac`;

const callCommand = `code=0
if [ "$attach" = yes ]; then
  remotest 'attach $REMOTEST_COMPONENT_ATTACH --report-dir="$REMOTEST_COMPONENT_REPORT_DIR"' || code=$?
elif [ "$REMOTEST_COMPONENT_START_ONLY" = true ]; then
  remotest 'start \${REMOTEST_COMPONENT_PROVIDER:+"$REMOTEST_COMPONENT_PROVIDER"} --report-dir="$REMOTEST_COMPONENT_REPORT_DIR"' || code=$?
else
  remotest 'run \${REMOTEST_COMPONENT_PROVIDER:+"$REMOTEST_COMPONENT_PROVIDER"} --report-dir="$REMOTEST_COMPONENT_REPORT_DIR"' || code=$?
fi`;

const demandProof = `# npx also exits with 1 if it fails: it is a verdict only if the command itself says so in outputs.env.
if [ "$code" -eq 1 ] && ! grep -qx REMOTEST_OUTCOME=failed "$outputs"; then
  echo "The command could not be run: npx exited with 1." >&2
  code=3
fi
proof=REMOTEST_OUTCOME=passed
if [ "$REMOTEST_COMPONENT_START_ONLY" = true ]; then proof=REMOTEST_RUN_REF=..*; fi
if [ "$code" -eq 0 ] && ! grep -qx "$proof" "$outputs"; then
  echo "The command exited with 0 but did not report what it should have." >&2
  code=3
fi`;

/** A value for two services would be sent to both, such as the address of one of them. */
function refuseWithPlan({ name, variables }: PluginInput): string {
  const services = listed(Object.keys(variables), "and");
  return `if [ -n "$REMOTEST_CONFIG" ] && [ -n "$${ownVariable(name)}" ]; then
  refuse "${name} is for ${services}: with config, write it in the plan file"
fi`;
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
