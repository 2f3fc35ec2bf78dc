import type { Ledger } from "../ledger/ledger.ts";
import { dayOf } from "../gate/quarantine.ts";
import { judgeAgain } from "../report/judge-again.ts";
import { KeptFiles } from "../report/kept-files.ts";
import { knownRuns } from "../report/known-runs.ts";
import { publish, unlessItFails } from "../report/publish.ts";
import type { Report, RunReport } from "../report/report.ts";
import { Listener } from "./listener.ts";
import { openPlan } from "./open-plan.ts";
import { asStarted } from "./part-of-plan.ts";
import { pastDurations } from "./past-durations.ts";
import { planReport } from "./plan-report.ts";
import type { PlannedRun, RunPorts, RunSettings } from "./plan.ts";
import { runToVerdict } from "./run-to-verdict.ts";
import { StartTurns } from "./start-turns.ts";

/**
 * Runs the whole flow: starts or attaches to each run of the plan, notes it in the ledger, waits for it, collects its
 * results and judges them; then writes the reports. The runs of a plan run at the same time.
 *
 * @throws {UsageError} if the report directory cannot be written; nothing was sent.
 * @example const { exitCode } = await run(plan, settings, ports);
 */
export async function run(plan: readonly PlannedRun[], given: RunSettings, ports: RunPorts): Promise<Report> {
  await using opened = await openPlan(plan, given, ports.reporters);
  const settings = asStarted(given, [...plan.map((_, index) => opened.ledger.entry(index)), ...opened.others]);
  const listener = new Listener(ports.listen);
  const files = new KeptFiles(opened.dir, plan.length);
  const judgement = { ...settings, today: dayOf(new Date()), names: ports.names };
  const flow = {
    opened,
    settings,
    judgement,
    ports: { ...ports, listen: listener.listen },
    files,
    turns: new StartTurns(settings.concurrency),
    past: pastDurations(plan, settings.history),
  };

  const ended = await Promise.all(plan.map((planned, index) => runToVerdict(planned, index, flow)));
  const earlier = await knownRuns(opened.others, files, (each) => judgeAgain(each, judgement), ports.names);
  await noteVerdicts(earlier, opened.ledger);

  const judged = planReport([...ended, ...earlier], opened.dir.path, settings, judgement);
  const kept = await unlessItFails(judged, async () => {
    files.throwIfFailed();
    listener.throwIfFailed();
    return judged;
  });
  const told = await publish(kept, { dir: opened.dir, reporters: ports.reporters, tell: ports.tell });
  // The last step: if the process is killed before it, the next one with --resume reports everything again.
  if (told === judged) await opened.ledger.reported().catch(() => undefined);
  return told;
}

/** Notes the verdicts on the runs of an earlier plan under this command's policy. */
async function noteVerdicts(runs: readonly RunReport[], ledger: Ledger): Promise<void> {
  const withResults = runs.filter(({ end }) => end.kind === "results");
  const verdicts = withResults.flatMap(({ handle, verdict }) => (handle ? [[handle.ref, verdict.kind] as const] : []));
  await ledger.judged(new Map(verdicts)).catch(() => undefined);
}
