import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { optionName, variableName } from "../../packages/core/src/index.ts";
import { commonInputs } from "../../packages/core/src/flow.ts";
import { planInputs, shardsInputs } from "../../packages/remotest/src/plan-file/plan-inputs.ts";
import type { GeneratedFiles } from "./generate.ts";
import { between, markdownTable } from "./markdown-table.ts";
import { npxCall } from "./npx-call.ts";
import { docWithDefault, type InputSection, type PluginInput, pluginInputs } from "./plugin-inputs.ts";
import { pluginOutputs } from "./plugin-outputs.ts";
import { withServices } from "./plugin-tables.ts";
import { userInputs } from "./user-inputs.ts";

const root = join(import.meta.dirname, "../..");
const folder = "packages/jenkins-library";

/** The parameters that are neither options of the command nor secrets. */
const ownParameters: readonly (readonly [name: string, meaning: string])[] = [
  [
    "credentials",
    "Secrets by their variable: [ATS_API_TOKEN: 'id of a secret text']; or a list of bindings, as for withCredentials.",
  ],
  ["onFailedTests", "The result of the build if tests failed: unstable, or error. Default: unstable."],
  [
    "onUnfinished",
    "With noWait, if the run is not finished: error, or return, for a script that reads the outcome and comes back. Default: error.",
  ],
];

/** The parameters of `remotestPlan`, each an option of `remotest plan`. */
const { history, historyDir } = commonInputs;
const planParameters = Object.entries({ ...planInputs, ...shardsInputs, history, historyDir }).map(
  ([name, { doc }]) => [name, name === "config" ? "The plan file. Default: remotest.yaml." : doc] as const,
);

/** A workspace, with the report directory, is kept between builds, so `resume` is the command's own option. */
function withOwnResume(input: PluginInput): PluginInput {
  if (input.name !== "resume") return input;
  return { ...input, doc: commonInputs.resume.doc, variables: { remotest: variableName("remotest", "resume") } };
}

