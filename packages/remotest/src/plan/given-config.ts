import { type Config, type InputScope, readConfig } from "@remotest/core/flow";
import type { CommandLine } from "../command-line/read-command-line.ts";
import type { Platform } from "../platform.ts";
import { readSecretFile } from "../secrets/secret-file.ts";
import { proxyPasswords } from "../network/transport.ts";

/** Reads options and environment. The secrets are passed to `hide` before anything can print them. */
export function loadConfig(
  scopes: readonly InputScope[],
  line: CommandLine,
  { env, hide }: Pick<Platform, "env" | "hide">,
): Config {
  const config = readConfig(scopes, { options: line.options, env, readSecretFile });
  hide?.(secretsIn(config, { env }));
  return config;
}

/** Returns every secret that was read, and the passwords of the proxies that the environment names. */
export function secretsIn(config: Config, { env }: Pick<Platform, "env">): readonly string[] {
  return [...config.secrets, ...proxyPasswords(env)];
}
