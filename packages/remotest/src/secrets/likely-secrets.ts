import { passwordIn } from "@remotest/core/flow";
import type { Platform } from "../platform.ts";
import { readSecretFile } from "./secret-file.ts";
import { proxyPasswords } from "../network/transport.ts";

/** How the variables of secrets are called, those of a provider of one's own as well. */
const secretName = /TOKEN|KEY|PASS|SECRET|_PW$/i;

/**
 * What may be a secret among the variables, by their names, for what the command says before a table tells which are: a
 * line may be refused for a word that is the token. A variable with the path of a secret's file counts by what the file
 * holds, or itself where no file can be read.
 */
export function likelySecrets(env: Platform["env"]): readonly string[] {
  const found = Object.entries(env).flatMap(([name, value = ""]) => {
    if (value.includes("://")) return passwordIn(value);
    if (!secretName.test(name.replace(/_FILE$/i, ""))) return [];
    return [/_FILE$/i.test(name) ? contentOf(value) : value];
  });
  return [...found.filter(isNoWord), ...proxyPasswords(env)].filter((secret) => secret !== "");
}

/** A word, such as an option's name in `SONAR_PROJECT_KEY=template-id`, is taken for one: messages would lose their sense. */
function isNoWord(value: string): boolean {
  return /\d/.test(value) || value.length >= 20;
}

function contentOf(path: string): string {
  try {
    return readSecretFile(path).text;
  } catch {
    return path;
  }
}
