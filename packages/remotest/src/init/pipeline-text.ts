import { listed } from "@remotest/core";
import { kebabCase } from "./ci-systems.ts";
import type { CiName } from "./init-inputs.ts";
import { pipelines } from "./pipelines.gen.ts";

/** The secret of the example. */
const example = "ATS_API_TOKEN";

/**
 * Returns the text of a pipeline that runs the plan file. It is the example in docs/ci, with other secrets; it contains nothing
 * that a user typed.
 *
 * @param secrets the variables of the secrets
 */
export function pipelineText(ci: CiName, secrets: readonly string[]): string {
  const named = `the secret${secrets.length === 1 ? "" : "s"} ${listed(secrets, "and")}`;
  const text = pipelines[ci].replace(`the\n# secret ${example}`, `the\n# ${named.slice(4)}`);
  const lines = text.replace(`the secret ${example}`, named).split("\n");
  return lines.flatMap((line) => (isComment(line) ? [line] : withSecrets(line, secrets))).join("\n");
}

function isComment(line: string): boolean {
  return /^\s*(?:#|\/\/)/.test(line);
}

/** Jenkins has all in one line; elsewhere each secret has a line of its own. */
function withSecrets(line: string, secrets: readonly string[]): readonly string[] {
  const pair = `${example}: '${kebabCase(example)}'`;
  if (line.includes(pair))
    return [line.replace(pair, secrets.map((secret) => `${secret}: '${kebabCase(secret)}'`).join(", "))];
  if (!line.includes(example)) return [line];
  return secrets.map((secret) =>
    line
      .replaceAll(example, secret)
      .replaceAll(kebabCase(example), kebabCase(secret))
      .replaceAll(camelCase(example), camelCase(secret)),
  );
}

function camelCase(variable: string): string {
  return kebabCase(variable).replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
