import type { Input } from "./input.ts";

/**
 * Values that are wholly the placeholder of a pipeline: `$(X)` of Azure, `${{ … }}` of GitHub and Azure, `$[[ … ]]` of
 * GitLab and `$[ … ]` of Azure, `${X}` of a shell, GitLab and Jenkins, `$env:X` of PowerShell.
 */
const placeholder = /^(?:\$\([\w.-]+\)|\$\{\{.*\}\}|\$\[.*\]|\$\{[A-Za-z_][\w.]*\}|\$env:\w+)$/su;
/** `$X` of a shell, and `%X%` of cmd. */
const variable = /^(?:\$[A-Za-z_]\w*|%[A-Za-z_]\w*%)$/;
/** Variables of CI systems are written so; `$ecret` is not. */
const capitals = /^(?:\$[A-Z][A-Z0-9_]*|%[A-Z][A-Z0-9_]*%)$/;

/**
 * True for the placeholder that stands where a pipeline should have put a value: it has no such variable, or it does not
 * replace anything there.
 *
 * Only a whole value counts. A password or a name may begin with a dollar, so a `$X` counts there only if it is written in
 * capitals, as the variables of CI systems are.
 *
 * @example isUnreplaced("$(ATS_TOKEN)") // true
 */
export function isUnreplaced(text: string, input?: Input): boolean {
  const given = text.trim();
  if (placeholder.test(given)) return true;
  const mayBeginWithADollar = input?.type === "text" && !input.eachIsARun && (input.secret || !input.required);
  return (mayBeginWithADollar ? capitals : variable).test(given);
}

/** Says it of a value that is shown before: `"$(X)" was not replaced …`. */
export const notReplaced = "was not replaced: the pipeline has no such variable, or does not replace it here";
