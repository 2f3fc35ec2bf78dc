import type { InterruptedError } from "../errors.ts";
import type { VerdictKind } from "../gate/verdict-kinds.ts";
import type { Problem } from "../inputs/problem.ts";
import type { RunHandle } from "../provider/provider.ts";
import type { TestRun } from "../results/test-run.ts";
import type { Origin, ReportedPlan, RunReport } from "./report.ts";

/** The content of `results.json`, with times as dates. */
export interface ResultsDocument {
  readonly commit?: string;
  readonly origin?: Origin;
  readonly plan?: ReportedPlan;
  readonly lacksShards?: boolean;
  readonly verdict: { readonly kind: VerdictKind; readonly reason: string };
  readonly exitCode: number;
  readonly warnings: readonly string[];
  readonly quarantineWarnings?: readonly string[];
  readonly runs: readonly RunDocument[];
}

/** One run of `results.json`. */
export interface RunDocument extends Omit<RunReport, "handle" | "end" | "verdict"> {
  readonly handle?: RunHandle;
  readonly verdict: VerdictDocument;
  readonly results?: TestRun;
  readonly error?: ErrorDocument;
}

/** The verdict on a run. Its error, if there is one, is in the run beside it. */
export type VerdictDocument =
  | { readonly kind: "passed"; readonly reason: string; readonly forgiven: number }
  | { readonly kind: Exclude<VerdictKind, "passed">; readonly reason: string };

interface ErrorWords {
  readonly code: string;
  readonly message: string;
  readonly next: string;
}

/** The error of a run that has no results. */
export type ErrorDocument = ErrorWords &
  (
    | { readonly kind: "provider-error"; readonly serviceCode?: string; readonly reason?: string }
    | { readonly kind: "timed-out" | "unknown-start" }
    | { readonly kind: "interrupted"; readonly signal: InterruptedError["signal"] }
    | { readonly kind: "usage"; readonly problems: readonly Problem<string>[] }
  );
