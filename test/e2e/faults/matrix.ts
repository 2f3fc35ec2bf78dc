// The fault matrix: what the command must come to for each fault, at each call of each service, each time it strikes.
// fault-matrix.test.ts proves every cell with the built command; docs/reliability.md shows them.
import type { Service } from "../stage/workspace.ts";
import { type Call, callsOf, type Fault } from "./fault.ts";

/** When a fault strikes its call: the first time, a later time once (only looks have one), or every time. */
export type Phase = "first" | "later" | "always";

/** What a run under a fault must come to. */
export interface Wanted {
  readonly exitCode: 0 | 3 | 4 | 5;
  readonly verdict: "passed" | "provider-error" | "timed-out" | "unknown-start";
  /** How many runs the service counts in the end. */
  readonly starts: 0 | 1;
  /** Whether test results may stand in the reports. */
  readonly results: boolean;
}

/** The ways in which a run under a fault may end. Every run of the matrix passes at the service. */
export const ends = {
  /** The fault costs time at most: the verdict is the service's. */
  survived: { exitCode: 0, verdict: "passed", starts: 1, results: true },
  /** The start was certainly refused or never sent, and is not tried for ever. */
  notStarted: { exitCode: 3, verdict: "provider-error", starts: 0, results: false },
  /** Nobody knows, so it was not sent again; the service did not start it. */
  unknown: { exitCode: 5, verdict: "unknown-start", starts: 0, results: false },
  /** Nobody knows, so it was not sent again; the service did start it. */
  unknownStarted: { exitCode: 5, verdict: "unknown-start", starts: 1, results: false },
  /** Our time is up; the run goes on, and its reference is printed. */
  timedOut: { exitCode: 4, verdict: "timed-out", starts: 1, results: false },
  /** The same answer that cannot be used comes again and again: it is kept, and the reference is printed. */
  unusable: { exitCode: 3, verdict: "provider-error", starts: 1, results: false },
} as const satisfies Readonly<Record<string, Wanted>>;
export type End = keyof typeof ends;

/** What a call under one fault comes to: at the first time, once at a later time, always. */
type Row = { readonly [call in Call]: readonly [first: End, later: End | "none", always: End] };

const survived = ["survived", "survived", "survived"] as const;
const once = ["survived", "survived", "timedOut"] as const;
const resultsOnce = ["survived", "none", "timedOut"] as const;
/** Of a start that the service certainly did not take. */
const again = ["survived", "none", "notStarted"] as const;
const unknown = ["unknown", "none", "unknown"] as const;
const unknownStarted = ["unknownStarted", "none", "unknownStarted"] as const;
const startUnharmed = ["survived", "none", "survived"] as const;

const startedOnProof: Row = { start: again, look: once, results: resultsOnce, rerun: again };
const fateUnknown: Row = { start: unknown, look: once, results: resultsOnce, rerun: unknown };
const answerUnusable: Row = { start: unknownStarted, look: once, results: resultsOnce, rerun: unknownStarted };
/** The same of the service's own answer, which as results comes again byte for byte. */
const resultsUnusable: Row = { ...answerUnusable, results: ["survived", "none", "unusable"] };
const harmless: Row = { start: startUnharmed, look: survived, results: startUnharmed, rerun: startUnharmed };

/** The table. A fault has a row for each service where the two differ. */
const table: Readonly<Record<Fault, Row | Readonly<Record<Service, Row>>>> = {
  refused: startedOnProof,
  dns: startedOnProof,
  tls: startedOnProof,
  "reset-before": fateUnknown,
  "reset-after": answerUnusable,
  "half-body": answerUnusable,
  drip: answerUnusable,
  stalled: answerUnusable,
  "html-200": fateUnknown,
  "html-502": answerUnusable,
  "html-503": fateUnknown,
  "429-bare": startedOnProof,
  "429-seconds": startedOnProof,
  "429-date": startedOnProof,
  // JSON is UTF-8 whatever the label says; XML is what its label says.
  "content-type": { apptest: harmless, ats: resultsUnusable },
  "charset-label": { apptest: harmless, ats: resultsUnusable },
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

/** One cell of the matrix. */
export interface Cell {
  readonly fault: Fault;
  readonly service: Service;
  readonly call: Call;
  readonly phase: Phase;
  readonly end: End;
}

/** Every cell: each fault × each call of both services × each phase that the call has. */
export const cells: readonly Cell[] = Object.entries(table).flatMap(([fault, rows]) =>
  (["apptest", "ats"] as const).flatMap((service) => {
    const row = "start" in rows ? rows : rows[service];
    return callsOf[service].flatMap((call) =>
      (["first", "later", "always"] as const).flatMap((phase, index): Cell[] => {
        const end = row[call][index] ?? "none";
        return end === "none" ? [] : [{ fault: fault as Fault, service, call, phase, end }];
      }),
    );
  }),
);

/** A look or a request for results that hangs is given up after a minute, and only then asked again. */
export function takesAMinute({ fault, call, end }: Cell): boolean {
  return (fault === "drip" || fault === "stalled") && (call === "look" || call === "results") && end === "survived";
}

/** Cells whose run hangs until our time is up, or that must give up: they get little time. */
export function timeoutOf(cell: Cell): number {
  if (takesAMinute(cell)) return 150_000;
  const hangs = cell.fault === "drip" || cell.fault === "stalled";
  return cell.end === "timedOut" || hangs ? 4_000 : 30_000;
}
