import type { RemotestError } from "../errors.ts";
import type { Verdict } from "../gate/verdict.ts";
import type { RunHandle } from "../provider/provider.ts";
import type { CaseName } from "../results/provider-file.ts";
import type { Counts, Outcome, TestRun } from "../results/test-run.ts";

/** How one run of the plan ended: with results, or without. */
export type RunEnd =
  | { readonly kind: "results"; readonly testRun: TestRun }
  | { readonly kind: "no-results"; readonly error: RemotestError };

/** A file of the report directory that belongs to a run: what the service itself returned. */
export interface Attachment {
  /** What it is, in our words. */
  readonly title: string;
  /** Where it is, relative to the report directory: `provider/<plain name>`, chosen by us. */
  readonly file: string;
  /** The test case that it is about; absent if it is about the run. */
  readonly testCase?: CaseName | undefined;
}

/** What the CI system says about the build that made a report. Each part is absent if it does not say. */
export interface Origin {
  /** The CI system, as people call it: `GitLab`. */
  readonly system: string;
  readonly branch?: string | undefined;
  /** The number or the name of the build. */
  readonly build?: string | undefined;
  /** A page about the build, http or https. */
  readonly buildUrl?: string | undefined;
  /** The person or the account that started the build. */
  readonly startedBy?: string | undefined;
}

/** One run of the plan, when it is over for us. */
export interface RunReport {
  /** The provider's name. */
  readonly provider: string;
  readonly name: string;
  /**
   * What tells the run from the others of its plan, and is the same in every plan: the ID of its template. So its test
   * cases are known again, with any other runs beside it. Absent if the provider has no such input, or if it is not known.
   */
  readonly distinction?: string | undefined;
  /** Absent if the run never started, or if that is not known. */
  readonly handle: RunHandle | undefined;
  /** Set if there is no handle and the run may have been started all the same. */
  readonly mayHaveStarted?: true;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly end: RunEnd;
  readonly verdict: Verdict;
  readonly attachments: readonly Attachment[];
}

/** An earlier report, as far as trends need it. */
export interface PastReport {
  readonly endedAt: Date;
  readonly durationMs: number;
  readonly counts: Counts;
  /** The outcome of each test case by its key: see `case-key.ts`. */
  readonly outcomes: ReadonlyMap<string, Outcome | "flaky">;
}

/** All runs of the plan, and what follows. */
export interface Report {
  readonly runs: readonly RunReport[];
  /** The worst verdict of all runs. */
  readonly verdict: Verdict;
  readonly exitCode: number;
  /** Where the report files are. */
  readonly reportDir: string;
  /** The same, as it was given: where it is relative, CI systems find the files from their workspace. */
  readonly givenReportDir: string;
  /** What a person should know about the plan as a whole. */
  readonly warnings: readonly string[];
  /** The same about the quarantine, such as an entry that has expired. It depends on all runs: a merge finds it out anew. */
  readonly quarantineWarnings?: readonly string[];
  /** Earlier reports, oldest first; empty without `--history`. */
  readonly history: readonly PastReport[];
  /** The commit under test; absent if it is not known. */
  readonly commit?: string;
  /** The build that the report comes from; absent outside of a CI system. */
  readonly origin?: Origin | undefined;
}
