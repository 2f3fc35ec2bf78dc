import { commonInputs, type LedgerEntry, leftPlans, readLedger } from "@remotest/core/flow";
import { clean, serviceLine } from "@remotest/reporters";
import type { Command } from "../command-line/command.ts";
import { isWordOfRefs, wordOfRefs } from "../files/refs-word.ts";
import { type CommandLine, readCommandLine } from "../command-line/read-command-line.ts";
import type { Platform } from "../platform.ts";

/**
 * Adds the references in `run.json` to a line that attaches to nothing in particular, and says which: those of
 * unfinished runs, with the others of their plans. A run whose verdict was reported is not among them: in a directory that
 * stays, yesterday's pass would be today's. A word that stands for the runs of a plan becomes their references, if `run.json`
 * has exactly these. Other lines stay as they are.
 */
export async function withLeftReferences(
  command: Pick<Command, "attachesToLedger" | "options">,
  args: readonly string[],
  { env, stderr }: Pick<Platform, "env" | "stderr">,
): Promise<readonly string[]> {
  if (command.attachesToLedger !== true) return args;
  const { words, options, asksForHelp } = readCommandLine(args, [command.options]);
  const ofStart = words.slice(1).filter(isWordOfRefs);
  if ((words.length > 1 && ofStart.length === 0) || asksForHelp) return args;
  const dir = reportDirOf(options, env);
  const entries = await readLedger(dir);
  if (!Array.isArray(entries)) return args;
  if (ofStart.length > 0)
    return args.flatMap((arg) => (ofStart.includes(arg) ? (refsOfWord(arg, entries) ?? arg) : arg));
  const left = leftPlans(entries).flatMap(({ ref }) => ref ?? []);
  const refs = [...new Set(left)].filter((ref) => /^[a-z][a-z0-9-]*:\S+$/u.test(ref));
  if (refs.length === 0) return args;
  stderr.write(clean`${serviceLine(`Attaching to ${refs.join(" ")}, from ${dir}/run.json.`)}\n`);
  const [name = "", ...rest] = args;
  return [name, ...refs, ...rest];
}

/** Returns the report directory of a line that is not read with its tables yet. */
export function reportDirOf(options: CommandLine["options"], env: Platform["env"]): string {
  return options.get("report-dir")?.at(-1) || env["REMOTEST_REPORT_DIR"] || commonInputs.reportDir.default;
}

/** Returns the references of the plan that a word stands for; undefined if it is not there as a whole. */
function refsOfWord(word: string, entries: readonly LedgerEntry[]): readonly string[] | undefined {
  const plans = new Set(entries.map(({ plan }) => plan));
  return [...plans]
    .map((plan) => entries.filter((entry) => entry.plan === plan).flatMap(({ ref }) => ref ?? []))
    .find((refs) => wordOfRefs(refs) === word);
}
