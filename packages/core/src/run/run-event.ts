import type { ProviderError } from "../errors.ts";
import type { GatePolicy } from "../gate/gate.ts";
import type { Verdict } from "../gate/verdict.ts";
import type { RunHandle, RunState } from "../provider/provider.ts";
import type { TestRun } from "../results/test-run.ts";

/** An event of a run, for the terminal and the plugins. `run` numbers the runs of the plan from 0. */
export type RunEvent =
  | { readonly type: "starting"; readonly run: number; readonly name: string }
  | { readonly type: "upload"; readonly run: number; readonly sentBytes: number; readonly totalBytes: number }
  | (KnownRunEvent & { readonly type: "started" | "attached" })
  /** The tests that did not pass are about to be rerun, for the `attempt`th time of at most `times`. */
  | {
      readonly type: "rerunning";
      readonly run: number;
      readonly tests: number;
      readonly attempt: number;
      readonly times: number;
    }
  | { readonly type: "state"; readonly run: number; readonly state: RunState; readonly waitedMs: number }
  | {
      readonly type: "retry";
      readonly run: number;
      readonly call: "start" | "poll" | "results" | "rerun" | "cancel";
      readonly error: ProviderError;
      readonly inMs: number;
      readonly failures: number;
    }
  | { readonly type: "warning"; readonly run: number; readonly message: string }
  /** Explains how the run began, if that is not obvious. */
  | { readonly type: "note"; readonly run: number; readonly message: string }
  | { readonly type: "results"; readonly run: number; readonly testRun: TestRun }
  | { readonly type: "ended"; readonly run: number; readonly verdict: Verdict };

interface KnownRunEvent {
  readonly run: number;
  readonly handle: RunHandle;
  /** Numbers the reruns from 1; absent for the run itself. */
  readonly attempt?: number;
  /** The policy by which the run is judged; absent if the command does not judge it. */
  readonly policy?: GatePolicy;
}
