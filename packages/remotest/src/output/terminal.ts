import type { CommonOptions } from "@remotest/core/flow";
import { consoleReporter } from "@remotest/reporters";
import type { Platform } from "../platform.ts";

/** Opens the output for people, always on stderr. It is redrawn in place on a terminal, unless plain output is requested. */
export function openTerminal(
  common: Pick<CommonOptions, "noColor" | "verbose" | "quiet">,
  { stderr, env }: Platform,
  { runs, mayRedraw = true }: { readonly runs: number; readonly mayRedraw?: boolean },
): ReturnType<typeof consoleReporter> {
  const plain = common.noColor || Boolean(env["NO_COLOR"]);
  const terminal = stderr.isTTY === true && env["TERM"] !== "dumb";
  return consoleReporter({
    write: (text) => void stderr.write(text),
    columns: () => stderr.columns,
    interactive: mayRedraw && terminal && !plain && !env["CI"],
    color: !plain && (terminal || Boolean(env["FORCE_COLOR"])),
    verbose: common.verbose,
    quiet: common.quiet,
    now: () => performance.now(),
    runs,
  });
}
