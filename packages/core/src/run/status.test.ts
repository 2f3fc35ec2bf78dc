import { describe, expect, test } from "vitest";
import { checkStatus } from "./status.ts";
import { InterruptedError, ProviderError } from "../errors.ts";
import { portsOf } from "./plan.fixture.ts";
import type { StartedRun } from "./plan.ts";
import { stagedProvider } from "../provider/provider.fixture.ts";
import type { RunState } from "../provider/provider.ts";

function known(poll: () => Promise<RunState>): StartedRun {
  return {
    provider: stagedProvider({ poll }, "shop"),
    connect: {},
    name: "n",
    beginning: { kind: "attach", handle: { ref: "shop:7" } },
  };
}
const ports = portsOf();
const hanging = known(() => new Promise(() => undefined));
const finished = known(async () => ({ status: "finished", progress: {}, conclusion: { kind: "passed" } }) as never);
const refused = known(() =>
  Promise.reject(new ProviderError({ code: "no", message: "You may not.", next: "Ask.", retry: "never" })),
);

describe("a status check", () => {
  test("returns the state of each run", async () => {
    const plan = known(async () => ({ status: "running", progress: {} }));
    expect(await checkStatus([plan, plan], 5_000, ports)).toMatchObject([
      { handle: { ref: "shop:7" }, state: { status: "running" } },
      { state: { status: "running" } },
    ]);
  });

  test("ends in time even if the provider ignores its signal, and does not say that the run is not finished", async () => {
    expect(await checkStatus([hanging], 50, ports)).toMatchObject([
      {
        handle: { ref: "shop:7" },
        error: {
          code: "timed-out",
          message: "The service did not tell the status of shop:7 within 50ms.",
          next: "Check it again, or give --timeout more time.",
        },
      },
    ]);
  });

  test("that is interrupted, or whose service refuses it, says why", async () => {
    const interrupted = AbortSignal.abort(new InterruptedError("SIGTERM"));
    expect(await checkStatus([hanging], 5_000, { ...ports, interrupted })).toMatchObject([
      { error: { code: "interrupted" } },
    ]);
    expect(await checkStatus([refused], 5_000, ports)).toMatchObject([
      { error: { code: "no", message: "You may not." } },
    ]);
  });

  test("of one run that fails does not hide the others, even if the provider cannot connect to it", async () => {
    const broken: StartedRun = { ...finished, provider: { ...finished.provider, connect: () => expect.unreachable() } };
    const reports = await checkStatus([refused, finished, broken, hanging], 50, ports);
    expect(reports.map((report) => ("error" in report ? report.error.code : report.state.status))).toEqual([
      "no",
      "finished",
      "unexpected",
      "timed-out",
    ]);
  });
});
