import { gate, type GatePolicy } from "../gate/gate.ts";
import { policyAgain } from "../gate/lasting-gate.ts";
import { worst } from "../gate/verdict.ts";
import { applyQuarantine, type QuarantineEntry } from "../gate/quarantine.ts";
import type { InputNames } from "../inputs/wording.ts";
import type { RunReport } from "./report.ts";

/** The policy by which a run is judged. */
export interface Judgement {
  readonly policy: GatePolicy;
  /** The part of the policy that the user set. */
  readonly said?: Partial<GatePolicy> | undefined;
  readonly quarantine: readonly QuarantineEntry[];
  /** The day by which entries of the quarantine expire. */
  readonly today: string;
  /** The names by which the user knows the inputs. Default: those on the command line. */
  readonly names?: InputNames | undefined;
}

/**
 * Judges a run from another command's report by this command's policy: failures that were forgiven there are not
 * forgiven here. A run without results, or one that could not be reported, keeps its verdict. Pure.
 */
export function judgeAgain(run: RunReport, { policy, said = {}, quarantine, today, names }: Judgement): RunReport {
  const own = policyAgain(policy, said, run.gate);
  if (run.end.kind !== "results") return { ...run, policy: own };
  const testRun = applyQuarantine(run.end.testRun, quarantine, today, names);
  const verdict = gate(testRun, own, names);
  // The gate does not decide about a failure to report the results.
  const isUntold = run.verdict.kind !== "passed" && run.verdict.kind !== "failed";
  return {
    ...run,
    policy: own,
    end: { kind: "results", testRun },
    verdict: isUntold ? worst([run.verdict, verdict]) : verdict,
  };
}
