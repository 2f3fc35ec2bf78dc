import { passwordIn } from "@remotest/core/flow";
import type { Platform } from "../platform.ts";
import { readSecretFile } from "./secret-file.ts";
import { proxyPasswords } from "../network/transport.ts";

/** TextMatcher the names of variables that are likely to contain secrets, even those of the user's own provider. */
const secretName = /TOKEN|KEY|PASS|SECRET|_PW$/i;

/**
 * Returns the variables that may be secrets, judged by their names. They are removed from messages before the tables are
 * read: the word that is refused may be the token. If a variable is the path of a secret's file, the content of the file
 * counts, or the path if the file cannot be read.
 */
export function likelySecrets(env: Platform["env"]): readonly string[] {
  const found = Object.entries(env).flatMap(([name, value = ""]) => {
    if (value.includes("://")) return passwordIn(value);
    if (!secretName.test(name.replace(/_FILE$/i, ""))) return [];
    return [/_FILE$/i.test(name) ? contentOf(value) : value];
  });
  return [...found.filter(looksLikeSecret), ...proxyPasswords(env)].filter((secret) => secret !== "");
}

/** An ordinary word such as `SONAR_PROJECT_KEY=template-id` does not count: without it, messages would make no sense. */
function looksLikeSecret(value: string): boolean {
  return /\d/.test(value) || value.length >= 20;
}

function contentOf(path: string): string {
  try {
    return readSecretFile(path).text;
  } catch {
    return path;
  }
}
