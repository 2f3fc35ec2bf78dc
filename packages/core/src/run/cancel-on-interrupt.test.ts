import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { InterruptedError, ProviderError } from "../errors.ts";
import { cancelling, deaf, finished, running, scriptedRun, stagedProvider } from "../provider/provider.fixture.ts";
import type { Cancel, ProviderConnection } from "../provider/provider.ts";
import type { RunReport } from "../report/report.ts";
import { counted } from "../results/test-runs.fixture.ts";
import { portsOf, settingsOf, startOf } from "./plan.fixture.ts";
import type { RunEvent } from "./run-event.ts";
import type { RunSettings } from "./plan.ts";
import { run } from "./run.ts";

let reportDir: string;
beforeAll(async () => {
  reportDir = await mkdtemp(join(tmpdir(), "remotest-cancel-"));
});
afterAll(() => rm(reportDir, { recursive: true }));

const handle = { ...scriptedRun, ref: "staged:1" };
const refusal = (retry: "never" | "later"): ProviderError =>
  new ProviderError({ code: "no", message: "You may not.", next: "Ask.", retry });

/** Starts a run that never ends, and stops the process at its first poll. */
async function stopped(
  cancel: Cancel | "unsupported",
  settings: Partial<RunSettings> = { onInterrupt: "cancel" },
  more: Partial<ProviderConnection> = {},
): Promise<{ readonly report: RunReport; readonly events: readonly RunEvent[]; readonly tookMs: number }> {
  const stop = new AbortController();
  const events: RunEvent[] = [];
  const provider = stagedProvider({
    start: async () => handle,
    poll: async () => {
      stop.abort(new InterruptedError("SIGTERM"));
      return running;
    },
    cancel,
    ...more,
  });
  const from = performance.now();
  const ports = portsOf({ interrupted: stop.signal, listen: (event) => void events.push(event) });
  const { runs } = await run([startOf(provider)], settingsOf(reportDir, settings), ports);
  return { report: runs[0] ?? expect.unreachable(), events, tookMs: performance.now() - from };
}

describe("with --on-interrupt cancel", () => {
  test.each([
    {
      title: "accepts it",
      cancel: cancelling("cancelled"),
      says: "Stopped by SIGTERM. The service accepted the request to cancel staged:1.",
    },
    {
      title: "says that the run is over",
      cancel: cancelling("finished"),
      says: "Stopped by SIGTERM. staged:1 had already finished, so it was not cancelled.",
    },
    {
      title: "refuses",
      cancel: cancelling(refusal("never")),
      says: "Stopped by SIGTERM. staged:1 could not be cancelled and may still be running at the service: You may not.",
    },
    {
      title: "is down at first",
      cancel: cancelling(refusal("later"), "cancelled"),
      says: "Stopped by SIGTERM. The service accepted the request to cancel staged:1.",
    },
  ])("says what the service did if it $title, and the reference stays", async ({ cancel, says }) => {
    const { report } = await stopped(cancel);
    expect(report.verdict).toMatchObject({ kind: "interrupted", reason: says });
    expect(report.handle).toEqual(handle);
  });

  test("a service that does not answer is given up in time for the reports", async () => {
    const { report, tookMs } = await stopped(deaf);
    expect(report.verdict.reason).toMatch(/could not be cancelled .*: the service did not answer in time\.$/);
    expect(tookMs).toBeGreaterThan(2_400);
    expect(tookMs).toBeLessThan(4_500);
  });

  test.each([cancelling("cancelled"), cancelling("finished"), cancelling(refusal("never"))])(
    "the next step contains no command with the reference, which a shell could interpret: %#",
    async (cancel) => {
      const ref = "staged:$(touch${IFS}pwned)";
      const { report } = await stopped(cancel, { onInterrupt: "cancel" }, { start: async () => ({ ref }) });
      expect(report.end).toMatchObject({ kind: "no-results", error: { next: expect.not.stringContaining("$(") } });
      expect(report.verdict.reason).toContain(ref);
    },
  );

  test("the rerun that is under way is cancelled, not the run before it", async () => {
    const cancelled: string[] = [];
    const stop = new AbortController();
    const provider = stagedProvider({
      start: async () => handle,
      poll: async ({ ref }) => {
        if (ref === "staged:1") return finished;
        stop.abort(new InterruptedError("SIGINT"));
        return running;
      },
      results: async () => ({ testRun: counted(1, 1), files: [] }),
      rerun: async () => ({ ref: "staged:2" }),
      cancel: async ({ ref }) => (cancelled.push(ref), "cancelled"),
    });
    const settings = settingsOf(reportDir, { onInterrupt: "cancel", rerunFailed: 1 });
    await run([startOf(provider)], settings, portsOf({ interrupted: stop.signal }));
    expect(cancelled).toEqual(["staged:2"]);
  });

  test("a service that cannot cancel is warned about before the start", async () => {
    const { report, events } = await stopped("unsupported");
    const warning = "Staged cannot cancel a run, so --on-interrupt cancel has no effect.";
    expect(events.map((event) => (event.type === "warning" ? event.message : event.type)).slice(0, 2)).toEqual([
      warning,
      "starting",
    ]);
    expect(report.verdict.reason).toBe("Stopped by SIGTERM. The remote run may still be running at the service.");
  });
});

test("without it, nothing is cancelled", async () => {
  const never: Cancel = () => expect.unreachable();
  for (const onInterrupt of [undefined, "detach"] as const) {
    const { report, events } = await stopped(never, { onInterrupt });
    expect(report.verdict.reason).toBe("Stopped by SIGTERM. The remote run may still be running at the service.");
    expect(events.filter(({ type }) => type === "warning")).toEqual([]);
  }
});

test("a run that ends by itself, or whose time runs out, is not cancelled", async () => {
  const never: Cancel = () => expect.unreachable();
  const { report } = await stopped(never, { onInterrupt: "cancel", timeoutMs: 100 }, { poll: async () => running });
  expect(report.verdict.kind).toBe("timed-out");
});
