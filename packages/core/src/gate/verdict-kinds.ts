/** The kinds of verdict, in the words that scripts see. */
export type VerdictKind =
  | "passed"
  | "failed"
  | "usage"
  | "timed-out"
  | "provider-error"
  | "unknown-start"
  | "interrupted";

/** The state of a commit once there is a verdict, in neutral words: GitHub and GitLab each have their own. */
export type CommitState = "success" | "failure" | "error" | "cancelled";

/** The properties of one kind of verdict. */
interface KindOfVerdict {
  /** The exit code of the process. */
  readonly exitCode: number;
  /** For people, in two or three words. */
  readonly title: string;
  /** True if the run may still be running at the service, so that the attach command helps. */
  readonly mayStillRun: boolean;
  /** The status of the commit. Only a pass is a success: a required status then holds back everything else. */
  readonly commitState: CommitState;
  /** The meaning, for help and documentation. */
  readonly meaning: string;
}

/**
 * Every kind of verdict, from best to worst: the verdict of a plan is the worst of its runs. Help, docs, outputs and
 * exit codes come from this table.
 */
export const verdictKinds: Readonly<Record<VerdictKind, KindOfVerdict>> = {
  passed: {
    exitCode: 0,
    title: "Passed",
    mayStillRun: false,
    commitState: "success",
    meaning: "every test passed, or you allowed the failures",
  },
  failed: {
    exitCode: 1,
    title: "Failed",
    mayStillRun: false,
    commitState: "failure",
    meaning: "more tests failed than you allowed, or no tests ran",
  },
  usage: {
    exitCode: 2,
    title: "Cannot be started",
    mayStillRun: false,
    commitState: "error",
    meaning: "an option, a reference or a file is not valid; nothing was sent",
  },
  "timed-out": {
    exitCode: 4,
    title: "Timed out",
    mayStillRun: true,
    commitState: "error",
    meaning: "Remotest stopped waiting; the remote run may still be running",
  },
  "provider-error": {
    exitCode: 3,
    title: "Provider error",
    mayStillRun: true,
    commitState: "error",
    meaning: "the service refused, is down, or cannot be trusted; or the reports could not be written",
  },
  "unknown-start": {
    exitCode: 5,
    title: "Start unknown",
    mayStillRun: true,
    commitState: "error",
    meaning: "it is not known whether the run was started; it was not started again",
  },
  interrupted: {
    // A shell's exit code for a process that SIGTERM ended; after SIGINT it is 130.
    exitCode: 143,
    title: "Interrupted",
    mayStillRun: true,
    commitState: "cancelled",
    meaning: "stopped by SIGINT or SIGTERM; a run that was started may still be running",
  },
};

/** The kinds from best to worst. */
export const kindsByWeight = Object.keys(verdictKinds) as readonly VerdictKind[];
