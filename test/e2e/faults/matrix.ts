// The fault matrix: the expected end of the command for each fault, at each call of each service, in each phase.
// fault-matrix.test.ts checks every cell; docs/reliability.md shows them.
import { type Call, type Fault, isClockFault } from "./fault.ts";
import { faultedServices } from "./faulted-service.ts";

/** The time of a fault: at the first call, at a later call (polls only), or every time. */
export type Phase = "first" | "later" | "always";

/** The expected end of a run under a fault. */
export interface ExpectedEnd {
  readonly exitCode: 0 | 3 | 4 | 5;
  readonly verdict: "passed" | "provider-error" | "timed-out" | "unknown-start";
  /** The number of runs that the service counts at the end. */
  readonly starts: 0 | 1;
  /** True if the reports may contain test results. */
  readonly results: boolean;
}

/** The ways in which a run under a fault may end. Every run of the matrix passes at the service. */
export const ends = {
  /** The fault only costs time: the verdict is the service's. */
  survived: { exitCode: 0, verdict: "passed", starts: 1, results: true },
  /** The start was certainly refused or never sent, and is not retried forever. */
  notStarted: { exitCode: 3, verdict: "provider-error", starts: 0, results: false },
  /** The start is unknown, so it was not sent again; the service did not start the run. */
  unknown: { exitCode: 5, verdict: "unknown-start", starts: 0, results: false },
  /** The start is unknown, so it was not sent again; the service started the run. */
  unknownStarted: { exitCode: 5, verdict: "unknown-start", starts: 1, results: false },
  /** Remotest timed out before the start was sent. */
  timedOutBefore: { exitCode: 4, verdict: "timed-out", starts: 0, results: false },
  /** Remotest timed out; the run is still running, and its reference is printed. */
  timedOut: { exitCode: 4, verdict: "timed-out", starts: 1, results: false },
  /** The same unusable answer arrives every time: it is kept, and the reference is printed. */
  unusable: { exitCode: 3, verdict: "provider-error", starts: 1, results: false },
} as const satisfies Readonly<Record<string, ExpectedEnd>>;
export type End = keyof typeof ends;

/** The ends of the calls under one fault: the first time, once at a later time, every time. */
type Row = { readonly [call in Call]: Ends };
type Ends = readonly [first: End, later: End | "none", always: End];

const survived = ["survived", "survived", "survived"] as const;
const once = ["survived", "survived", "timedOut"] as const;
const resultsOnce = ["survived", "none", "timedOut"] as const;
/** For a start that the service certainly did not accept. */
const again = ["survived", "none", "notStarted"] as const;
const never = ["notStarted", "none", "notStarted"] as const;
const unknown = ["unknown", "none", "unknown"] as const;
const unknownStarted = ["unknownStarted", "none", "unknownStarted"] as const;
const startUnharmed = ["survived", "none", "survived"] as const;

/** A search that finds nothing leaves the start unknown, and the service has started the run. */
const others = {
  upload: again,
  find: ["survived", "none", "unknownStarted"],
  poll: once,
  results: resultsOnce,
} as const;

const startedOnProof: Row = { ...others, start: again, rerun: again };
const fateUnknown: Row = { ...others, start: unknown, rerun: unknown };
const answerUnusable: Row = { ...others, start: unknownStarted, rerun: unknownStarted };
/** Nothing arrives, for as long as the run may take. */
const hangs: Row = { ...answerUnusable, upload: ["timedOutBefore", "none", "timedOutBefore"] };
/** The same, if the service's answer for the results is the same every time, byte for byte. */
const resultsUnusable: Row = { ...answerUnusable, results: ["survived", "none", "unusable"] };
const harmless: Row = {
  upload: startUnharmed,
  start: startUnharmed,
  find: startUnharmed,
  poll: survived,
  results: startUnharmed,
  rerun: startUnharmed,
};

/** The table. */
const table: Readonly<Record<Fault, Row>> = {
  refused: startedOnProof,
  dns: startedOnProof,
  // A certificate that was never trusted is a mistake in the setup; later, it may be one bad machine of several.
  tls: { ...startedOnProof, upload: never, start: never },
  "reset-before": fateUnknown,
  "reset-after": answerUnusable,
  "half-body": answerUnusable,
  drip: hangs,
  stalled: hangs,
  "html-200": fateUnknown,
  "html-502": answerUnusable,
  "html-503": fateUnknown,
  "429-bare": startedOnProof,
  "429-seconds": startedOnProof,
  "429-date": startedOnProof,
  "content-type": harmless,
  "charset-label": harmless,
  "charset-bytes": resultsUnusable,
  "gzip-bomb": answerUnusable,
  "gzip-cut": answerUnusable,
  redirect: fateUnknown,
  "gateway-json": answerUnusable,
  "added-field": harmless,
  "tls-text": answerUnusable,
  "clock-forward": harmless,
  "clock-back": harmless,
};

/** The rows of services that differ. */
const ownRows: Readonly<Record<string, Readonly<Partial<Record<Fault, Row>>>>> = {
  // JSON is always UTF-8; XML has the encoding of its label.
  ats: { "content-type": resultsUnusable, "charset-label": resultsUnusable },
};

/** One cell of the matrix. */
export interface Cell {
  readonly fault: Fault;
  /** The name of the service. */
  readonly service: string;
  readonly call: Call;
  readonly phase: Phase;
  readonly end: End;
}

/** Every cell: each fault × each call of every service × each phase that the call has. */
export const cells: readonly Cell[] = (Object.keys(table) as Fault[]).flatMap((fault) =>
  Object.entries(faultedServices).flatMap(([service, { calls }]) => {
    const row = ownRows[service]?.[fault] ?? table[fault];
    return calls.flatMap((call) =>
      (["first", "later", "always"] as const).flatMap((phase, index): Cell[] => {
        const of = row[call][index] ?? "none";
        const isFound = call === "start" && calls.includes("find") && of === "unknownStarted";
        const end = isFound ? "survived" : of;
        return end === "none" ? [] : [{ fault, service, call, phase, end }];
      }),
    );
  }),
);

function isHanging(fault: Fault): boolean {
  return fault === "drip" || fault === "stalled";
}

/** True for a call that hangs: it is aborted after a minute, and only then repeated. */
export function takesAMinute({ fault, end }: Cell): boolean {
  return isHanging(fault) && end === "survived";
}

/** True for an upload that is refused because of the limit of a minute, so that it is only repeated after a while. */
export function takesHalfAMinute({ fault, call, end }: Cell): boolean {
  return fault === "429-bare" && call === "upload" && end === "survived";
}

/** Returns the timeout of a cell: short for cells that hang or time out. */
export function timeoutOf(cell: Cell): number {
  if (takesAMinute(cell) || takesHalfAMinute(cell)) return 150_000;
  const isLimit = cell.fault === "429-bare" && cell.call === "upload";
  return cell.end === "timedOut" || isHanging(cell.fault) || isLimit ? 4_000 : 30_000;
}

/**
 * True for a cell whose command runs in the process of the test. Apptest's are processes; for the other services only the
 * provider differs. Several answers of 96 MiB in one process would hold up all cells in it, and the other faults are the
 * process's own.
 */
export function isInProcess({ fault, service }: Cell): boolean {
  return service !== "apptest" && fault !== "dns" && fault !== "gzip-bomb" && !isClockFault(fault);
}
