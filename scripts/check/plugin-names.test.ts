import { expect, test } from "vitest";
import { type InputTable, optionName } from "../../packages/core/src/index.ts";
import { commonInputs, isSecret } from "../../packages/core/src/flow.ts";
import { inputNames } from "../../packages/remotest/src/command-line/plugin-names.ts";
import { commands } from "../../packages/remotest/src/commands/index.ts";
import { pluginInputs } from "../generate/plugin-inputs.ts";

test("a message in a plugin names an input as the plugin does if the plugin has it, and as an option if not", async () => {
  const inputs = new Set((await pluginInputs({ keepsCode: true })).inputs.map(({ name }) => name));
  const tables: readonly InputTable[] = [commonInputs, ...commands.map((command) => command.options)];
  const plain = tables.flatMap((table) => Object.entries(table).filter(([, input]) => !isSecret(input)));
  const options = new Set(plain.map(([name]) => name));
  const { option } = inputNames({ REMOTEST_PLUGIN: "github" });
  const wanted = (input: string): string => {
    const name = optionName(input).slice(2);
    return inputs.has(name) ? name : `--${name}`;
  };
  expect([...options].map(option)).toEqual([...options].map(wanted));
});

test("no input of a plugin is explained by an option of the command line", async () => {
  const { inputs } = await pluginInputs({ keepsCode: true });
  expect(inputs.filter(({ doc }) => /(?:^|\s)--[a-z]/.test(doc)).map(({ name }) => name)).toEqual([]);
});
