import { type Config, type InputScope, readConfig } from "@remotest/core/flow";
import type { CommandLine } from "../command-line/read-command-line.ts";
import type { Platform } from "../platform.ts";
import { readSecretFile } from "../secrets/secret-file.ts";
import { proxyPasswords } from "../network/transport.ts";

/** Reads options and environment; what prints is told the secrets before anything is made of them. */
export function configOf(
  scopes: readonly InputScope[],
  line: CommandLine,
  { env, hide }: Pick<Platform, "env" | "hide">,
): Config {
  const config = readConfig(scopes, { options: line.options, env, readSecretFile });
  hide?.(secretsIn(config, { env }));
  return config;
}

/** Every secret that was read, and the passwords of the proxies that the environment names. */
export function secretsIn(config: Config, { env }: Pick<Platform, "env">): readonly string[] {
  return [...config.secrets, ...proxyPasswords(env)];
}