/** Writes the library's table of parameters, its help and the tables of its page. */
export default async function jenkinsLibrary(): Promise<GeneratedFiles> {
  const { providers, sections, pageSections } = await pluginInputs({ keepsCode: false });
  const withCredentials = new Set(
    (await userInputs()).inputs.filter(({ input }) => "credentials" in input).map(({ name }) => name),
  );
  const isHidden = ({ name }: PluginInput): boolean => withCredentials.has(name);
  const page = await readFile(join(root, folder, "README.md"), "utf8");
  const manifest = await readFile(join(root, "packages/remotest/package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const explained = pageSections.map(rowsOf);
  const outputRows = Object.entries(pluginOutputs).map(([name, meaning]) => [camelCase(name), meaning] as const);
  const tables = [
    ["parameters", explained.map(pageSection).join("\n\n")],
    ["outputs", table("key", outputRows)],
  ] as const;
  return {
    [`${folder}/src/remotest/Parameters.groovy`]: parametersClass(sections, isHidden, version),
    [`${folder}/vars/remotestRun.txt`]: help(explained, outputRows),
    [`${folder}/vars/remotestPlan.txt`]: planHelp(),
    [`${folder}/README.md`]: tables.reduce(
      (text, [name, content]) => between(text, name, content),
      withServices(page, providers),
    ),
  };
}

type Rows = readonly (readonly [name: string, meaning: string])[];

/** The parameters and the secrets of every run, or of one service. */
interface ParameterRows {
  readonly title: string;
  readonly parameters: Rows;
  readonly secrets: Rows;
}

function rowsOf({ title, inputs }: InputSection, index: number): ParameterRows {
  const parameters = inputs.filter(({ secret }) => !secret).map(withOwnResume);
  const rows = parameters.map((input) => [camelCase(input.name), meaningOf(input)] as const);
  const secrets = inputs.filter(({ secret }) => secret);
  return {
    title,
    // The first section is that of every run.
    parameters: index === 0 ? [...rows, ...ownParameters] : rows,
    secrets: secrets.flatMap(({ doc, variables }) => Object.values(variables).map((name) => [name, doc] as const)),
  };
}

function pageSection({ title, parameters, secrets }: ParameterRows): string {
  const more = secrets.length === 0 ? [] : ["[Secrets](#secrets):", table("variable", secrets)];
  return [`### ${title}`, table("parameter", parameters), ...more].join("\n\n");
}

function camelCase(kebabCase: string): string {
  return kebabCase.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function meaningOf({ doc, choices, repeatable, default: preset }: PluginInput): string {
  const words = repeatable ? doc.replace("One on each line", "One, or a list") : doc;
  return docWithDefault({ doc: choices ? `${words} One of ${choices.join(", ")}.` : words, default: preset });
}

function table(head: string, rows: Rows): string {
  return markdownTable(
    [head, "meaning"],
    rows.map(([name, meaning]) => [`\`${name}\``, meaning]),
  );
}

function parametersClass(
  sections: readonly InputSection[],
  isHidden: (input: PluginInput) => boolean,
  version: string,
): string {
  const inputs = sections.flatMap((section) => section.inputs);
  const variables = [...inputs.filter(({ secret }) => secret), ...inputs.filter(isHidden)].flatMap((input) =>
    Object.values(input.variables),
  );
  return `// Generated by \`pnpm generate\` from the tables of inputs. Do not edit.
package remotest

/** The parameters of remotestRun, and the command that it runs. */
class Parameters implements Serializable {
    private static final long serialVersionUID = 1L

    /** Runs a line in a shell that finds the command, in the version that belongs to this library. */
    static final String SHELL_WITH_COMMAND = '${npxCall(version)}'

    /** By parameter: the command's option, or the variables of an address by provider; empty for a word. */
    static final Map<String, Map<String, Object>> TABLE = [
${sections.map(entriesOf).join("\n")}
    ]

    /** The parameters of remotestRun itself. */
    static final List<String> OWN = [${ownParameters.map(([name]) => groovyText(name)).join(", ")}]

    /** The parameters of remotestPlan, and the options of the command. */
    static final Map<String, String> PLAN = [
${planParameters.map(([name]) => `        ${name}: ${groovyText(optionName(name))},`).join("\n")}
    ]

    /** The outputs, by their variables in outputs.env. */
    static final Map<String, String> OUTPUTS = [
${Object.keys(pluginOutputs)
  .map((name) => `        ${variableName("remotest", name)}: ${groovyText(camelCase(name))},`)
  .join("\n")}
    ]

    /** The variables that credentials can be for. */
    static final List<String> SECRETS = [
${variables.map((name) => `        ${groovyText(name)},`).join("\n")}
    ]
}
`;
}

function entriesOf({ title, inputs }: InputSection): string {
  const parameters = inputs.filter(({ secret }) => !secret).map(withOwnResume);
  const entries = parameters.map((input) => `        ${camelCase(input.name)}: ${entryOf(input)},`);
  return [`        // ${title}`, ...entries].join("\n");
}

function entryOf(input: PluginInput): string {
  const variables = Object.entries(input.variables);
  // The words of the command line have no variable.
  if (variables.length === 0) return input.choices ? `[choices: [${input.choices.map(groovyText).join(", ")}]]` : "[:]";
  if (input.type === "url")
    return `[variables: [${variables.map(([scope, name]) => `${scope}: ${groovyText(name)}`).join(", ")}]]`;
  return `[option: ${groovyText(`--${input.name}`)}${input.repeatable ? ", repeatable: true" : ""}]`;
}

function groovyText(text: string): string {
  return `'${text.replaceAll(/['\\]/g, "\\$&")}'`;
}

function planHelp(): string {
  return `Generated by \`pnpm generate\` from the tables of inputs. Do not edit.

Map legs = remotestPlan(config: 'remotest.yaml', shards: 4)

Returns the jobs that share a plan file: by the name of the branch for parallel, the parameters config, run and shard of
remotestRun. Starts nothing and needs no secrets. Needs Node 20.19 or later and a shell on the agent.

Parameters:
${planParameters.map(([name, meaning]) => `  ${name}\n      ${meaning}`).join("\n")}
`;
}

function help(sections: readonly ParameterRows[], outputs: Rows): string {
  const helpSection = ({ title, parameters, secrets }: ParameterRows): string =>
    [`${title}:\n${list(parameters)}`, ...(secrets.length === 0 ? [] : [`${title}, secrets:\n${list(secrets)}`])].join(
      "\n\n",
    );
  return `Generated by \`pnpm generate\` from the tables of inputs. Do not edit.

remotestRun(provider: 'ats', appId: 'your-app-id', templateId: 'your-template-id', credentials: [ATS_API_TOKEN: 'ats-api-token'])

Starts a remote test run, waits for it and shows the results. Failed tests make the build UNSTABLE; anything worse is an
error with the name of the verdict. Needs Node 20.19 or later and a shell on the agent. The variables of secrets are given in
credentials, each by the id of a "secret text".

${sections.map(helpSection).join("\n\n")}

Returns a map:
${list(outputs)}
`;
}

function list(rows: Rows): string {
  return rows.map(([name, meaning]) => `  ${name}\n      ${meaning}`).join("\n");
}
