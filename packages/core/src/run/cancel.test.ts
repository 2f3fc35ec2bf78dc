import { describe, expect, test } from "vitest";
import { InterruptedError, ProviderError } from "../errors.ts";
import { cancelling, hangs, type Step, stagedProvider } from "../provider/provider.fixture.ts";
import type { CancelAnswer } from "../provider/provider.ts";
import { cancelRuns } from "./cancel.ts";
import { portsOf } from "./plan.fixture.ts";
import type { RunPorts, StartedRun } from "./plan.ts";
import type { RunEvent } from "./run-event.ts";

const refusal = (retry: "never" | "later"): ProviderError =>
  new ProviderError({ code: "no", message: "You may not.", next: "Ask.", retry });

function known(answers: readonly Step<CancelAnswer>[] | "unsupported", id: number): StartedRun {
  const cancel = answers === "unsupported" ? answers : cancelling(...answers);
  const provider = stagedProvider({ cancel });
  return { provider, connect: {}, name: "n", beginning: { kind: "attach", handle: { ref: `staged:${id}` } } };
}

async function cancelled(
  all: readonly (readonly Step<CancelAnswer>[] | "unsupported")[],
  { timeoutMs = 5_000, ...ports }: Partial<RunPorts> & { readonly timeoutMs?: number } = {},
): Promise<readonly unknown[]> {
  const reports = await cancelRuns(all.map(known), timeoutMs, portsOf(ports));
  return reports.map((report) => ("error" in report ? [report.error.code, report.error.message] : report.answer));
}

describe("cancelling runs", () => {
  test("tries each of them, whatever becomes of the others", async () => {
    const all = [["cancelled"], [refusal("never")], "unsupported", ["finished"], [new TypeError("oops")]] as const;
    expect(await cancelled(all)).toEqual([
      "cancelled",
      ["no", "You may not."],
      ["usage", "Staged has no request that cancels a run, so staged:2 was left as it is."],
      "finished",
      ["unexpected", "Something unexpected went wrong: oops"],
    ]);
  });

  test("repeats a request that may help, and says so", async () => {
    const events: RunEvent[] = [];
    expect(await cancelled([[refusal("later"), "cancelled"]], { listen: (event) => void events.push(event) })).toEqual([
      "cancelled",
    ]);
    expect(events).toMatchObject([{ type: "retry", run: 0, call: "cancel", failures: 1 }]);
    // After about a second.
    const [delay = 0] = events.map((event) => (event.type === "retry" ? event.inMs : 0));
    expect(delay).toBeGreaterThanOrEqual(900);
    expect(delay).toBeLessThanOrEqual(1_100);
  });

  test("says what to do about a run that may still be running", async () => {
    const plan = [known("unsupported", 0), known([hangs], 1)];
    const reports = await cancelRuns(plan, 50, portsOf({}));
    expect(reports.map((report) => "error" in report && report.error.next)).toEqual([
      "Stop it on its page at the service.",
      "Cancel it again, or give --timeout more time.",
    ]);
  });

  test("ends in time, and at once if the process is stopped", async () => {
    const late = ["timed-out", "The service did not say within 50ms that it cancels staged:0."];
    expect(await cancelled([[hangs]], { timeoutMs: 50 })).toEqual([late]);
    const interrupted = AbortSignal.abort(new InterruptedError("SIGINT"));
    expect(await cancelled([[hangs]], { interrupted })).toEqual([["interrupted", expect.stringContaining("SIGINT")]]);
  });
});
