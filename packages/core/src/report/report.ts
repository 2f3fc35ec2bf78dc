import type { GatePolicy } from "../gate/gate.ts";
import type { LastingGate } from "../gate/lasting-gate.ts";
import type { RemotestError } from "../errors.ts";
import type { Verdict } from "../gate/verdict.ts";
import type { RunHandle } from "../provider/provider.ts";
import type { CaseName } from "../results/provider-file.ts";
import type { Counts, Outcome, TestRun } from "../results/test-run.ts";

/** The end of a run of the plan: with results, or with an error. */
export type RunEnd =
  | { readonly kind: "results"; readonly testRun: TestRun }
  | { readonly kind: "no-results"; readonly error: RemotestError };

/** A file of the service in the report directory. */
export interface Attachment {
  /** A title for people. */
  readonly title: string;
  /** The path relative to the report directory: `provider/<plain name>`, chosen by us. */
  readonly file: string;
  /** The test case that it is about; absent if it is about the run. */
  readonly testCase?: CaseName | undefined;
}

/** The build that made a report, as the CI system describes it. Each part is absent if it does not say. */
export interface Origin {
  /** The CI system, as people call it: `GitLab`. */
  readonly system: string;
  readonly branch?: string | undefined;
  /** The number or the name of the build. */
  readonly build?: string | undefined;
  /** A page about the build, http or https. */
  readonly buildUrl?: string | undefined;
  /** The name of the repository, as the CI system writes it: `acme/shop`. */
  readonly repository?: string | undefined;
  /** A page about the repository, http or https. */
  readonly repositoryUrl?: string | undefined;
  /** The person or the account that started the build. */
  readonly startedBy?: string | undefined;
}

/** The plan file that a report is about, as far as `merge` must know it. */
export interface ReportedPlan {
  /** One SHA-256 over its runs, the same on every machine. */
  readonly hash: string;
  /** How many runs it has, in all shards. */
  readonly runs: number;
  /** The shard that the report is about, from 1; absent if it is about all runs. */
  readonly shard?: { readonly number: number; readonly of: number } | undefined;
  /** The run of the pipeline in which its runs were started, for people; absent if the CI system does not name it. */
  readonly build?: string | undefined;
}

/** One run of the plan, after its verdict. */
export interface RunReport {
  /** The provider's name. */
  readonly provider: string;
  readonly name: string;
  /**
   * Distinguishes the run from the others of its plan, and is the same in every plan: the ID of its template. By it,
   * test cases are recognised in later reports. Absent if the provider has no such input, or if it is not known.
   */
  readonly distinction?: string | undefined;
  /** The user's name for the run. It is only for the output: see `runLabels`. */
  readonly label?: string | undefined;
  /** False if the run is reported but does not count in the verdict of the plan. */
  readonly blocking?: boolean | undefined;
  /** The policy that later commands judge the run by: see `lastingGate`. */
  readonly gate?: LastingGate | undefined;
  /** The policy by which this command judges the run. It is only for the attach command, and in no file. */
  readonly policy?: GatePolicy | undefined;
  /** Its place among the runs of the plan file, in all shards, from 0. Several runs that one entry starts share it. */
  readonly position?: number | undefined;
  /** The commit for which a plan started it; absent if that is not known. No verdict on it is told of another commit. */
  readonly commit?: string | undefined;
  /** Absent if the run never started, or if that is not known. */
  readonly handle: RunHandle | undefined;
  /** Set if there is no handle but the run may have been started. */
  readonly mayHaveStarted?: true;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly end: RunEnd;
  readonly verdict: Verdict;
  readonly attachments: readonly Attachment[];
}

/** A run of an earlier report that has results. */
export interface PastRun {
  readonly provider: string;
  readonly name: string;
  /** See `RunReport`. */
  readonly distinction?: string | undefined;
  /** From its start to its verdict. */
  readonly durationMs: number;
}

/** The parts of an earlier report that trends need, and the split of a plan. */
export interface PastReport {
  readonly endedAt: Date;
  readonly durationMs: number;
  readonly counts: Counts;
  /** The outcome of each test case by its key: see `case-key.ts`. */
  readonly outcomes: ReadonlyMap<string, Outcome | "flaky">;
  /** Absent if the report does not say, as those of other tools. */
  readonly runs?: readonly PastRun[];
}

/** All runs of the plan, with the verdict. */
export interface Report {
  readonly runs: readonly RunReport[];
  /** The worst verdict of all runs. */
  readonly verdict: Verdict;
  readonly exitCode: number;
  /** The directory of the report files; absolute, with forward slashes even on Windows: see `portablePath`. */
  readonly reportDir: string;
  /** The same path as it was given, with forward slashes: if it is relative, CI systems find the files from their workspace. */
  readonly givenReportDir: string;
  /** Warnings about the plan as a whole. */
  readonly warnings: readonly string[];
  /** Warnings about the quarantine, such as an expired entry. They depend on all runs, so a merge finds them again. */
  readonly quarantineWarnings?: readonly string[];
  /** The files of the report that could not be made or written; known once they are written. */
  readonly unwritten?: readonly string[];
  /** Earlier reports, oldest first; empty without `--history`. */
  readonly history: readonly PastReport[];
  /** The commit under test; absent if it is not known. */
  readonly commit?: string;
  /** The build that the report comes from; absent outside of a CI system. */
  readonly origin?: Origin | undefined;
  /** The plan file that the runs are from; absent without one. */
  readonly plan?: ReportedPlan | undefined;
  /**
   * True if a report without a plan has runs of a shard, beside others: a pass is not that of the shard's whole plan, also
   * if the report is merged.
   */
  readonly lacksShards?: boolean | undefined;
}
