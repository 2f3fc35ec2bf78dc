import type { Problem, Provider } from "@remotest/core";
import { isSecret } from "@remotest/core/flow";
import { codeHostInputs } from "../code-host/code-host-inputs.ts";
import type { CommandLine } from "../command-line/read-command-line.ts";
import { loadConfig } from "../plan/given-config.ts";
import type { Platform } from "../platform.ts";
import { redactedOwnText } from "../secrets/redacted-text.ts";
import type { RunAnswers } from "./plan-text.ts";

/**
 * Finds the answers that contain a secret of this machine, whole or in part, however encoded: the plan file is to be
 * committed. A very short one, such as the sandbox's `demo`, cannot be told from a word.
 */
export function secretAnswers(
  {
    provider,
    known,
    run,
  }: { readonly provider: Provider; readonly known: readonly Provider[]; readonly run: RunAnswers },
  line: CommandLine,
  platform: Platform,
): readonly Problem[] {
  const tables = [
    { scope: "remotest", table: codeHostInputs },
    ...known.map(({ name, connectInputs }) => ({ scope: name, table: connectInputs })),
  ].map(({ scope, table }) => ({
    scope,
    table: Object.fromEntries(Object.entries(table).filter(([, input]) => isSecret(input))),
  }));
  const redact = redactedOwnText(loadConfig(tables, line, platform).secrets);
  return [...run]
    .filter(([, texts]) => texts.some((text) => redact(text) !== text))
    .map(([name]) => ({
      message: ({ optionOrVariable }) =>
        `${optionOrVariable(provider.name, name)} contains a secret that is set on this machine, and the plan file is to be committed.`,
      suggestion: "Check which value belongs to which option.",
    }));
}
