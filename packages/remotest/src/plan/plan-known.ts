import {
  type InputNames,
  type InputTable,
  type OptionsOf,
  type PathInput,
  type Problem,
  type Provider,
  type RunHandle,
  UsageError,
} from "@remotest/core";
import { commonInputs, type InputScope, isUnreplaced, notReplaced } from "@remotest/core/flow";
import type { Invocation } from "../command-line/command.ts";
import { pluginVariable } from "../command-line/plugin-names.ts";
import type { Platform } from "../platform.ts";
import { redactedProvider } from "../secrets/redacted-provider.ts";
import { loadConfig, secretsIn } from "./given-config.ts";
import { misspelt, warningsOf } from "./misspelt.ts";
import { addressProblems, problemsOf, loadQuarantine, loadReporters, throwIfAny } from "./option-problems.ts";
import { planOptionProblems } from "./plan-options.ts";
import type { Plan } from "./plan.ts";
import { policySaid } from "./policy.ts";
import { oneLine } from "../plan-file/one-line.ts";

/** The option of commands that take a reference: the module of a provider that is not part of the command. */
export const providerModule: PathInput = {
  type: "path",
  doc: "The module of your own provider, if the reference is from it: ./my-provider.js or a package.",
};

/**
 * Makes the plan of the commands that take references of known runs.
 * @throws {UsageError} with every problem.
 */
export async function planKnown<Table extends InputTable>(
  { line, providers: named }: Invocation,
  platform: Platform,
  table: Table,
  command: "attach" | "rerun" | "cancel",
): Promise<Plan<OptionsOf<Table>>> {
  const [, ...references] = line.words;
  if (references.length === 0)
    throw new UsageError([
      {
        message: "A run reference is missing, such as apptest:251929.",
        ...(command === "attach" && {
          suggestion: ({ option }: InputNames) =>
            `There is no unfinished run in run.json in the report directory (${option("reportDir")}).`,
        }),
      },
    ]);
  const problems: Problem[] = [];
  const found: ResolvedReference[] = [];
  for (const reference of references) {
    const resolved = resolveReference(reference, named);
    if (resolved) found.push(resolved);
    else problems.push(badReference(reference));
  }
  problems.push(...(platform.env[pluginVariable] ? planOptionProblems(line, platform.env, "attach") : []));
  const providers = [...new Set(found.map(({ provider }) => provider))];
  const scopes: InputScope[] = [
    { scope: "remotest", table },
    ...providers.map(({ name, connectInputs }) => ({ scope: name, table: connectInputs })),
  ];
  const config = loadConfig(scopes, line, platform);
  const quarantine = await loadQuarantine(config);
  const ownReporters = await loadReporters(config);
  problems.push(...quarantine.problems, ...ownReporters.problems);
  // Without any valid reference it is not known which options exist.
  if (found.length > 0) problems.push(...(await problemsOf(line, scopes, config, [], platform.env)));
  problems.push(...addressProblems(providers, config));
  for (const provider of providers) problems.push(...(await provider.check(config.of(provider.name), undefined)));
  const unknown = misspelt(scopes, providers, platform);
  throwIfAny(problems, unknown);
  const name = config.of("remotest")["name"];
  const runs = found.map(({ provider, handle }) => {
    const options = config.of(provider.name);
    return {
      provider: redactedProvider(provider, secretsIn(config, platform)),
      connect: options,
      name: typeof name === "string" ? oneLine(name) : (handle.name ?? handle.ref),
      beginning: { kind: command === "rerun" ? command : "attach", handle } as const,
    };
  });
  const warnings = [...config.warnings, ...warningsOf(unknown)];
  return {
    runs,
    options: config.read("remotest", table),
    said: policySaid(config.read("remotest", commonInputs), line, platform.env),
    quarantine: quarantine.entries,
    ownReporters,
    warnings,
  };
}

/** A run that the line names by its reference. */
interface ResolvedReference {
  readonly provider: Provider;
  readonly handle: RunHandle;
}

function resolveReference(reference: string, named: readonly Provider[]): ResolvedReference | undefined {
  const [, name = "", rest = ""] = /^([a-z][a-z0-9-]*):(.+)$/su.exec(reference) ?? [];
  const provider = named.find((each) => each.name === name);
  const handle = provider?.parseReference(rest);
  return provider && handle && { provider, handle };
}

function badReference(reference: string): Problem {
  if (isUnreplaced(reference)) return { message: `The reference: ${JSON.stringify(reference)} ${notReplaced}.` };
  return {
    message: `${JSON.stringify(reference)} is not a run reference.`,
    suggestion: "A reference is printed when a run is started: apptest:251929, or ats:<AppID>/<JobID>.",
  };
}
