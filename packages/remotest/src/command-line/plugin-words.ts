import { type RemotestError, ProviderError, UnknownStartError, UsageError, type Problem } from "@remotest/core";
import { providerNames } from "../providers/load-provider.ts";
import type { Platform } from "../platform.ts";

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

/** Options that no plugin has. */
const ofTheCommand = new Set(["json", "no-color", "quiet", "help", "version", "provider", "shards", "allow-missing"]);
const account = new RegExp(`\\b((?:${providerNames.join("|")})_[A-Z0-9_]+?)(?: \\(or \\1_FILE\\))?(?![A-Z0-9_])`, "gi");

/**
 * Returns the function that writes our own texts with the names of a plugin's inputs: its user knows no option of the
 * command. Text in backticks is a command to type, and stays.
 *
 * @example pluginWords({ REMOTEST_PLUGIN: "azure" })("--app-file (or APPTEST_APP_FILE) is missing.") // "appFile is missing."
 */
export function pluginWords(env: Platform["env"]): (text: string) => string {
  const form = formOf(env);
  return form === undefined ? (text) => text : (text) => outsideBackticks(text, (part) => inForm(part, form));
}

/** Returns an error with the names of a plugin's inputs. What a service said is left as it is. */
export function inPluginWords(error: RemotestError, env: Platform["env"]): RemotestError {
  const form = formOf(env);
  if (form === undefined) return error;
  const words = pluginWords(env);
  if (error instanceof UsageError)
    return new UsageError(
      error.problems.map((problem) => problemIn(problem, words)),
      `Fix the inputs above; ${form.page} explains them all.`,
    );
  if (error instanceof ProviderError) return error.with({ next: words(error.next) });
  if (error instanceof UnknownStartError) return new UnknownStartError(error.message, words(error.next), error.cause);
  return error;
}

function formOf(env: Platform["env"]): PluginForm | undefined {
  const name = env[pluginVariable] ?? "";
  return Object.hasOwn(forms, name) ? forms[name] : undefined;
}

function problemIn({ message, suggestion, ...rest }: Problem, words: (text: string) => string): Problem {
  return { ...rest, message: words(message), ...(suggestion === undefined ? {} : { suggestion: words(suggestion) }) };
}

function outsideBackticks(text: string, change: (part: string) => string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : change(part)))
    .join("");
}

function inForm(text: string, { spell, takesSecrets }: PluginForm): string {
  const options = text.replaceAll(
    /(?<![\w-])--([a-z][a-z-]*)(?: \((?:or )?[A-Z][A-Z0-9_]+\))?/g,
    (found, name: string) => (ofTheCommand.has(name) ? found : spell(name)),
  );
  if (!takesSecrets) return options;
  return options
    .replaceAll(" (or each as …_FILE)", "")
    .replaceAll(account, (found, variable: string) =>
      variable.endsWith("_FILE") || variable !== variable.toUpperCase()
        ? found
        : spell(variable.toLowerCase().replaceAll("_", "-")),
    );
}
