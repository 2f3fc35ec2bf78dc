import { listed } from "../../packages/core/src/index.ts";
import type { OutputName } from "../../packages/remotest/src/command-line/output-names.ts";
import { between, markdownTable } from "./markdown-table.ts";
import type { PluginInput, PluginInputs } from "./plugin-inputs.ts";
import { pluginOutputs } from "./plugin-outputs.ts";

/** How a plugin's page writes what every plugin has. */
export interface PageSpelling {
  /** The name of an input: `app-id`, `appId`. */
  readonly input: (name: string) => string;
  readonly output: (name: OutputName) => string;
}

/**
 * Writes the tables of inputs and outputs, and the links to the services, into the page of a plugin.
 * @param page contains `<!-- services -->`, `<!-- inputs -->` and `<!-- outputs -->`
 */
export function withTables(page: string, plugin: PluginInputs, spelling: PageSpelling): string {
  const tables = plugin.pageSections.map(({ title, inputs }) => `### ${title}\n\n${inputTable(inputs, spelling)}`);
  const outputs = Object.entries(pluginOutputs).map(([name, meaning]) => [
    `\`${spelling.output(name as OutputName)}\``,
    meaning,
  ]);
  return between(
    between(withServices(page, plugin.providers), "inputs", tables.join("\n\n")),
    "outputs",
    markdownTable(["output", "meaning"], outputs),
  );
}

/** Writes the links to the page of each service, which has a pipeline to copy for each CI system. */
export function withServices(page: string, providers: PluginInputs["providers"]): string {
  const links = providers.map(({ name, title }) => `[${title}](${documents}/services/${name}.md)`);
  return between(page, "services", `The services, each with a pipeline to copy: ${listed(links, "and")}.`);
}

const documents = "https://github.com/remotest/remotest/blob/main/docs";

function inputTable(inputs: readonly PluginInput[], spelling: PageSpelling): string {
  const rows = inputs.map((input) => [
    `\`${spelling.input(input.name)}\``,
    meaningOf(input),
    isRequired(input) ? "required" : input.default === undefined ? "" : `\`${input.default}\``,
  ]);
  return markdownTable(["input", "meaning", "default"], rows);
}

/** True if every run needs it, or every run of the services that have it. */
function isRequired({ required, requiredBy, providers }: PluginInput): boolean {
  return required || (providers.length > 0 && requiredBy.length === providers.length);
}

function meaningOf(input: PluginInput): string {
  const { choices, secret } = input;
  const doc = isRequired(input) ? input.doc.replace(/ Required\.$/, "") : input.doc;
  const words = choices?.map((choice) => `\`${choice}\``).join(", ");
  return `${doc}${words ? ` One of ${words}.` : ""}${secret ? " A secret." : ""}`;
}
