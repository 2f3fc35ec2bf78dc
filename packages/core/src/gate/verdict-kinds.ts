/** The kinds of verdict, in the words that scripts see. */
export type VerdictKind =
  | "passed"
  | "failed"
  | "usage"
  | "timed-out"
  | "provider-error"
  | "unknown-start"
  | "interrupted";

/** The properties of one kind of verdict. */
interface KindOfVerdict {
  /** The exit code of the process. */
  readonly exitCode: number;
  /** For people, in two or three words. */
  readonly title: string;
  /** True if the run may still be running at the service, so that the attach command helps. */
  readonly mayStillRun: boolean;
  /** The meaning, for help and documentation. */
  readonly meaning: string;
}

/**
 * Every kind of verdict, from best to worst: the verdict of a plan is the worst of its runs. Help, docs, outputs and
 * exit codes come from this table. Source: contract, "Exit codes".
 */
export const verdictKinds: Readonly<Record<VerdictKind, KindOfVerdict>> = {
  passed: {
    exitCode: 0,
    title: "Passed",
    mayStillRun: false,
    meaning: "every test passed, or you allowed the failures",
  },
  failed: {
    exitCode: 1,
    title: "Failed",
    mayStillRun: false,
    meaning: "more tests failed than you allowed, or no tests ran",
  },
  usage: {
    exitCode: 2,
    title: "Cannot be started",
    mayStillRun: false,
    meaning: "an option, a reference or a file is not valid; nothing was sent",
  },
  "timed-out": {
    exitCode: 4,
    title: "Timed out",
    mayStillRun: true,
    meaning: "Remotest stopped waiting; the remote run may still be running",
  },
  "provider-error": {
    exitCode: 3,
    title: "Provider error",
    mayStillRun: true,
    meaning: "the service refused, is down, or cannot be trusted; or the reports could not be written",
  },
  "unknown-start": {
    exitCode: 5,
    title: "Start unknown",
    mayStillRun: true,
    meaning: "it is not known whether the run was started; it was not started again",
  },
  interrupted: {
    // A shell's exit code for a process that SIGTERM ended; after SIGINT it is 130.
    exitCode: 143,
    title: "Interrupted",
    mayStillRun: true,
    meaning: "stopped by SIGINT or SIGTERM; a run that was started may still be running",
  },
};

/** The kinds from best to worst. */
export const kindsByWeight = Object.keys(verdictKinds) as readonly VerdictKind[];
