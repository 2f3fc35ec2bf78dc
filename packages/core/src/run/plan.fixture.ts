import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { LedgerEntry } from "../ledger/ledger.ts";
import { type Script, scriptedProvider, stagedProvider } from "../provider/provider.fixture.ts";
import type { CallContext, Provider, RunHandle } from "../provider/provider.ts";
import type { Report } from "../report/report.ts";
import { counted } from "../results/test-runs.fixture.ts";
import type { Beginning, PlannedRun, RunPorts, RunSettings } from "./plan.ts";
import type { RunEvent } from "./run-event.ts";
import { run } from "./run.ts";

/** Settings for runs that poll as fast as they can and forgive nothing. */
export function settingsOf(reportDir: string, more: Partial<RunSettings> = {}): RunSettings {
  return {
    timeoutMs: 5_000,
    pollIntervalMs: 1,
    rerunFailed: 0,
    policy: { failOn: "failed", maxFailures: { count: 0 } },
    reportDir,
    resume: false,
    history: [],
    quarantine: [],
    warnings: [],
    ...more,
  };
}

/** Ports to a world in which nothing is reported, heard or interrupted. */
export function portsOf(more: Partial<RunPorts> = {}): RunPorts {
  return {
    transport: { fetch, agentFor: () => undefined, maxResponseBytes: 2 ** 26 },
    reporters: [],
    listen: () => undefined,
    interrupted: new AbortController().signal,
    ...more,
  };
}

/** Returns a plan entry that starts a run. */
export function startOf(provider: Provider, more: Partial<PlannedRun> = {}): PlannedRun {
  return { provider, connect: {}, name: "n", beginning: { kind: "start", options: {} }, ...more };
}

/** A run of the shop. */
export const shopHandle: RunHandle = { ref: "shop:7", url: "https://example.com/7" };

/** Behaviour of a start. */
export type Start = (context: CallContext, name: string) => Promise<RunHandle>;

/** Returns a run of the shop with this start, which passes at the first poll. */
export function shopRun(start: Start, more: Partial<PlannedRun> = {}): PlannedRun {
  const provider = stagedProvider(
    {
      start: (_options, name, context) => start(context, name),
      poll: async () => ({ status: "finished", progress: {} }),
      results: async () => ({ testRun: counted(1), files: [] }),
    },
    "shop",
  );
  return startOf(provider, { inputs: "i", ...more });
}

/** Returns the runs in `run.json`. */
export async function entriesIn(reportDir: string): Promise<LedgerEntry[]> {
  return (JSON.parse(await readFile(join(reportDir, "run.json"), "utf8")) as { runs: LedgerEntry[] }).runs;
}

/** Options of a performance, besides its script. */
export interface Stage {
  readonly settings?: Partial<RunSettings>;
  readonly beginning?: Beginning;
  readonly planned?: Partial<PlannedRun>;
  readonly interrupted?: AbortSignal;
  /** Collects the events. */
  readonly events?: RunEvent[];
}

/** Brings a run with a scripted provider to its report; `verdict.txt` contains the kind of its verdict. */
export function performIn(
  reportDir: string,
  script: Script,
  { settings, beginning, planned: more, interrupted, events }: Stage = {},
): { readonly report: Promise<Report>; readonly calls: Record<keyof Script, number> } {
  const { provider, calls } = scriptedProvider(script);
  const planned = { name: "a run", distinction: "T", ...(beginning ? { beginning } : {}), ...more };
  const report = run(
    [startOf(provider, planned)],
    settingsOf(reportDir, settings),
    portsOf({
      reporters: [{ file: "verdict.txt", render: ({ verdict }) => verdict.kind }],
      listen: (event) => void events?.push(event),
      ...(interrupted ? { interrupted } : {}),
    }),
  );
  return { report, calls };
}
