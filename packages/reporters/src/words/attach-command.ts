import type { RunHandle } from "@remotest/core";
import type { LastingGate, Report, RunReport } from "@remotest/core/flow";
import { gateOptions } from "./gate-options.ts";
import { type CleanText, clean, joined, serviceLine } from "./service-text.ts";
import { shellWord } from "./shell-word.ts";

/** A run that a command can wait for. */
export interface AttachableRun {
  readonly handle: RunHandle;
  /** The policy by which it is judged. Default: that of a command without options. */
  readonly gate?: LastingGate | undefined;
}

/**
 * The command that waits for runs from anywhere and judges them as the command that started them would, ready to paste into
 * a shell. It contains what differs from the defaults of the gate, because elsewhere there is neither a `run.json` nor the
 * plan file. Runs with different gates need a command each: each passes only if all before it have passed.
 *
 * It names the module of a provider that is not part of the command. It contains no quarantine, which only forgives and
 * is a file of the other machine, and no secret.
 *
 * @param program what is called. Default: `remotest`
 * @example attachCommand([{ handle: { ref: "apptest:251929" }, gate: { minTests: 40 } }]) // "remotest attach apptest:251929 --min-tests 40"
 */
export function attachCommand(runs: readonly AttachableRun[], program: CleanText = clean`remotest`): CleanText {
  const groups = new Map<CleanText, AttachableRun[]>();
  for (const run of runs) {
    const gate = joined(gateOptions(run.gate ?? {}), " ");
    groups.set(gate, [...(groups.get(gate) ?? []), run]);
  }
  const commands = [...groups].map(([gate, members], index) => {
    // Each has its own directory: in a shared one, the runs of the others would count as unfinished.
    const dir = groups.size > 1 ? [clean`--report-dir remotest-report-${index + 1}`] : [];
    return oneCommand(
      program,
      members.map(({ handle }) => handle),
      [...(gate === "" ? [] : [gate]), ...dir],
    );
  });
  return joined(commands, " && ");
}

function oneCommand(program: CleanText, handles: readonly RunHandle[], options: readonly CleanText[]): CleanText {
  const [module] = handles.flatMap((handle) => handle.module ?? []);
  const provider = module === undefined ? [] : [clean`--provider ${shellWord(serviceLine(module))}`];
  const refs = handles.map(({ ref }) => shellWord(serviceLine(ref)));
  return joined([clean`${program} attach`, ...refs, ...provider, ...options], " ");
}

/** The number of runs above which a command does not name those that passed: they cannot change the verdict. */
const mostNamed = 20;

/**
 * The attach command for a run without results that may still be running at its service. It names all runs of the plan,
 * because the verdict of one alone would not include failures in the others. If too many runs did not pass, it names
 * the report directory, whose `run.json` has them all; elsewhere it is refused.
 */
export function attachCommandOf(
  { end, handle }: RunReport,
  { runs, givenReportDir }: Pick<Report, "runs" | "givenReportDir">,
): CleanText | undefined {
  if (end.kind !== "no-results" || !handle) return undefined;
  const all = runs.flatMap(attachable);
  if (all.length <= mostNamed) return attachCommand(all);
  const left = runs.filter(({ verdict }) => verdict.kind !== "passed").flatMap(attachable);
  if (left.length <= mostNamed) return attachCommand(left);
  return clean`remotest attach --report-dir ${shellWord(serviceLine(givenReportDir))}`;
}

function attachable({ handle, policy, gate }: RunReport): readonly AttachableRun[] {
  return handle ? [{ handle, gate: policy ?? gate }] : [];
}
