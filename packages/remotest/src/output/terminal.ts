import type { CommonOptions } from "@remotest/core/flow";
import { consoleReporter } from "@remotest/reporters";
import type { Platform } from "../platform.ts";

/**
 * Opens the output for people, always on stderr. It is redrawn in place on a terminal, unless plain output is requested.
 * In the log of a CI system it folds and colours as that log shows it.
 */
export function openTerminal(
  common: Pick<CommonOptions, "noColor" | "verbose" | "quiet">,
  { stderr, env }: Platform,
  { labels, mayRedraw = true }: { readonly labels: readonly string[]; readonly mayRedraw?: boolean },
): ReturnType<typeof consoleReporter> {
  const plain = isPlain(common, env);
  const terminal = isTerminal({ stderr, env });
  return consoleReporter({
    write: (text) => void stderr.write(text),
    columns: () => stderr.columns,
    interactive: mayRedraw && terminal && !plain && !env["CI"],
    color: isColoured(common, { stderr, env }),
    folding: terminal ? undefined : folding.find(([variable]) => env[variable])?.[1],
    verbose: common.verbose,
    quiet: common.quiet,
    now: () => performance.now(),
    labels,
  });
}

type StyleOptions = Pick<CommonOptions, "noColor">;
type Screen = Pick<Platform, "stderr" | "env">;

/** True if text for people is to have colours: on a terminal, and in the log of a CI system that shows them. */
export function isColoured(common: StyleOptions, { stderr, env }: Screen): boolean {
  const shown =
    isTerminal({ stderr, env }) || Boolean(env["FORCE_COLOR"]) || coloured.some((variable) => env[variable]);
  return shown && !isPlain(common, env);
}

function isPlain({ noColor }: StyleOptions, env: Platform["env"]): boolean {
  return noColor || Boolean(env["NO_COLOR"]);
}

function isTerminal({ stderr, env }: Screen): boolean {
  return stderr.isTTY === true && env["TERM"] !== "dumb";
}

/** The CI systems whose logs fold, by a variable that each of them sets. */
const folding = [
  ["GITHUB_ACTIONS", "github"],
  ["GITLAB_CI", "gitlab"],
  ["TF_BUILD", "azure"],
] as const;

/** CI systems whose logs show colours although they are not terminals. */
const coloured = [...folding.map(([variable]) => variable), "BUILDKITE", "CIRCLECI", "TRAVIS", "APPVEYOR", "DRONE"];
