import { type InputNames, listed, optionName, variableName } from "@remotest/core";
import { commandNames } from "@remotest/core/flow";
import type { Platform } from "../platform.ts";
import { providerNames } from "../providers/load-provider.ts";

/** How a plugin writes its inputs. */
interface PluginForm {
  /** Where its inputs are explained. */
  readonly page: string;
  /** `app-file` → the name in the manifest. */
  readonly spell: (name: string) => string;
  /** True if secrets are inputs too; otherwise they are set as variables. */
  readonly takesSecrets: boolean;
}

const pageOf = (folder: string): string => `https://github.com/remotest/remotest/tree/main/packages/${folder}#readme`;
const kebabCase = (name: string): string => name;
const camelCase = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The plugins by the name that each of them sets in REMOTEST_PLUGIN. */
const forms: Readonly<Record<string, PluginForm>> = {
  github: { page: pageOf("github-action"), spell: kebabCase, takesSecrets: true },
  azure: { page: pageOf("azure-devops-task"), spell: camelCase, takesSecrets: true },
  gitlab: { page: pageOf("gitlab-component"), spell: kebabCase, takesSecrets: false },
  jenkins: { page: pageOf("jenkins-library"), spell: camelCase, takesSecrets: false },
};

/** The variable by which a plugin says that its user sees its own inputs, and not the options of the command. */
export const pluginVariable = "REMOTEST_PLUGIN";

/** Inputs that no plugin has. */
const ofTheCommand = new Set([
  "json",
  "noColor",
  "quiet",
  "dryRun",
  "format",
  "allowMissing",
  "allowOtherBuild",
  "ci",
  "overwrite",
  "port",
  "speed",
]);

/**
 * Returns the names by which the user knows the inputs: on the command line options and variables, in a plugin those of
 * its manifest.
 *
 * @example inputNames({ REMOTEST_PLUGIN: "azure" }).optionOrVariable("apptest", "appFile") // "appFile"
 */
export function inputNames(env: Platform["env"]): InputNames {
  const name = env[pluginVariable] ?? "";
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
  return form === undefined ? commandNames : namesIn(form);
}

function namesIn({ page, spell, takesSecrets }: PluginForm): InputNames {
  const option = (input: string): string =>
    ofTheCommand.has(input) ? optionName(input) : spell(optionName(input).slice(2));
  // The secrets of your own provider are in no manifest.
  const isInput = (scope: string): boolean => takesSecrets && (scope === "remotest" || providerNames.includes(scope));
  const secret = (scope: string, input: string): string =>
    isInput(scope)
      ? spell(variableName(scope, input).toLowerCase().replaceAll("_", "-"))
      : commandNames.secret(scope, input);
  return {
    option,
    optionOrVariable: (scope, input) =>
      ofTheCommand.has(input) ? commandNames.optionOrVariable(scope, input) : option(input),
    secret,
    secretOrFile: (scope, ...inputs) =>
      isInput(scope)
        ? listed(
            inputs.map((input) => secret(scope, input)),
            "and",
          )
        : commandNames.secretOrFile(scope, ...inputs),
    whereTheyAre: `Fix the inputs above; ${page} explains them all.`,
  };
}
