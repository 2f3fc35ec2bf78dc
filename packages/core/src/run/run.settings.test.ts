import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { stagedProvider } from "../provider/provider.fixture.ts";
import type { RunState } from "../provider/provider.ts";
import { counted } from "../results/test-runs.fixture.ts";
import { portsOf, settingsOf, startOf } from "./plan.fixture.ts";
import type { PlannedRun, RunSettings } from "./plan.ts";
import { run } from "./run.ts";

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "run-"))));
afterEach(() => rm(dir, { recursive: true, force: true }));
afterEach(() => void vi.useRealTimers());

let nextRef = 0;

interface Course {
  readonly failing?: number;
  readonly polls?: number;
  readonly onStart?: () => Promise<void>;
  readonly onPoll?: () => void;
  readonly onResults?: () => void;
}

/** Returns a run that its service finishes after some polls. */
function stagedRun(more: Partial<PlannedRun> = {}, course: Course = {}): PlannedRun {
  const { failing = 0, polls = 1, onStart, onPoll, onResults } = course;
  let left = polls;
  const provider = stagedProvider(
    {
      start: async () => {
        await onStart?.();
        return { ref: `shop:${++nextRef}` };
      },
      poll: async (): Promise<RunState> => {
        onPoll?.();
        return { status: --left > 0 ? "running" : "finished", progress: {} };
      },
      results: async () => {
        onResults?.();
        return { testRun: counted(4, failing), files: [] };
      },
    },
    "shop",
  );
  return startOf(provider, more);
}

/** From here on, time passes only where the test says so, however busy the machine is. */
function stopTheClock(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
}

async function verdicts(plan: readonly PlannedRun[], more: Partial<RunSettings> = {}): Promise<readonly string[]> {
  const { runs } = await run(plan, settingsOf(dir, more), portsOf());
  return runs.map(({ verdict }) => verdict.kind);
}

describe("a run of a plan", () => {
  test("is judged by its own policy, if it has one", async () => {
    const { timeoutMs, pollIntervalMs, rerunFailed } = settingsOf(dir);
    const own = {
      timeoutMs,
      pollIntervalMs,
      rerunFailed,
      policy: { failOn: "failed", maxFailures: { count: 1 } },
    } as const;
    expect(await verdicts([stagedRun({}, { failing: 1 }), stagedRun({ own }, { failing: 1 })])).toEqual([
      "failed",
      "passed",
    ]);
  });

  test("has its own timeout", async () => {
    const { pollIntervalMs, rerunFailed, policy } = settingsOf(dir);
    const own = { timeoutMs: 200, pollIntervalMs, rerunFailed, policy };
    stopTheClock();
    const endless = { polls: Number.POSITIVE_INFINITY, onPoll: () => void vi.advanceTimersByTime(50) };
    expect(await verdicts([stagedRun({ own }, endless), stagedRun()])).toEqual(["timed-out", "passed"]);
  });

  test("that does not block leaves the exit code alone, and is in the report with a warning", async () => {
    const plan = [stagedRun({ name: "shop" }), stagedRun({ name: "nightly", blocking: false }, { failing: 2 })];
    const report = await run(plan, settingsOf(dir), portsOf());
    expect(report).toMatchObject({ exitCode: 0, runs: [{}, { blocking: false, verdict: { kind: "failed" } }] });
    expect(report.warnings).toEqual([expect.stringContaining("nightly does not stop the pipeline")]);
  });

  test("waits for its turn to start, and its time begins then", async () => {
    stopTheClock();
    let [starting, most] = [0, 0];
    let before = Promise.resolve();
    const plan = Array.from({ length: 6 }, () => {
      const previous = before;
      let isOver: () => void = () => undefined;
      before = new Promise((resolve) => (isOver = resolve));
      const onStart = async (): Promise<void> => {
        most = Math.max(most, ++starting);
        await previous;
        vi.advanceTimersByTime(150);
        starting--;
      };
      return stagedRun({}, { onStart, onResults: () => isOver() });
    });
    // Six starts one after the other take longer than the timeout of one run.
    expect(await verdicts(plan, { concurrency: 1, timeoutMs: 600 })).toEqual(plan.map(() => "passed"));
    expect(most).toBe(1);
  });

  test("says how long it took from its start to its end", async () => {
    const { runs } = await run([stagedRun({}, { polls: 5 })], settingsOf(dir, { pollIntervalMs: 30 }), portsOf());
    const [{ end } = { end: undefined }] = runs;
    const durationMs = end?.kind === "results" ? end.testRun.durationMs : undefined;
    expect(durationMs).toBeGreaterThanOrEqual(100);
    expect(durationMs).toBeLessThan(5_000);
  });

  test("does not say it if the run was over before its first status check", async () => {
    const over = stagedRun({ beginning: { kind: "attach", handle: { ref: "shop:9" } } });
    const { runs } = await run([over], settingsOf(dir), portsOf());
    expect(runs[0]?.end).toMatchObject({ kind: "results" });
    expect(runs[0]?.end).not.toHaveProperty("testRun.durationMs");
  });
});
