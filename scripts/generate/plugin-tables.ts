import type { OutputName } from "../../packages/remotest/src/command-line/output-names.ts";
import { between, markdownTable } from "./markdown-table.ts";
import type { PluginInput } from "./plugin-inputs.ts";
import { pluginOutputs } from "./plugin-outputs.ts";

/** How a plugin's page writes what every plugin has. */
export interface PageSpelling {
  /** The name of an input: `app-id`, `appId`. */
  readonly input: (name: string) => string;
  readonly output: (name: OutputName) => string;
}

/**
 * Writes the tables of inputs and outputs into the page of a plugin.
 * @param page contains `<!-- inputs -->` and `<!-- outputs -->`
 */
export function withTables(page: string, inputs: readonly PluginInput[], spelling: PageSpelling): string {
  const rows = inputs.map((input) => [
    `\`${spelling.input(input.name)}\``,
    meaningOf(input),
    isRequired(input) ? "required" : input.default === undefined ? "" : `\`${input.default}\``,
  ]);
  const outputs = Object.entries(pluginOutputs).map(([name, meaning]) => [
    `\`${spelling.output(name as OutputName)}\``,
    meaning,
  ]);
  return between(
    between(page, "inputs", markdownTable(["input", "meaning", "default"], rows)),
    "outputs",
    markdownTable(["output", "meaning"], outputs),
  );
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
