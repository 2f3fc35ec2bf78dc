import { commonInputs, readLedger } from "@remotest/core/flow";
import { serviceLine } from "@remotest/reporters";
import type { Command } from "../command-line/command.ts";
import { readCommandLine } from "../command-line/read-command-line.ts";
import type { Platform } from "../platform.ts";

/**
 * Adds the references in `run.json` to a line that attaches to nothing in particular, and says which: those of the runs
 * that no command has reported yet, or of all of them if there are no such runs. Other lines stay as they are.
 */
export async function withLeftReferences(
  command: Pick<Command, "attachesToLedger" | "options">,
  args: readonly string[],
  { env, stderr }: Pick<Platform, "env" | "stderr">,
): Promise<readonly string[]> {
  if (command.attachesToLedger !== true) return args;
  const { words, options, asksForHelp } = readCommandLine(args, [command.options]);
  if (words.length > 1 || asksForHelp) return args;
  const dir = options.get("report-dir")?.at(-1) || env["REMOTEST_REPORT_DIR"] || commonInputs.reportDir.default;
  const entries = await readLedger(dir);
  if (!Array.isArray(entries)) return args;
  const known = entries.filter(({ ref }) => ref !== null && /^[a-z][a-z0-9-]*:\S+$/u.test(ref));
  const left = known.filter(({ reported }) => !reported);
  const refs = [...new Set((left.length > 0 ? left : known).map(({ ref }) => String(ref)))];
  if (refs.length === 0) return args;
  stderr.write(`${serviceLine(`Attaching to ${refs.join(" ")}, from ${dir}/run.json.`)}\n`);
  const [name = "", ...rest] = args;
  return [name, ...refs, ...rest];
}
