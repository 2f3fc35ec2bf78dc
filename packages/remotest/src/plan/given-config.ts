import { type Config, type InputScope, type InputSources, readConfig } from "@remotest/core/flow";
import type { CommandLine } from "../command-line/read-command-line.ts";
import type { Platform } from "../platform.ts";
import { readSecretFile } from "../secrets/secret-file.ts";
import { proxyPasswords } from "../network/transport.ts";

/** Reads options, environment and, if there is one, the plan file. The secrets are passed to `hide` before anything can print them. */
export function loadConfig(
  scopes: readonly InputScope[],
  line: CommandLine,
  { env, hide }: Pick<Platform, "env" | "hide">,
  inPlan?: InputSources["inPlan"],
): Config {
  const config = readConfig(scopes, { options: line.options, env, readSecretFile, inPlan });
  hide?.(secretsIn(config, { env }));
  return config;
}

/** Returns every secret that was read, and the passwords of the proxies that the environment names. */
export function secretsIn(config: Config, { env }: Pick<Platform, "env">): readonly string[] {
  return [...config.secrets, ...proxyPasswords(env)];
}
