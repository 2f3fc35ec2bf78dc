// Every cell of the fault matrix against the sandbox: the built command as a process, or in this process where that shows
// the same.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSandbox } from "../../../packages/sandbox/src/index.ts";
import { requirePeer } from "../stage/peer.ts";
import { type Bench, type Outcome, runCell } from "./cell-run.ts";
import { certificates } from "./certificates.ts";
import { faultedService, forms } from "./faulted-service.ts";
import { type Cell, cells, ends, isInProcess, takesAMinute, takesHalfAMinute, timeoutOf } from "./matrix.ts";

/** The time that a busy machine may add to a timeout. */
const marginMs = 10_000;

const describeWithOpenssl = requirePeer("openssl", ["openssl", "version"]);
describeWithOpenssl("the fault matrix", () => {
  let bench: Bench;
  const begun = new Map<Cell, Promise<Outcome>>();
  const outcomes = new Map<Cell, Outcome>();

  beforeAll(async () => {
    bench = { sandbox: await startSandbox({ port: 0, speed: 25 }), certificates: await certificates() };
    // Once before all others, because the first run in this process also loads the command.
    const harmless = cells.find((cell) => isInProcess(cell) && cell.fault === "added-field");
    if (harmless) await runCell(harmless, bench);
    const [inProcess, processes] = [turns(12), turns(8)];
    for (const cell of cells) {
      // Those that hang for a minute need no processor.
      const turn = takesLong(cell) ? now : isInProcess(cell) ? inProcess : processes;
      const outcome = turn(() => runCell(cell, bench));
      outcome.catch(() => undefined);
      begun.set(cell, outcome);
    }
  });
  afterAll(async () => {
    await bench.sandbox.close();
    await bench.certificates[Symbol.asyncDispose]();
    console.log(figures([...outcomes]));
  });

  const rows = cells.map((cell) => ({ ...ends[cell.end], ...cell, cell }));
  const inTurn = [...rows.filter(({ cell }) => !takesLong(cell)), ...rows.filter(({ cell }) => takesLong(cell))];

  describe.concurrent("each cell ends as in the table", () => {
    it.each(inTurn)(
      "$fault at $service's $call, $phase: $verdict",
      async ({ cell }) => {
        const outcome = (await begun.get(cell)) ?? expect.unreachable();
        outcomes.set(cell, outcome);
        expectOutcome(cell, outcome);
      },
      600_000,
    );
  });
});

function takesLong(cell: Cell): boolean {
  return takesAMinute(cell) || takesHalfAMinute(cell);
}

type Turn = <T>(work: () => Promise<T>) => Promise<T>;

const now: Turn = (work) => work();

/** Returns a function that does so much work at once, in the order in which it is given. */
function turns(atOnce: number): Turn {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}

function expectOutcome(cell: Cell, outcome: Outcome): void {
  const { code, stdout, stderr, ledger, files, elapsedMs } = outcome;
  const wanted = ends[cell.end];
  expect(outcome.struck, `the fault happens\n${stderr}`).toBe(true);
  expect(code, stderr).toBe(wanted.exitCode);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: wanted.verdict, exitCode: wanted.exitCode });
  expect(outcome.starts, "starts that the service counts").toBe(wanted.starts);
  expect(outcome.strayed, "requests to another origin").toBe(0);
  expect(elapsedMs).toBeLessThan(timeoutOf(cell) + marginMs);
  expectLedger(cell, ledger);
  expectDuration(outcome);
  expectReports(cell, files);
  const printed = stdout + stderr;
  expect(
    forms.filter((form) => printed.includes(form) || [...files.values()].some((text) => text.includes(form))),
  ).toEqual([]);
}

/** The ledger contains the reference if the service sent it. */
function expectLedger({ service, call, end }: Cell, ledger: Outcome["ledger"]): void {
  // A rerun knows the reference of its run.
  const isKnown = call === "rerun" || end === "survived" || end === "timedOut" || end === "unusable";
  const ref: unknown = isKnown ? expect.stringMatching(new RegExp(`^${service}:.+`)) : null;
  expect(ledger).toMatchObject({ ref, verdict: ends[end].verdict, endedAt: expect.any(String) as string });
}

/** The duration does not depend on the machine's clock. */
function expectDuration({ files, elapsedMs }: Outcome): void {
  const ctrf = JSON.parse(files.get("ctrf-report.json") ?? "{}") as { results: { summary: { duration: number } } };
  expect(ctrf.results.summary.duration).toBeGreaterThanOrEqual(0);
  expect(ctrf.results.summary.duration).toBeLessThanOrEqual(elapsedMs + 1);
}

/** Only a pass is green, and only complete results are reported. */
function expectReports({ service, call, end }: Cell, files: Outcome["files"]): void {
  const { tests: count, keptAnswer, keptBefore } = faultedService(service);
  const { tests, failures, errors } = totals(files.get("junit.xml") ?? "");
  const ctrf = JSON.parse(files.get("ctrf-report.json") ?? "{}") as { results: { summary: Record<string, number> } };
  const { tests: all, passed, failed } = ctrf.results.summary;
  if (ends[end].results) {
    expect({ tests, failures, errors, all, passed, failed }).toEqual({
      tests: count,
      failures: 0,
      errors: 0,
      all: count,
      passed: count,
      failed: 0,
    });
  } else {
    expect({ tests, failures, errors, all, passed, failed }).toEqual({
      tests: 1,
      failures: 0,
      errors: 1,
      all: 1,
      passed: 0,
      failed: 1,
    });
    // Only an unusable answer is kept, and the results of a run that was to be rerun.
    const kept = [...files.keys()].filter((name) => name.startsWith("provider/"));
    expect(kept).toEqual(end === "unusable" ? [keptAnswer] : call === "rerun" ? keptBefore : []);
  }
}

function totals(junit: string): Record<"tests" | "failures" | "errors", number> {
  const of = (name: string): number => Number(new RegExp(`<testsuites[^>]* ${name}="(\\d+)"`).exec(junit)?.[1]);
  return { tests: of("tests"), failures: of("failures"), errors: of("errors") };
}

/** Summarises the outcomes of all cells in one line. */
function figures(all: readonly (readonly [Cell, Outcome])[]): string {
  const count = (matches: (cell: Cell, outcome: Outcome) => boolean): number =>
    all.filter(([cell, outcome]) => matches(cell, outcome)).length;
  const leaking = ({ stdout, stderr, files }: Outcome): boolean =>
    forms.some((form) => [stdout, stderr, ...files.values()].some((text) => text.includes(form)));
  const lost = (cell: Cell, { code }: Outcome): boolean => ends[cell.end].results && code !== 0;
  return [
    `cells ${all.length} of ${cells.length}`,
    `faults survived ${count((_, { code }) => code === 0)}`,
    `runs started twice ${count((_, { starts }) => starts > 1)}`,
    `results lost ${count(lost)}`,
    `secrets found ${count((_, outcome) => leaking(outcome))}`,
  ].join(", ");
}
